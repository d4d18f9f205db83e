import { createPublicKey } from "node:crypto";
import { decodeProtectedHeader, jwtVerify } from "jose";
import { z } from "zod";
import type { WebConfig } from "../config.ts";
import { isLocale } from "../parse.ts";
import type { Session } from "./session.ts";

const CLOCK_SKEW_SECONDS = 30;
const LONGEST_TOKEN = 8192;

const claims = z.object({
  sub: z.string().min(1).max(200),
  name: z.string().max(200).optional(),
  locale: z.string().max(35).optional(),
  role: z.enum(["student", "staff"]).optional(),
});

export type Identity = (token: string) => Promise<Session | undefined>;

/**
 * Checks the tokens with which a course site says who somebody is. `undefined` for anything but a token that
 * carries the right signature by the algorithm of a configured key, has not expired, and names a subject.
 */
export function createIdentity(config: WebConfig): Identity {
  const secret = config.jwtSecret?.trim();
  const pem = config.jwtPublicKey?.trim();
  const keys = {
    HS256: secret ? new TextEncoder().encode(secret) : undefined,
    RS256: pem ? createPublicKey(pem) : undefined,
  };
  return async (token) => {
    if (token.length > LONGEST_TOKEN) return undefined;
    try {
      // The header only chooses between our keys; each is good for its own algorithm alone.
      const { alg } = decodeProtectedHeader(token);
      const key = alg === "HS256" || alg === "RS256" ? keys[alg] : undefined;
      if (alg === undefined || key === undefined) return undefined;
      const options = {
        algorithms: [alg],
        requiredClaims: ["exp", "sub"],
        clockTolerance: CLOCK_SKEW_SECONDS,
      };
      const { payload } = await jwtVerify(token, key, options);
      return toSession(claims.parse(payload));
    } catch {
      return undefined;
    }
  };
}

function toSession({ sub, name, locale, role }: z.infer<typeof claims>): Session {
  const kind = role ?? "student";
  const prefix = kind === "staff" ? "staff-site-" : "site-";
  const known = locale !== undefined && isLocale(locale) ? { locale } : {};
  return {
    id: prefix + inAddress(sub),
    name: name?.trim() || (kind === "staff" ? "Staff" : "Student"),
    kind,
    ...known,
  };
}

/** A subject in the characters of an address: different subjects stay different. */
function inAddress(sub: string): string {
  return encodeURIComponent(sub).replace(
    /[.!'()*~]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
