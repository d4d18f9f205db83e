import express, { type Response, type Router } from "express";
import type { Address, InboundEvent, Shown } from "#ports/platform.ts";
import { address, DESK, type Place, place, rest } from "../address.ts";
import { PICTURES, savedName } from "../files/sniff.ts";
import { createUpload } from "../files/upload.ts";
import { LONGEST_MESSAGE, parse, parseTyping } from "../parse.ts";
import { html, render, type Seal } from "../render.ts";
import type { Sessions } from "../who/session.ts";
import type { Push } from "../wire.ts";
import { createLimiter, LIMITS } from "./limits.ts";
import { refuse } from "./refuse.ts";
import type { Web } from "./web.ts";

/** A longest message in any script, each character as three bytes or an escape of six. */
const MOST_BODY_BYTES = LONGEST_MESSAGE * 6 + 20_000;
const MOST_PLACES = 4;
type Reacted = Extract<InboundEvent, { type: "reaction" }>;
/** How much of a conversation a page holds. */
const PAGE_OF_HISTORY = 200;
const MOST_HISTORY_CHARACTERS = 1_000_000;

/** What people write, what they read, and the files in it. */
export function talkRoutes(web: Web): Router {
  const { host, sessions, tokens, streams, cases, reactions, now } = web;
  const router = express.Router();
  const tooManyEvents = createLimiter(LIMITS.events, now);
  const tooMuchTyping = createLimiter(LIMITS.typing, now);
  const tooManyUploads = createLimiter(LIMITS.uploads, now);
  const upload = createUpload(host, tokens, web.config.uploadBytes);

  router.post("/events", express.json({ limit: MOST_BODY_BYTES }), async (request, response) => {
    const who = await sessions.read(request);
    const session = who.staff ?? who.student;
    if (session === undefined) return refuse(request, response, "signedOut");
    const wait = tooManyEvents(session.id);
    if (wait !== undefined) return refuse(request, response, "tooMany", wait);
    const event = parse({ body: request.body, ...who, now: now() }, (token, at) => {
      const opened = tokens.open(token);
      return opened?.at === at ? opened.file : undefined;
    });
    if ("refused" in event) return refuse(request, response, event.refused);
    // The answer 200 says that it is stored: nothing may come before this line.
    if (await host.accept(event)) await announce(event);
    response.json({ ok: true });
  });

  router.post("/typing", express.json({ limit: "4kb" }), async (request, response) => {
    const typing = parseTyping({ body: request.body, ...(await sessions.read(request)), now: now() });
    if (typing === undefined) return refuse(request, response, "forbidden");
    // A sign too many is no fault of the page.
    if (tooMuchTyping(typing.from.id) === undefined) host.typing(typing.at, typing.from);
    response.json({ ok: true });
  });

  router.get("/stream", async (request, response) => {
    const who = await sessions.read(request);
    const session = who.staff ?? who.student;
    if (session === undefined) return refuse(request, response, "signedOut");
    const places = [request.query["at"]].flat().map((at) => address(String(at)));
    const allowed = places.length <= MOST_PLACES && places.every((at) => mayRead(place(at), who));
    if (!allowed) return refuse(request, response, "forbidden");
    try {
      const people = [who.student?.id, who.staff?.id].filter((id) => id !== undefined);
      await streams.open(response, { who: session.id, people, places }, () => snapshots(places, people));
    } catch {
      // The page connects again and begins with a snapshot.
      host.log.warn("web: history not read");
      response.end();
    }
  });

  router.post("/files", async (request, response) => {
    const who = await sessions.read(request);
    const at = address(String(request.query["at"]));
    const session = place(at)?.kind === "student" ? who.student : who.staff;
    if (session === undefined) return refuse(request, response, "signedOut");
    if (!mayWriteFiles(place(at), who)) return refuse(request, response, "forbidden");
    const wait = tooManyUploads(session.id);
    if (wait !== undefined) return refuse(request, response, "tooMany", wait);
    const file = await upload(request, response, at);
    if ("refused" in file) refuse(request, response, file.refused);
    else response.json(file);
  });

  router.get("/files/:token", async (request, response) => {
    const sealed = tokens.open(request.params.token);
    const who = await sessions.read(request);
    if (sealed === undefined || !mayRead(place(sealed.at), who))
      return refuse(request, response, "forbidden");
    const found = await host.file(sealed.file.id);
    if (found === undefined) {
      response.status(404).type("text").send("Not found");
      return;
    }
    sendFile(response, { ...sealed.file, bytes: found.bytes });
  });

  async function snapshots(places: readonly Address[], people: readonly string[]): Promise<Push[]> {
    const pushes = places.map(async (at): Promise<Push> => {
      const history = await host.history(at, PAGE_OF_HISTORY);
      const theirs = history.filter(({ message: { only } }) => only === undefined || people.includes(only));
      const on = await reactions.at(at);
      const messages = newest(theirs).map((shown) => {
        const message = render(shown, at, tokens.seal);
        const found = on.get(shown.id);
        return found ? { ...message, reactions: found } : message;
      });
      return { type: "snapshot", at: rest(at) ?? at, messages };
    });
    if (!places.includes(DESK)) return await Promise.all(pushes);
    return [...(await Promise.all(pushes)), { type: "cases", cases: await cases.read() }];
  }

  /** Shows what was just stored on the other pages that read the place. */
  async function announce(event: InboundEvent): Promise<void> {
    if (event.type === "reaction") await showReaction(event);
    const push = toPush(event, tokens.seal);
    if (push !== undefined) streams.push(event.at, push);
    cases.changed();
  }

  async function showReaction({ at, message: id, from, ...reaction }: Reacted): Promise<void> {
    const now = await reactions.change(at, id, { by: from.id, ...reaction });
    streams.push(at, () => ({ type: "reactions", at: rest(at) ?? at, id, reactions: now }));
  }
  return router;
}

/** The newest of the messages that a page can hold, and the last one always. */
function newest(shown: readonly Shown[]): readonly Shown[] {
  let room = MOST_HISTORY_CHARACTERS;
  const first = shown.findLastIndex(({ message }) => {
    room -= message.text.length;
    return room < 0;
  });
  return shown.slice(Math.min(first + 1, shown.length - 1));
}

/** What pages are told of an event; a press of a button shows in what the core makes of it. */
function toPush(event: InboundEvent, seal: Seal): (() => Push) | undefined {
  const at = rest(event.at) ?? event.at;
  const { from, time } = event;
  switch (event.type) {
    case "message": {
      const { message: id, text, files } = event;
      const shown = { id, time, from, message: { text, files } };
      return () => ({ type: "upsert", at, message: render(shown, event.at, seal) });
    }
    case "edited": {
      const { message: id, text } = event;
      return () => ({ type: "text", at, id, html: html({ from, message: { text } }), text });
    }
    case "deleted":
      return () => ({ type: "remove", at, id: event.message });
    case "reaction":
    case "action":
    case "left":
      return undefined;
  }
}

/** Students read their own chat, staff read all of them and the desk. */
function mayRead(where: Place | undefined, { student, staff }: Sessions): boolean {
  if (where === undefined) return false;
  return staff !== undefined || (where.kind === "student" && where.id === student?.id);
}

function mayWriteFiles(where: Place | undefined, { student, staff }: Sessions): boolean {
  if (where?.kind === "student") return where.id === student?.id;
  return where?.kind === "thread" && staff !== undefined;
}

function sendFile(
  response: Response,
  file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
): void {
  const picture = PICTURES.has(file.type);
  response.set({
    "Content-Type": picture ? file.type : "application/octet-stream",
    "Content-Disposition": `${picture ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(savedName(file.name.toWellFormed()))}`,
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=86400, immutable",
  });
  response.end(file.bytes);
}
