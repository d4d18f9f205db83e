import { expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { createHarness } from "../harness.ts";

test("history shows what people wrote, what waits, and what was delivered, in order, whatever the clock did (S41)", async () => {
  const h = await createHarness();
  await h.hear({ type: "message", message: "m1", text: "what is a loop?" });
  await h.idle();
  h.clock.time -= 3_600_000;
  await h.hear({ type: "message", message: "m2", text: "and a refund?" });
  await h.idle();
  h.clock.time += 7_200_000;
  await h.hear({ type: "message", message: "m3", text: "I want to talk to a person" });
  await h.idle();
  const shown = await h.store.history(h.student, 50);
  const own = shown.filter(({ from }) => from !== "bot").map(({ id }) => id);
  expect(own).toEqual(["m1", "m2", "m3"]);
  const texts = shown.flatMap(({ from, message }) => (from === "bot" ? [message.text.slice(0, 6)] : []));
  expect(texts.slice(0, 2)).toEqual(["A loop", "Refund"]);
  expect(await h.store.history(h.student, 2)).toEqual(shown.slice(-2));
  expect(await h.store.history("web:student/bo" as Address, 50)).toEqual([]);
  await h.close();
});

test("history forgets what was deleted, and holds an edited text as it stands", async () => {
  const h = await createHarness();
  await h.hear({ type: "message", message: "m1", text: "what is a loop?" });
  await h.idle();
  await h.hear({ type: "edited", message: "m1", text: "what about a refund?" });
  await h.idle();
  expect((await h.store.history(h.student, 9)).map(({ message }) => message.text.slice(0, 10))).toEqual([
    "what about",
    "Refunds ta",
  ]);
  await h.hear({ type: "deleted", message: "m1" });
  await h.idle();
  expect(
    (await h.store.history(h.student, 9)).filter(({ message }) => message.text.startsWith("what")),
  ).toEqual([]);
  const left = await h.store.read((db) => db.selectFrom("turns").select("text").execute());
  expect(JSON.stringify(left)).not.toContain("refund");
  await h.close();
});
