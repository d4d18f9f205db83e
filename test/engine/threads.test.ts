import { expect, test } from "vitest";
import { type Address, PlatformError } from "#ports/platform.ts";
import { desk, type Harness } from "../harness.ts";
import { anna, claimed, count, escalated, harness, settle, unsettled } from "./claimed-case.ts";

const cards = (h: Harness) => h.platform.standing.filter(({ message }) => message.card);
const newestThread = (h: Harness) => `${desk}/${cards(h).at(-1)?.id}` as Address;

test("S21: a case whose thread was deleted goes on in a new one, with what could not be said in the old", async () => {
  const h = await harness();
  const old = await claimed(h);
  h.platform.fail = (_, at) => (at === old ? new PlatformError("gone") : undefined);
  await h.hear({ type: "message", text: "are you there?" });
  await settle(h, 3);
  expect(cards(h)).toHaveLength(2);
  const thread = newestThread(h);
  const texts = h.platform.texts(thread);
  expect(count(texts, "are you there?")).toBe(1);
  expect(texts.some((text) => text.includes("The old thread is gone"))).toBe(true);
  const astray = h.platform.standing.filter(({ at, message }) => at === desk && !message.card);
  expect(astray).toEqual([]);
  await h.hear({ type: "message", message: "reply", at: thread, from: anna, text: "Here I am" });
  await h.idle();
  expect(h.platform.texts(h.student)).toContain("Here I am");
  expect(await unsettled(h)).toBe(0);
});

test("S21: where no thread can be made, it ends: no channel fills with cards", async () => {
  const h = await harness();
  await claimed(h);
  h.platform.fail = (op, at) =>
    op === "send" && at.startsWith(`${desk}/`) ? new PlatformError("gone") : undefined;
  await h.hear({ type: "message", text: "are you there?" });
  await settle(h);
  expect(cards(h).length).toBeLessThan(6);
  expect(h.platform.texts(h.student).join()).toContain("could not be passed on");
});

test("I11: whoever writes in a thread of no case is told once that nobody reads it there", async () => {
  const h = await harness();
  await escalated(h);
  const at = `${desk}/unknown` as Address;
  await h.hear({ type: "message", at, from: anna, text: "Hello Mia" });
  await h.hear({ type: "message", at, from: anna, text: "Are you there?" });
  await h.idle();
  expect(h.platform.texts(at)).toEqual([expect.stringContaining("belongs to no case")]);
  expect(h.platform.texts(h.student).join()).not.toContain("Hello Mia");
});

test("lines that were written before the card could be shown come with it, once and in order", async () => {
  const h = await harness();
  h.platform.fail = (op, at) => (op === "send" && at === desk ? new PlatformError("denied") : undefined);
  await h.hear({ type: "message", text: "I want to talk to a person" });
  await h.idle();
  for (const text of ["one", "two", "three"]) await h.hear({ type: "message", text });
  await h.idle();
  expect(h.platform.texts(h.student).join()).not.toContain("could not be passed on");
  h.platform.fail = () => undefined;
  h.clock.time += 11 * 60_000;
  await h.idle();
  const texts = h.platform.texts(newestThread(h));
  expect(texts.slice(0, 4)).toEqual([expect.stringContaining("**Student:**"), "one", "two", "three"]);
  expect(await unsettled(h)).toBe(0);
});

test("a case that is over before the desk was ever reached leaves nothing waiting (I2)", async () => {
  const h = await harness();
  h.platform.fail = (op, at) => (op === "send" && at === desk ? new PlatformError("denied") : undefined);
  await h.hear({ type: "message", text: "I want to talk to a person" });
  await h.idle();
  await h.hear({ type: "action", action: "solved" });
  await settle(h, 2);
  expect(await unsettled(h)).toBe(0);
});
