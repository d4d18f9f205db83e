import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Author } from "#ports/platform.ts";

/** Who is at the browser, as far as we signed it. A browser may hold one of each kind. */
export type Session = Author;
export type Sessions = { readonly student?: Session | undefined; readonly staff?: Session | undefined };

const ISSUER = "deskmate";
const DAY = 24 * 60 * 60;
/** An anonymous student is known for as long as a course lasts; the others prove themselves anew. */
const LIFETIME = { anonymous: 180 * DAY, student: DAY / 2, staff: 7 * DAY } as const;

const claims = z.object({
  sub: z.string().min(1).max(700),
  name: z.string().max(200),
  kind: z.enum(["student", "staff"]),
  locale: z.string().max(35).optional(),
});

/** Makes and reads signed sessions. A page of ours carries them in cookies, the widget in a header. */
export type SessionKeeper = {
  token(session: Session): Promise<string>;
  /** The `Set-Cookie` value that makes the browser carry the session. */
  cookie(session: Session): Promise<string>;
  /** The sessions of a request; forged, expired or foreign ones count as none. */
  read(request: IncomingMessage): Promise<Sessions>;
};

export function createSessionKeeper(secret: Uint8Array, secure: boolean, now: () => number): SessionKeeper {
  const token = async (session: Session) => {
    const { id, name, kind, locale } = session;
    return await new SignJWT({ name, kind, ...(locale === undefined ? {} : { locale }) })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer(ISSUER)
      .setSubject(id)
      .setExpirationTime(Math.floor(now() / 1000) + lifetime(session))
      .sign(secret);
  };
  const verify = async (signed: string): Promise<Session | undefined> => {
    try {
      const options = { algorithms: ["HS256"], issuer: ISSUER, requiredClaims: ["exp"] };
      const { payload } = await jwtVerify(signed, secret, { ...options, currentDate: new Date(now()) });
      const { sub, locale, ...session } = claims.parse(payload);
      return { id: sub, ...session, ...(locale === undefined ? {} : { locale }) };
    } catch {
      return undefined;
    }
  };
  return {
    token,
    async cookie(session) {
      const flags = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${lifetime(session)}${secure ? "; Secure" : ""}`;
      return `${cookieName(session.kind)}=${await token(session)}; ${flags}`;
    },
    async read(request) {
      const bearer = /^Bearer (\S{1,4096})$/.exec(request.headers.authorization ?? "")?.[1];
      // A request that names its session means that one alone.
      if (bearer !== undefined) {
        const session = await verify(bearer);
        return session?.kind === "staff" ? { staff: session } : { student: session };
      }
      const cookies = readCookies(request.headers.cookie ?? "");
      const [student, staff] = await Promise.all(
        (["student", "staff"] as const).map(async (kind) => {
          const signed = cookies.get(cookieName(kind));
          const session = signed === undefined ? undefined : await verify(signed);
          return session?.kind === kind ? session : undefined;
        }),
      );
      return { student, staff };
    },
  };
}

/** A student nobody vouches for. The short tail of the name tells two of them apart. */
export function anonymousStudent(): Session {
  const id = randomUUID();
  return { id: `anon-${id}`, name: `Guest ${id.slice(0, 4).toUpperCase()}`, kind: "student" };
}

/** Whoever opened the page with the one-time key. */
export function keyHolder(name: string): Session {
  return { id: `staff-key-${randomUUID()}`, name, kind: "staff" };
}

/** The session under another name; those whom a course site vouches for keep theirs. */
export function renamed(session: Session, name: string): Session {
  return session.id.startsWith("staff-key-") ? { ...session, name } : session;
}

function lifetime(session: Session): number {
  if (session.kind === "staff") return LIFETIME.staff;
  return session.id.startsWith("anon-") ? LIFETIME.anonymous : LIFETIME.student;
}

function cookieName(kind: Author["kind"]): string {
  return `deskmate_${kind}`;
}

function readCookies(header: string): ReadonlyMap<string, string> {
  return new Map(
    header.split(";").map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [name.trim(), value.join("=").trim()] as const;
    }),
  );
}
