import { type Log, PlatformError } from "#ports/platform.ts";
import { REFUSED_TOKEN_MS, wordOf } from "../faults.ts";
import type { Token } from "./calls.ts";

/**
 * A token as long as Slack takes it. One that was refused is not shown to Slack again for a minute, and the log
 * says so; one that replaces it is used at once. `read` answers `undefined` when there is none.
 */
export function createToken(
  read: () => Promise<string | undefined>,
  { team, now, log }: { readonly team?: string; readonly now: () => number; readonly log: Log },
): Token {
  let refused: { readonly token: string | undefined; readonly until: number } | undefined;
  return {
    async use() {
      const token = await read();
      if (token === undefined)
        throw new PlatformError("unavailable", { cause: "token_revoked", retryAfterMs: REFUSED_TOKEN_MS });
      const left = refused?.token === token ? refused.until - now() : 0;
      if (left > 0) throw new PlatformError("unavailable", { cause: "token_revoked", retryAfterMs: left });
      return token;
    },
    refused(token, fault) {
      refused = { token, until: now() + REFUSED_TOKEN_MS };
      log.error("slack: the bot's token is refused: nothing is sent until there is another", {
        team,
        reason: wordOf(fault),
      });
    },
  };
}
