import { afterEach, expect, test, vi } from "vitest";
import type { Address } from "#ports/platform.ts";
import type { Answerer } from "../../src/answering/question.ts";
import { phrases } from "../../src/conversation/phrases/phrases.ts";
import { createHarness, desk, type Harness, scriptedAnswerer } from "../harness.ts";

const words = phrases("en");
let open: Harness[] = [];

/** What an event that says "poison" does to whoever works on it. */
async function harness(poison: () => Promise<void>): Promise<Harness> {
  const answerer: Answerer = {
    async *answer(question) {
      if (question.text.includes("poison")) await poison();
      yield* scriptedAnswerer.answer(question);
    },
  };
  const h = await createHarness({ answerer });
  open.push(h);
  return h;
}

afterEach(async () => {
  vi.useRealTimers();
  for (const h of open) await h.close();
  open = [];
});

async function states(h: Harness): Promise<readonly string[]> {
  const rows = await h.store.read((db) =>
    db.selectFrom("inbox").select(["state", "attempts"]).orderBy("seq").execute(),
  );
  return rows.map(({ state }) => state);
}

const bo = { at: "web:student/bo" as Address, from: { id: "bo", name: "Bo", kind: "student" } } as const;

test("an event that always throws is tried five times, then buried, its author told, and the lane goes on (S24)", async () => {
  let tries = 0;
  const h = await harness(async () => {
    tries += 1;
    throw new TypeError("secret words");
  });
  await h.hear({ type: "message", text: "poison" });
  await h.hear({ type: "message", text: "what is a loop?" });
  for (let round = 0; round < 6; round++) {
    await h.idle();
    if (round < 4) expect(h.platform.texts(h.student)).toEqual([]);
    h.clock.time += 30_000;
  }
  expect(tries).toBe(5);
  expect(await states(h)).toEqual(["dead", "done"]);
  expect(h.platform.texts(h.student)).toEqual([words.failed, "A loop repeats a block of code. [1]"]);
  expect(h.platform.standing[0]?.message.buttons?.[0]?.action).toBe("person");
  expect(JSON.stringify(h.logged)).not.toContain("secret words");
});

test("while one event fails again and again, other students are answered at once (I6)", async () => {
  const h = await harness(async () => {
    throw new Error("no");
  });
  await h.hear({ type: "message", text: "poison" });
  await h.idle();
  const start = performance.now();
  await h.hear({ type: "message", ...bo, text: "what is a loop?" });
  await h.idle();
  expect(h.platform.texts(bo.at)).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(1000);
});

test("an event that never resolves is given up on after a minute, five times, and a late end changes nothing (S24)", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  const resolvers: (() => void)[] = [];
  const h = await harness(() => new Promise((resolve) => resolvers.push(resolve)));
  await h.hear({ type: "message", text: "poison" });
  for (let tries = 1; tries <= 5; tries++) {
    const idle = h.idle();
    await vi.waitFor(() => expect(resolvers).toHaveLength(tries));
    await vi.advanceTimersByTimeAsync(60_000);
    await idle;
    h.clock.time += 60_000;
  }
  expect(await states(h)).toEqual(["dead"]);
  for (const resolve of resolvers) resolve();
  await vi.advanceTimersByTimeAsync(1000);
  await h.idle();
  expect(h.platform.texts(h.student)).toEqual([words.failed]);
  const turns = await h.store.read((db) => db.selectFrom("turns").select("number").execute());
  expect(turns).toHaveLength(2);
});

test("a try that ends after it was given up on, but before the next one, leaves one answer (S24)", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  const resolvers: (() => void)[] = [];
  const h = await harness(() => new Promise((resolve) => resolvers.push(resolve)));
  await h.hear({ type: "message", text: "poison" });
  const idle = h.idle();
  await vi.waitFor(() => expect(resolvers).toHaveLength(1));
  await vi.advanceTimersByTimeAsync(60_000);
  await idle;
  h.clock.time += 60_000;
  const again = h.idle();
  await vi.waitFor(() => expect(resolvers).toHaveLength(2));
  for (const resolve of resolvers) resolve();
  await again;
  await vi.advanceTimersByTimeAsync(1000);
  await h.idle();
  expect(h.platform.standing).toHaveLength(1);
});

test("an event that ends the process each time is buried at the sixth start, and others are answered meanwhile (S24)", async () => {
  let tries = 0;
  const h = await harness(async () => {
    tries += 1;
    await new Promise(() => undefined);
  });
  await h.hear({ type: "message", text: "poison" });
  for (let life = 1; life <= 5; life++) {
    await vi.waitFor(() => expect(tries).toBe(life));
    const student = `web:student/${life}` as Address;
    await h.hear({ type: "message", at: student, from: { ...bo.from, id: String(life) }, text: "a loop?" });
    await vi.waitFor(() => expect(h.platform.texts(student)).toHaveLength(1));
    await h.restart();
  }
  await h.idle();
  expect(tries).toBe(5);
  expect((await states(h))[0]).toBe("dead");
  expect(h.platform.texts(h.student)).toEqual([words.failed]);
});

test("events that only stood near one that ends the process are not blamed (S24)", async () => {
  let lives = 0;
  const h = await harness(async () => {
    lives += 1;
    await new Promise(() => undefined);
  });
  // The process ends while all of them are being worked on.
  h.platform.wait = (op) => (op === "signal" ? new Promise(() => undefined) : undefined);
  await h.hear({ type: "message", text: "poison" });
  for (let life = 1; life <= 6; life++) {
    await h.hear({
      type: "message",
      at: `web:student/${life}` as Address,
      from: { ...bo.from, id: String(life) },
      text: "a loop?",
    });
    if (life < 6) await vi.waitFor(() => expect(lives).toBe(life));
    await h.restart();
  }
  await h.idle();
  const all = await states(h);
  expect(all.filter((state) => state === "dead")).toHaveLength(1);
  expect(all.filter((state) => state === "done")).toHaveLength(6);
});

test("a line of staff that is poison is marked as failed, never lost without a word (I2, I8)", async () => {
  const h = await harness(async () => undefined);
  await h.hear({ type: "message", text: "I want to talk to a person" });
  await h.idle();
  const thread = `${desk}/${h.platform.standing.find(({ message }) => message.card)?.id}` as Address;
  const from = { id: "anna", name: "Anna", kind: "staff" } as const;
  h.database.connection.exec(
    `create trigger poison before update on inbox when new.state = 'done' and old.event like '%Hello%'
     begin select raise(abort, 'poison'); end`,
  );
  await h.hear({ type: "message", message: "line", at: thread, from, text: "Hello" });
  for (let round = 0; round < 5; round++) {
    await h.idle();
    h.clock.time += 30_000;
  }
  expect(await states(h)).toContain("dead");
  expect(h.platform.marks.get("line")).toBe("failed");
});

test("time that could not be worked on comes again (I41)", async () => {
  const h = await harness(async () => undefined);
  await h.hear({ type: "message", text: "I want to talk to a person" });
  await h.idle();
  await h.database.db.schema.alterTable("conversations").renameColumn("detail", "details").execute();
  await h.idle();
  h.clock.time += 11 * 60_000;
  for (let round = 0; round < 4; round++) {
    await h.idle();
    h.clock.time += 30_000;
  }
  await h.database.db.schema.alterTable("conversations").renameColumn("details", "detail").execute();
  await h.idle();
  h.clock.time += 11 * 60_000;
  await h.idle();
  const [waiting] = await h.store.open();
  expect(waiting?.wakeAt).toBeGreaterThan(h.clock.time);
  expect(waiting?.state.name === "waiting" && waiting.state.reminders).toBeGreaterThan(0);
});
