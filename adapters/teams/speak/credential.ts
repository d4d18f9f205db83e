import { z } from "zod";
import { PlatformError } from "#ports/platform.ts";
import { boundedJson, FetchError } from "../bounded-fetch.ts";
import type { TeamsConfig } from "../config.ts";

export type Credential = {
  /** A token for one service. Throws PlatformError: without one, nothing was sent. */
  token(): Promise<string>;
  /** The service does not take it any more. */
  forget(): void;
};

const bounds = { bytes: 64 * 1024, ms: 8000 };
/** The name of the service, also where its address is another. */
const GRAPH = "https://graph.microsoft.com";
/** Renewed this long before it ends. */
const EARLY_MS = 5 * 60_000;
/** A refused secret is tried again this slowly: a person must renew it. */
const REFUSED_MS = 60_000;

const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });

/** What a token is for: the Bot Connector, or Microsoft Graph in a tenant. */
export type Service = "connector" | { readonly graphOf: string };

/**
 * The bot's own token by its secret, asked for once for all who wait. Our own request in place of the SDK's,
 * which tries again by itself, follows redirects, and says nothing of why it failed.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
export function createCredential(
  config: TeamsConfig,
  now: () => number,
  service: Service = "connector",
): Credential {
  let held: { token: string; until: number } | undefined;
  let asking: Promise<string> | undefined;
  let refusedUntil = 0;

  const ask = async () => {
    if (now() < refusedUntil) throw new PlatformError("unavailable", { retryAfterMs: refusedUntil - now() });
    try {
      const tenant = service === "connector" ? (config.tenantId ?? "botframework.com") : service.graphOf;
      const body = new URLSearchParams({
        grant_type: "client_credentials",
        client_id: config.appId,
        client_secret: config.password,
        scope: service === "connector" ? "https://api.botframework.com/.default" : `${GRAPH}/.default`,
      });
      const url = `${config.endpoints.login}/${tenant}/oauth2/v2.0/token`;
      const { access_token, expires_in } = granted.parse(
        await boundedJson(url, bounds, { method: "POST", body }),
      );
      const lasts = expires_in * 1000;
      held = { token: access_token, until: now() + Math.max(lasts - EARLY_MS, lasts / 2) };
      return access_token;
    } catch (cause) {
      const status = cause instanceof FetchError ? cause.status : undefined;
      if (status === 400 || status === 401) refusedUntil = now() + REFUSED_MS;
      throw new PlatformError("unavailable", {
        cause,
        ...(status !== undefined && { retryAfterMs: REFUSED_MS }),
      });
    }
  };

  return {
    async token() {
      if (held && now() < held.until) return held.token;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    forget() {
      held = undefined;
    },
  };
}
