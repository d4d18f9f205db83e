import type { Host, StoredFile } from "#ports/platform.ts";
import { boundedFetch } from "../bounded-fetch.ts";
import { isConnector, type TeamsConfig } from "../config.ts";
import type { Attached } from "../read/attached.ts";
import { kindOf, safeName } from "./kind.ts";

/** Teams waits some ten seconds for the answer to a message. */
const bounds = { bytes: 10 * 1024 * 1024, ms: 6000 };

type Parts = {
  readonly config: TeamsConfig;
  readonly host: Pick<Host, "keepFile" | "log">;
  /** The bot's credential, for the Connector only. */
  readonly token: () => Promise<string>;
};

/** A message's files as far as they can be had; `missing` are the names of the others. */
export type Fetched = { readonly files: readonly StoredFile[]; readonly missing: readonly string[] };

/** Fetches and keeps what came with a message. Never throws: a file that fails is missing, and named. */
export function createFiles({ config, host, token }: Parts) {
  const bytesOf = async ({ from }: Attached): Promise<Uint8Array | undefined> => {
    if (from?.kind === "drive" && isDrive(from.url, config)) return boundedFetch(from.url, bounds);
    if (from?.kind === "picture" && isConnector(from.url, config))
      return boundedFetch(from.url, bounds, { headers: { authorization: `Bearer ${await token()}` } });
    return undefined;
  };
  const fetchOne = async (attached: Attached): Promise<StoredFile | undefined> => {
    try {
      const bytes = await bytesOf(attached);
      if (bytes === undefined || bytes.length === 0) return undefined;
      const name = safeName(attached.name);
      return await host.keepFile({ name, type: kindOf(name, bytes), bytes });
    } catch (error) {
      const reason = error instanceof Error ? error.name : "error";
      host.log.warn("teams: file not fetched", { reason });
      return undefined;
    }
  };
  return async (attached: readonly Attached[]): Promise<Fetched> => {
    const all = await Promise.all(attached.map(fetchOne));
    return {
      files: all.filter((file) => file !== undefined),
      missing: attached.filter((_, index) => all[index] === undefined).map(({ name }) => safeName(name)),
    };
  };
}

/** The drive's addresses carry their own right to read; ours is never sent there. */
function isDrive(url: string, { endpoints }: TeamsConfig): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === endpoints.protocol && username === "" && password === "" && endpoints.isFileHost(host);
}
