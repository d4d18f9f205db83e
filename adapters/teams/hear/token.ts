import { errors, jwtVerify } from "jose";
import { isConnector, type TeamsConfig } from "../config.ts";
import { tenantOf } from "../parse.ts";
import type { Activity } from "../read/activity.ts";
import type { Keys } from "./keys.ts";

/** 401: not proved to be the Bot Connector. 403: proved, but not to be heard. 503: can't be proved now. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: 401 | 403 | 503;
  /** For the log; the caller learns only the status. */
  readonly reason: string;
  constructor(status: Refused["status"], reason: string) {
    super(reason);
    this.status = status;
    this.reason = reason;
  }
}

/** What a token proves: where it may be answered, and for which channels its key may speak. */
export type Proof = { readonly serviceUrl: string; readonly endorsements: readonly string[] };

export type Guard = {
  /** Checks the `Authorization` header. Throws Refused. */
  prove(header: string | undefined): Promise<Proof>;
  /** Checks that the activity is what the token was made for. Throws Refused. */
  admit(proof: Proof, activity: Activity): void;
};

const ISSUER = "https://api.botframework.com";
const SKEW_SECONDS = 300;
const LONGEST_TOKEN = 8192;

/**
 * The Bot Connector's own check in full. The SDK's is not used: it takes tokens of emulators and other bots,
 * activities without a service URL and keys without endorsements, which is how others were taken over.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
export function createGuard(config: TeamsConfig, keys: Keys): Guard {
  return {
    async prove(header) {
      const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header ?? "") ?? [];
      if (!token || token.length > LONGEST_TOKEN) throw new Refused(401, "no token");
      let endorsements: readonly string[] = [];
      const key = async ({ kid }: { kid?: string }) => {
        const found = kid === undefined ? undefined : await keys.get(kid);
        if (!found) throw new Refused(401, "unknown key");
        endorsements = found.endorsements;
        return found.key;
      };
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ["RS256"],
          issuer: ISSUER,
          clockTolerance: SKEW_SECONDS,
          requiredClaims: ["exp", "aud", "iss"],
        });
        // One audience, and that we: a list could name others too.
        if (payload.aud !== config.appId) throw new Refused(401, "for another bot");
        const { serviceurl } = payload;
        if (typeof serviceurl !== "string") throw new Refused(403, "no service address");
        return { serviceUrl: serviceurl, endorsements };
      } catch (error) {
        if (error instanceof Refused) throw error;
        if (error instanceof errors.JOSEError) throw new Refused(401, error.code);
        throw new Refused(503, "keys are not to be had");
      }
    },
    admit(proof, activity) {
      const { channelId, serviceUrl } = activity;
      if (channelId !== "msteams" || !proof.endorsements.includes(channelId))
        throw new Refused(403, "channel");
      if (serviceUrl !== proof.serviceUrl || !isConnector(serviceUrl, config))
        throw new Refused(403, "service address");
      const tenant = tenantOf(activity);
      if (!tenant || !config.tenants.includes(tenant)) throw new Refused(403, "tenant");
    },
  };
}
