import { PlatformError } from "#ports/platform.ts";
import { boundedFetch, FetchError } from "../bounded-fetch.ts";
import { isConnector, type TeamsConfig } from "../config.ts";
import { faults } from "../faults.ts";
import type { Where } from "./connector.ts";
import type { Credential } from "./credential.ts";

const bounds = { bytes: 64 * 1024, ms: 8000 };

/**
 * Adds or takes back the bot's own reaction to a message; either may be repeated. The SDK does not know the
 * call, hence our own request. Throws PlatformError.
 * https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/agent-reactions
 */
export function createReactions(config: TeamsConfig, credential: Credential) {
  return async (
    { serviceUrl, conversation }: Where,
    message: string,
    reaction: { name: string; added: boolean },
  ) => {
    if (!isConnector(serviceUrl, config))
      throw new PlatformError("invalid", { cause: "a credential is for the Connector only" });
    const [c, m, r] = [conversation, message, reaction.name].map(encodeURIComponent);
    const url = new URL(`v3/conversations/${c}/activities/${m}/reactions/${r}`, slashed(serviceUrl));
    const headers = { authorization: `Bearer ${await credential.token()}` };
    try {
      await boundedFetch(url.href, bounds, { method: reaction.added ? "PUT" : "DELETE", headers });
    } catch (error) {
      if (!(error instanceof FetchError) || error.status === undefined) throw faults(error);
      const { status, retryAfter } = error;
      if (status === 401) credential.forget();
      const headers = new Headers(retryAfter === undefined ? {} : { "retry-after": retryAfter });
      throw faults({ statusCode: status, response: { headers } });
    }
  };
}

function slashed(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}
