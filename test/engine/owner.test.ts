import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { openDatabase } from "../../src/store/database.ts";
import { insertInternal } from "../../src/store/inbox.ts";
import { createStore } from "../../src/store/store.ts";
import { desk } from "../harness.ts";
import { temporaryFolder } from "../store/folder.ts";
import { claimed, escalated, harness } from "./claimed-case.ts";

test("I33, S23: an owner that was stopped and overtaken changes 0 rows, and says nothing more", async () => {
  const h = await harness();
  await escalated(h);
  // Somebody else opened the database while this process stood still.
  await h.database.db.updateTable("owner").set({ generation: 99 }).execute();
  const rows = async () =>
    JSON.stringify([
      await h.database.db.selectFrom("inbox").selectAll().execute(),
      await h.database.db.selectFrom("conversations").selectAll().execute(),
      await h.database.db.selectFrom("outbox").selectAll().execute(),
    ]);
  const [before, sent] = [await rows(), h.platform.journal.length];
  await expect(h.hear({ type: "message", text: "Hello?" })).rejects.toMatchObject({ fault: "stale" });
  h.clock.time += 3_600_000;
  await h.idle();
  expect(await rows()).toBe(before);
  expect(h.platform.journal).toHaveLength(sent);
  // It gives up at once: the new owner is not asked again and again.
  expect(h.logged.filter(({ event }) => event === "the store does not answer")).toHaveLength(1);
});

test("I33: each opening of the database has a generation of its own, and only the last may write", async () => {
  const folder = temporaryFolder();
  const first = await openDatabase(folder);
  const older = createStore(first);
  await older.keep("a", "1");
  const copy = temporaryFolder();
  for (const name of readdirSync(folder)) copyFileSync(join(folder, name), join(copy, name));
  const second = await openDatabase(copy);
  expect(second.generation).toBeGreaterThan(first.generation);
  await second.close();
  await first.db.updateTable("owner").set({ generation: second.generation }).execute();
  await expect(older.keep("a", "2")).rejects.toMatchObject({ fault: "stale" });
  expect(await older.kept("a")).toBe("1");
  await older.close();
});

const races = 1000;

/** In one process: a second one is kept away from the folder by its lock (S41). */
test(`S43: ${races} times two people claim the same case at once, and exactly one has it`, async () => {
  const h = await harness();
  const open = Array.from({ length: races }, (_, index) =>
    h.hear({
      type: "message",
      text: "I want to talk to a person",
      at: `web:student/s${index}` as Address,
      from: { id: `s${index}`, name: `S${index}`, kind: "student" },
    }),
  );
  await Promise.all(open);
  await h.idle();
  const claims = Array.from({ length: races }, (_, index) =>
    ["anna", "bo"].toSorted(() => Math.random() - 0.5).map((id) => ({ ticket: index + 1, id })),
  ).flat();
  await Promise.all(
    claims.map(({ ticket, id }) => {
      const from = { id, name: id === "anna" ? "Anna" : "Bo", kind: "staff" } as const;
      return h.hear({ type: "action", action: "claim", at: desk, from, value: String(ticket) });
    }),
  );
  await h.idle();
  const wins = await h.store.read((db) =>
    db.selectFrom("audit").select(["conversation", "after"]).where("what", "=", "staff").execute(),
  );
  expect(new Set(wins.map(({ conversation }) => conversation)).size).toBe(races);
  expect(wins).toHaveLength(races);
  const told = h.platform.standing.filter(({ message }) =>
    /^(?:Anna|Bo) already has this case/.test(message.text),
  );
  expect(told).toHaveLength(races);
  for (const { message } of told) expect(message.only).toBe(message.text.startsWith("Anna") ? "bo" : "anna");
}, 60_000);

test("S43: a claim and a never-mind at once leave the case with one of them, and both know", async () => {
  for (const order of [0, 1]) {
    const h = await harness();
    const at = await escalated(h);
    const anna = { id: "anna", name: "Anna", kind: "staff" } as const;
    const acts = [
      () => h.hear({ type: "action", action: "claim", at, from: anna, value: "1" }),
      () => h.hear({ type: "action", action: "solved" }),
    ];
    for (const act of order === 0 ? acts : acts.toReversed()) await act();
    await h.idle();
    const card = h.platform.standing.find(({ message }) => message.card)?.message.card;
    expect(card?.state).toBe("resolved");
    expect(h.platform.texts(h.student).at(-1)).toContain("closed");
  }
});

test("S43: a line of the student and the end of the case at once: the line is not lost", async () => {
  const h = await harness();
  const at = await claimed(h);
  const anna = { id: "anna", name: "Anna", kind: "staff" } as const;
  await h.hear({ type: "action", action: "resolve", at, from: anna, value: "1" });
  await h.hear({ type: "message", text: "one more thing, it still fails" });
  await h.idle();
  expect(h.platform.texts(at)).toContain("one more thing, it still fails");
  const card = h.platform.standing.find(({ message }) => message.card)?.message.card;
  expect(card?.state).toBe("waiting");
});

test("a wake-up that was written twice is one (I35)", async () => {
  const h = await harness();
  await escalated(h);
  const woke = { type: "woke", conversation: 1, time: h.clock.time } as const;
  const twice = [1, 2].map(() => h.store.transact((tx) => insertInternal(tx, "woke:1", woke)));
  expect(await Promise.all(twice)).toEqual([true, false]);
});
