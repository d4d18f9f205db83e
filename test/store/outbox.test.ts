import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Address, InboundEvent } from "#ports/platform.ts";
import { openConversation } from "../../src/store/conversations.ts";
import { openDatabase } from "../../src/store/database.ts";
import { historyAt } from "../../src/store/history.ts";
import {
  finishEvent,
  insertEvent,
  insertInternal,
  oldestEvents,
  pendingEvent,
  postponeEvent,
} from "../../src/store/inbox.ts";
import { enqueuePost, enqueueRemoval, enqueueUnbutton } from "../../src/store/outbox.ts";
import { dueSends, type Sending, takeDue } from "../../src/store/sending/due.ts";
import { settleDelivered, settleLater, suspectAll } from "../../src/store/sending/settle.ts";
import type { Db } from "../../src/store/transactor.ts";
import { temporaryFolder } from "./folder.ts";

const desk = "web:desk" as Address;
const now = 1_000_000;
let db: Db;

beforeEach(async () => {
  const database = await openDatabase(temporaryFolder());
  onTestFinished(() => database.close());
  db = database.db;
  for (const platform of ["web", "slack"])
    await openConversation(db, {
      student: { id: "mia", name: "Mia" },
      studentAt: `${platform}:mia` as Address,
      language: "en",
      wakeAt: now + 1,
      now,
    });
});

const words = (...texts: string[]) => texts.map((text) => ({ text }));

function post(texts: readonly string[], change: { conversation?: number; onlyReplace?: boolean } = {}) {
  return enqueuePost(db, {
    conversation: 1,
    side: "student",
    slot: "turn:7",
    isNew: false,
    onlyReplace: false,
    parts: words(...texts),
    now,
    ...change,
  });
}

async function take(at = now): Promise<readonly Sending[]> {
  const due = await dueSends(db, { now: at, full: [], limit: 100, desk });
  return due.length === 0 ? [] : takeDue(db, due, at);
}

/** Sends everything that is due, in order; what was done. */
async function sendAll(): Promise<readonly string[]> {
  const done: string[] = [];
  for (;;) {
    const sendings = await take();
    if (sendings.length === 0) return done;
    for (const sending of sendings) {
      const { act } = sending;
      done.push("message" in act ? `${act.op} ${act.message.text}` : act.op);
      const sent = act.op === "post" ? { id: `id-${sending.id}`, repliesAt: act.at } : undefined;
      await settleDelivered(db, sending, sent, now);
    }
  }
}

describe("slots", () => {
  test("what has not left is changed where it waits", async () => {
    await post(["one"]);
    await post(["two"]);
    expect(await sendAll()).toEqual(["post two"]);
  });

  test("what is on its way is edited after it, once, with the latest words (I9)", async () => {
    await post(["one"]);
    const [sending] = await take();
    await post(["two"]);
    await post(["three"]);
    if (sending) await settleDelivered(db, sending, { id: "x", repliesAt: desk }, now);
    expect(await sendAll()).toEqual(["edit three"]);
  });

  test("an edit behind a post that waits again is the one that is changed (I9)", async () => {
    await post(["one"]);
    const [sending] = await take();
    await post(["two"]);
    if (sending) await settleLater(db, sending.id, { state: "pending", now, waitMs: 0, reason: "limited" });
    await post(["three"]);
    expect(await sendAll()).toEqual(["post one", "edit three"]);
  });

  test("parts come and go with the text", async () => {
    await post(["a", "b", "c"]);
    expect(await sendAll()).toEqual(["post a", "post b", "post c"]);
    await post(["A"]);
    expect(await sendAll()).toEqual(["edit A", "remove", "remove"]);
    await post(["A2", "B2"]);
    expect(await sendAll()).toEqual(["edit A2", "post B2"]);
  });

  test("what is taken back before it left never leaves; after it, it goes and is not changed again (I5)", async () => {
    await post(["one"]);
    await enqueueRemoval(db, { conversation: 1, side: "student", slot: "turn:7", now });
    expect(await sendAll()).toEqual([]);
    await post(["two"]);
    await sendAll();
    await enqueueRemoval(db, { conversation: 1, side: "student", slot: "turn:7", now });
    await post(["three"], { onlyReplace: true });
    await enqueueUnbutton(db, { conversation: 1, slot: "turn:7", actions: ["helpful"], now });
    expect(await sendAll()).toEqual(["remove"]);
  });

  test("an edit that arrives after its message was taken back does not bring the words back (I5)", async () => {
    await post(["one"]);
    await sendAll();
    await post(["two"]);
    const [edit] = await take();
    await enqueueRemoval(db, { conversation: 1, side: "student", slot: "turn:7", now });
    if (edit) await settleDelivered(db, edit, undefined, now);
    expect(await historyAt(db, "web:mia" as Address, 10)).toEqual([]);
    expect(await sendAll()).toEqual(["remove"]);
  });

  test("only-replace says nothing where nothing stands", async () => {
    await post(["one"], { onlyReplace: true });
    expect(await sendAll()).toEqual([]);
  });
});

describe("sending", () => {
  test("one row of each side at a time, in order, marked before it is given out (I5, I7)", async () => {
    await post(["a", "b"]);
    expect((await take()).map(({ act }) => "message" in act && act.message.text)).toEqual(["a"]);
    expect(await take()).toEqual([]);
    const states = await db.selectFrom("outbox").select("state").orderBy("id").execute();
    expect(states.map(({ state }) => state)).toEqual(["sending", "pending"]);
  });

  test("after a start, what was on its way is uncertain since its first try", async () => {
    await post(["a"]);
    await take(now);
    expect(await suspectAll(db)).toBe(1);
    const [sending] = await take(now + 5000);
    expect(sending).toMatchObject({ ambiguousSince: now, attempts: 2 });
  });

  test("a row that was taken back after it was found is left out", async () => {
    await post(["a"]);
    const due = await dueSends(db, { now, full: [], limit: 10, desk });
    await enqueueRemoval(db, { conversation: 1, side: "student", slot: "turn:7", now });
    expect(await takeDue(db, due, now)).toEqual([]);
  });

  test("a platform that has no room is passed over, on both sides (I6)", async () => {
    await post(["a"]);
    await post(["b"], { conversation: 2 });
    await enqueuePost(db, {
      conversation: 2,
      side: "desk",
      slot: "card",
      isNew: false,
      onlyReplace: false,
      parts: words("card"),
      now,
    });
    const lanes = async (full: readonly string[]) =>
      (await dueSends(db, { now, full, limit: 10, desk })).map(({ lane }) => lane);
    expect(await lanes([])).toEqual(["1:student", "2:student", "2:desk"]);
    expect(await lanes(["web"])).toEqual(["2:student"]);
    expect(await lanes(["slack"])).toEqual(["1:student", "2:desk"]);
  });
});

describe("inbox", () => {
  const event = (id: string, change: object = {}): InboundEvent =>
    ({
      id,
      at: "web:mia" as Address,
      from: { id: "mia", name: "Mia", kind: "student" },
      time: now,
      type: "message",
      message: id,
      text: "hello",
      files: [],
      ...change,
    }) as InboundEvent;
  const heads = async () => (await oldestEvents(db, now, 100)).map(({ seq, isDue }) => [seq, isDue]);

  test("an event is stored once, and known again after it is done (I3)", async () => {
    expect(await insertEvent(db, event("a"))).toBe(true);
    expect(await insertEvent(db, event("a"))).toBe(false);
    await finishEvent(db, await pendingEvent(db, 1), 1);
    expect(await insertEvent(db, event("a"))).toBe(false);
    expect(await insertEvent(db, event("a", { at: "slack:mia" }))).toBe(true);
  });

  test("each place has one head; buttons of other cases at the place have their own", async () => {
    await insertEvent(db, event("a"));
    await insertEvent(db, event("b"));
    const button = { type: "action", action: "claim", at: desk };
    await insertEvent(db, event("c", { ...button, value: "1" }));
    await insertEvent(db, event("d", { ...button, value: "2" }));
    await insertEvent(db, event("e", { ...button, value: "2" }));
    await insertEvent(db, event("f", { ...button, value: "no number" }));
    expect((await heads()).map(([seq]) => seq)).toEqual([1, 3, 4, 6]);
  });

  test("an event that was taken up anew can't be ended by the earlier try", async () => {
    await insertEvent(db, event("a"));
    const earlier = await pendingEvent(db, 1);
    await postponeEvent(db, { seq: 1, attempts: 1 }, { now, waitMs: 100 });
    await expect(finishEvent(db, earlier, 1)).rejects.toThrow("taken up anew");
    expect(await heads()).toEqual([[1, false]]);
  });

  test("a wake-up is told once at a time, and again after it was worked on", async () => {
    const woke = { type: "woke", conversation: 1, time: now } as const;
    expect(await insertInternal(db, "woke:1", woke)).toBe(true);
    expect(await insertInternal(db, "woke:1", woke)).toBe(false);
    await finishEvent(db, await pendingEvent(db, 1), 1);
    expect(await insertInternal(db, "woke:1", woke)).toBe(true);
  });
});
