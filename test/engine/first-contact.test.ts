import { expect, test } from "vitest";
import { createHarness, desk } from "../harness.ts";

test("ten first messages at once become one case with one desk thread and ten lines in order (S25)", async () => {
  const h = await createHarness();
  const lines = Array.from({ length: 10 }, (_, index) => `line ${index}`);
  const texts = ["I want to talk to a person", ...lines];
  await Promise.all(texts.map((text) => h.hear({ type: "message", text })));
  await h.idle();
  const cases = await h.store.read((db) => db.selectFrom("conversations").select("number").execute());
  expect(cases).toHaveLength(1);
  const cards = h.platform.standing.filter(({ message }) => message.card);
  expect(cards).toHaveLength(1);
  const thread = h.platform.texts(`${desk}/${cards[0]?.id}`);
  expect(thread.filter((text) => text.startsWith("line "))).toEqual(lines);
  await h.close();
});

test("copies of an event, at once and later, are one event (I3)", async () => {
  const h = await createHarness();
  const event = { type: "message", id: "same", message: "m", text: "what is a loop?" } as const;
  const first = await Promise.all(Array.from({ length: 5 }, () => h.hear(event)));
  expect(first.filter(Boolean)).toHaveLength(1);
  await h.idle();
  expect(await h.hear(event)).toBe(false);
  await h.restart();
  expect(await h.hear(event)).toBe(false);
  await h.idle();
  expect(h.platform.texts(h.student)).toHaveLength(1);
  await h.close();
});

test("a message that comes while its case is being closed opens the next one, and none is lost (I2)", async () => {
  const h = await createHarness();
  await h.hear({ type: "message", text: "what is a loop?" });
  await h.hear({ type: "action", action: "solved", value: "1" });
  await h.hear({ type: "message", text: "and a refund?" });
  await h.hear({ type: "action", action: "person", value: "1" });
  await h.idle();
  const rows = await h.store.read((db) =>
    db.selectFrom("inbox").select(["state", "conversation"]).orderBy("seq").execute(),
  );
  expect(rows.every(({ state }) => state === "done")).toBe(true);
  expect(rows.map(({ conversation }) => conversation)).toEqual([1, 1, 2, 2]);
  await h.close();
});

test("a message of a bot makes nothing (I10)", async () => {
  const h = await createHarness();
  await h.hear({ type: "message", from: { id: "us", name: "Bot", kind: "bot" }, text: "what is a loop?" });
  await h.idle();
  expect(h.platform.journal).toEqual([]);
  await h.close();
});
