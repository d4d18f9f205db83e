import express, { type Router } from "express";
import { z } from "zod";
import { anonymousStudent, renamed, type Session, type Sessions } from "../who/session.ts";
import type { WireSessions } from "../wire.ts";
import { refuse } from "./refuse.ts";
import type { Web } from "./web.ts";

const body = z.object({
  /** A token of the course site. */
  token: z.string().max(10_000).optional(),
  /** How the page will carry the session: in a frame on another site, browsers withhold cookies. */
  carry: z.enum(["cookie", "header"]).default("cookie"),
  /** The name under which students see this member of staff. */
  name: z.string().trim().min(1).max(40).optional(),
});

/** `POST /session`: gives a session to whoever brings a good token, and an anonymous one to whoever has none. */
export function sessionRoutes({ sessions, identity }: Web): Router {
  const router = express.Router();
  router.post("/session", express.json({ limit: "32kb" }), async (request, response) => {
    const wish = body.safeParse(request.body ?? {});
    if (!wish.success) return refuse(request, response, "invalid");
    const { token, carry, name } = wish.data;
    const current = await sessions.read(request);
    let session: Session | undefined;
    if (token !== undefined) session = await identity(token);
    else if (name !== undefined) session = current.staff && renamed(current.staff, name.toWellFormed());
    else session = current.student ?? anonymousStudent();
    if (session === undefined) return refuse(request, response, "signedOut");
    response.set("Cache-Control", "no-store");
    const now = wire({ ...current, [session.kind]: session });
    if (carry === "header") {
      response.json({ ...now, session: await sessions.token(session) });
      return;
    }
    response.append("Set-Cookie", await sessions.cookie(session)).json(now);
  });
  return router;
}

/** The sessions as pages know them. */
export function wire({ student, staff }: Sessions): WireSessions {
  return { ...(student === undefined ? {} : { student }), ...(staff === undefined ? {} : { staff }) };
}
