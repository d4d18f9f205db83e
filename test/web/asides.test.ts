import { SignJWT } from "jose";
import { expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import type { Push, WireMessage } from "../../adapters/web/wire.ts";
import { MemoryHost } from "./memory-host.ts";
import { serve, visitor } from "./serve.ts";
import { Visitor } from "./visitor.ts";

/** Reactions, signs of typing, and words for one person alone. */

const jwtSecret = "the-secret-that-course-and-desk-share";
const DESK = "web:desk" as Address;

async function staffNamed(base: string, sub: string): Promise<Visitor> {
  const exp = Math.floor(Date.now() / 1000) + 60;
  const claims = new SignJWT({ sub, name: sub, exp, role: "staff" }).setProtectedHeader({ alg: "HS256" });
  const made = new Visitor(base);
  const token = await claims.sign(new TextEncoder().encode(jwtSecret));
  await made.post("/session", { token });
  return made;
}

const shown = (pushes: readonly Push[]): readonly WireMessage[] =>
  pushes.flatMap((push) =>
    push.type === "snapshot" ? push.messages : push.type === "upsert" ? [push.message] : [],
  );

test("what is for one person is shown to them alone, at once and after a reload", async () => {
  const { base, host } = await serve({ jwtSecret });
  const [ann, ben] = [await staffNamed(base, "ann"), await staffNamed(base, "ben")];
  const secret = { text: "Ben already has this case.", only: "staff-site-ann" };
  let ready = 0;
  const say = async () => {
    ready += 1;
    if (ready < 2) return;
    await host.say(DESK, secret, "only-1");
    await host.say(DESK, { text: "for all" }, "all-1");
  };
  const live = (who: Visitor) =>
    who.hear(
      ["desk"],
      (pushes) => shown(pushes).some(({ html }) => html.includes("for all")),
      () => void say(),
    );
  const [anns, bens] = await Promise.all([live(ann), live(ben)]);
  expect(JSON.stringify(anns)).toContain("already has");
  expect(JSON.stringify(bens)).not.toContain("already has");
  const again = await Promise.all([ann, ben].map((who) => who.hear(["desk"], (pushes) => pushes.length > 0)));
  const ids = again.map((pushes) => [...new Set(shown(pushes).map(({ id }) => id))]);
  expect(ids).toEqual([["only-1", "all-1"], ["all-1"]]);
});

test("a reaction is stored, shown on the other pages, taken back, and there after a restart", async () => {
  const kept = new Map<string, string>();
  const { base, host, web } = await serve({}, {}, new MemoryHost(kept));
  const ann = await visitor(base);
  const at = `web:${ann.chat}` as Address;
  await host.say(at, { text: "Anna is here." }, "hello-1");
  const react = (id: string, emoji: string, added: boolean) =>
    ann.post("/events", { type: "reaction", at: ann.chat, id, message: "hello-1", emoji, added });
  expect((await react("11111111", "👍", true)).status).toBe(200);
  expect((await react("11111111", "👍", true)).status).toBe(200);
  expect((await react("22222222", "🎉", true)).status).toBe(200);
  expect((await react("33333333", "🎉", false)).status).toBe(200);
  await web.react(at, "hello-1", { emoji: "👍", added: true });
  expect(host.events).toMatchObject([
    { type: "reaction", message: "hello-1", emoji: "👍", added: true },
    { emoji: "🎉", added: true },
    { emoji: "🎉", added: false },
  ]);
  const [message] = shown(await ann.hear([ann.chat], (pushes) => pushes.length > 0));
  const both = [{ emoji: "👍", by: [ann.student, "bot"] }];
  expect(message?.reactions).toEqual(both);

  const later = await serve({}, {}, new MemoryHost(kept));
  later.host.keepSilently(at, { id: "hello-1", time: 1, from: "bot", message: { text: "Anna is here." } });
  const same = new Visitor(later.base);
  for (const [name, value] of ann.cookies) same.cookies.set(name, value);
  const [reloaded] = shown(await same.hear([ann.chat], (pushes) => pushes.length > 0));
  expect(reloaded?.reactions).toEqual(both);
});

test("who types is told to the core, for one's own places and without a flood", async () => {
  const { base, host } = await serve();
  const [ann, ben] = [await visitor(base), await visitor(base)];
  expect((await ann.post("/typing", { at: ann.chat })).status).toBe(200);
  expect((await ben.post("/typing", { at: ann.chat })).status).toBe(403);
  expect((await ben.post("/typing", { at: "desk/card-1" })).status).toBe(403);
  expect((await ben.post("/typing", { nowhere: 1 })).status).toBe(403);
  expect(host.typed).toEqual([{ at: `web:${ann.chat}`, who: ann.student }]);
  for (let n = 0; n < 30; n++) await ann.post("/typing", { at: ann.chat });
  expect(host.typed.length).toBeLessThan(15);
  expect(host.events).toEqual([]);
});

test("a form that was filled in comes with its action, without anybody else's words", async () => {
  const { base, host } = await serve();
  const ann = await visitor(base);
  const event = { type: "action", at: ann.chat, id: "11111111", action: "ticket", value: "" };
  expect((await ann.post("/events", { ...event, fields: { text: "My name\u0000 is wrong" } })).status).toBe(
    200,
  );
  const many = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`field-${n}`, "x"]));
  expect((await ann.post("/events", { ...event, id: "22222222", fields: many })).status).toBe(400);
  expect((await ann.post("/events", { ...event, id: "33333333", fields: { text: 5 } })).status).toBe(400);
  expect(host.events).toMatchObject([{ fields: { text: "My name\uFFFD is wrong" } }]);
});
