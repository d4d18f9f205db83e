import { afterEach, describe, expect, test, vi } from "vitest";
import { type Address, PlatformError } from "#ports/platform.ts";
import { phrases } from "../../src/conversation/phrases/phrases.ts";
import { createHarness, desk, type Harness, type HarnessOptions } from "../harness.ts";
import { MemoryPlatform } from "../memory-platform.ts";

const words = phrases("en").desk.undelivered;
const anna = { id: "anna", name: "Anna", kind: "staff" } as const;
let open: Harness[] = [];

async function harness(options?: HarnessOptions): Promise<Harness> {
  const h = await createHarness(options);
  open.push(h);
  return h;
}

afterEach(async () => {
  vi.useRealTimers();
  for (const h of open) await h.close();
  open = [];
});

/** Until nothing is due, with the clock set forward to whatever waits. */
async function settle(h: Harness, rounds = 12): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await h.idle();
    h.clock.time += 61_000;
  }
  await h.idle();
}

async function unsettled(h: Harness): Promise<number> {
  const rows = await h.store.read((db) =>
    db.selectFrom("outbox").select("id").where("state", "not in", ["delivered", "dead", "dropped"]).execute(),
  );
  const events = await h.store.read((db) =>
    db.selectFrom("inbox").select("seq").where("state", "=", "new").execute(),
  );
  return rows.length + events.length;
}

async function escalated(h: Harness): Promise<Address> {
  await h.hear({ type: "message", text: "I want to talk to a person" });
  await h.idle();
  return threadOf(h);
}

function threadOf(h: Harness): Address {
  const card = h.platform.standing.find(({ message }) => message.card);
  return `${desk}/${card?.id}` as Address;
}

async function claimed(h: Harness): Promise<Address> {
  const thread = await escalated(h);
  await h.hear({ type: "action", action: "claim", at: thread, from: anna, value: "1" });
  await h.idle();
  return thread;
}

const count = (texts: readonly string[], text: string) => texts.filter((other) => other === text).length;

describe("ambiguous sends (I4, I7)", () => {
  test("a message whose answer was lost is found and not sent again", async () => {
    const h = await harness();
    h.platform.fail = (op) => (op === "send" ? "lost answer" : undefined);
    await h.hear({ type: "message", text: "what is a loop?" });
    await h.idle();
    h.platform.fail = () => undefined;
    await settle(h);
    expect(h.platform.texts(h.student)).toEqual(["A loop repeats a block of code. [1]"]);
    expect(await unsettled(h)).toBe(0);
  });

  test("a message that surely is not there is sent again under the same key", async () => {
    const h = await harness();
    h.platform.fail = (op) => (op === "send" ? new PlatformError("ambiguous") : undefined);
    await h.hear({ type: "message", text: "what is a loop?" });
    await h.idle();
    h.platform.fail = () => undefined;
    await settle(h);
    expect(h.platform.texts(h.student)).toHaveLength(1);
    const keys = new Set(h.platform.journal.flatMap(({ op, key }) => (op === "send" ? [key] : [])));
    expect(keys.size).toBe(1);
  });

  test.each(["unavailable", "limited", "ambiguous"] as const)(
    "a search that is %s keeps the message uncertain, so that it is never sent blindly",
    async (fault) => {
      const h = await harness();
      let finds = 0;
      h.platform.fail = (op) => {
        if (op === "send") return "lost answer";
        if (op === "find" && finds++ < 3) return new PlatformError(fault);
        return undefined;
      };
      await h.hear({ type: "message", text: "what is a loop?" });
      await settle(h);
      expect(h.platform.texts(h.student)).toHaveLength(1);
      expect(h.platform.journal.filter(({ op }) => op === "send")).toHaveLength(1);
      expect(await unsettled(h)).toBe(0);
    },
  );

  test("where nobody can tell, nothing is sent again and the author is told once (I8)", async () => {
    const h = await harness();
    const thread = await claimed(h);
    h.platform.finds = "unknowable";
    h.platform.fail = (op, at) => (op === "send" && at === h.student ? "lost answer" : undefined);
    await h.hear({ type: "message", message: "line", at: thread, from: anna, text: "Hello Mia" });
    await settle(h);
    expect(count(h.platform.texts(h.student), "Hello Mia")).toBe(1);
    const told = h.platform.texts(thread).filter((text) => text === words.unconfirmed);
    expect(told).toHaveLength(1);
    expect(h.platform.marks.get("line")).toBe("failed");
    expect(h.platform.texts(h.student)).not.toContain(words.unconfirmed);
  });

  test("who wrote is told after a minute of not knowing, once, and sees it when it arrived after all (I8)", async () => {
    const h = await harness();
    const thread = await claimed(h);
    h.platform.fail = (op, at) => {
      if (op === "find") return new PlatformError("unavailable");
      return op === "send" && at === h.student ? "lost answer" : undefined;
    };
    await h.hear({ type: "message", message: "line", at: thread, from: anna, text: "Hello Mia" });
    await settle(h, 4);
    expect(count(h.platform.texts(thread), words.unconfirmed)).toBe(1);
    h.platform.fail = () => undefined;
    await settle(h, 2);
    expect(count(h.platform.texts(h.student), "Hello Mia")).toBe(1);
    expect(h.platform.marks.get("line")).toBe("delivered");
  });

  test("rows that were on their way when the process ended are looked for after the start", async () => {
    const h = await harness();
    h.platform.wait = (op) => (op === "send" ? new Promise(() => undefined) : undefined);
    await h.hear({ type: "message", text: "what is a loop?" });
    await vi.waitFor(() => expect(h.platform.journal.some(({ op }) => op === "send")).toBe(true));
    h.platform.wait = () => undefined;
    await h.restart();
    await settle(h);
    const ops = h.platform.journal.map(({ op }) => op);
    expect(ops).toEqual(["send", "find", "send"]);
    expect(h.platform.texts(h.student)).toHaveLength(1);
  });

  test("a call that ends after its deadline is waited for, not repeated beside itself", async () => {
    vi.useFakeTimers({
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"],
    });
    const h = await harness();
    let arrive = () => undefined as unknown;
    h.platform.wait = (op) =>
      op === "send" ? new Promise<void>((resolve) => (arrive = resolve)) : undefined;
    await h.hear({ type: "message", text: "what is a loop?" });
    const settled = h.idle();
    await vi.waitFor(() => expect(h.platform.journal).toHaveLength(1));
    await vi.advanceTimersByTimeAsync(20_000);
    await settled;
    h.clock.time += 20_000;
    const again = h.idle();
    await vi.advanceTimersByTimeAsync(5000);
    arrive();
    await again;
    expect(h.platform.journal.filter(({ op }) => op === "send")).toHaveLength(1);
    expect(h.platform.texts(h.student)).toHaveLength(1);
    expect(await unsettled(h)).toBe(0);
  });
});

describe("giving up (I2, I8)", () => {
  test("a refused line of staff is marked and told at the desk, once, however many parts it had", async () => {
    const h = await harness({ platform: new MemoryPlatform("web", 200) });
    const thread = await claimed(h);
    h.platform.fail = (op, at) =>
      op === "send" && at === h.student ? new PlatformError("denied") : undefined;
    const text = Array.from({ length: 9 }, (_, line) => `Paragraph ${line} ${"word ".repeat(20)}`).join(
      "\n\n",
    );
    await h.hear({ type: "message", message: "line", at: thread, from: anna, text });
    await settle(h);
    expect(h.platform.marks.get("line")).toBe("failed");
    expect(h.platform.texts(thread).filter((note) => note === words.denied)).toHaveLength(1);
    expect(await unsettled(h)).toBe(0);
  });

  test("a student's line that the desk refuses is told to the student, once", async () => {
    const h = await harness();
    const thread = await claimed(h);
    h.platform.fail = (op, at) => (op === "send" && at === thread ? new PlatformError("gone") : undefined);
    await h.hear({ type: "message", text: "are you there?" });
    await settle(h, 3);
    const told = h.platform.texts(h.student).filter((text) => text.includes("could not be passed on"));
    expect(told).toHaveLength(1);
  });

  test("a message to a platform that is no longer configured waits, and is given up after a day", async () => {
    const slack = new MemoryPlatform("slack");
    const h = await harness({ others: [slack] });
    const from = { id: "bo", name: "Bo", kind: "student" } as const;
    await h.hear({ type: "message", at: "discord:bo" as Address, from, text: "what is a loop?" });
    await settle(h, 3);
    expect(await unsettled(h)).toBe(1);
    h.clock.time += 25 * 3_600_000;
    await settle(h, 2);
    expect(await unsettled(h)).toBe(0);
  });

  test("the card that never arrived is posted again when time reminds, and the student is told", async () => {
    const h = await harness();
    h.platform.fail = (op, at) => (op === "send" && at === desk ? new PlatformError("denied") : undefined);
    await h.hear({ type: "message", text: "I want to talk to a person" });
    await h.idle();
    expect(h.platform.texts(h.student).at(-1)).toContain("could not reach the team yet");
    h.platform.fail = () => undefined;
    h.clock.time += 11 * 60_000;
    await h.idle();
    expect(h.platform.standing.filter(({ message }) => message.card)).toHaveLength(1);
    await h.hear({ type: "message", at: threadOf(h), from: anna, text: "// hm" });
    await h.idle();
    expect(await unsettled(h)).toBe(0);
  });

  test("an adapter that throws what it must not is treated as uncertain, and logged", async () => {
    const h = await harness();
    let sends = 0;
    h.platform.fail = (op) => (op === "send" && sends++ === 0 ? new TypeError("x is undefined") : undefined);
    await h.hear({ type: "message", text: "what is a loop?" });
    await settle(h);
    expect(h.platform.texts(h.student)).toHaveLength(1);
    expect(JSON.stringify(h.logged)).toContain("adapter failed");
    expect(JSON.stringify(h.logged)).not.toContain("x is undefined");
  });
});

describe("waiting (I6, I31, I41)", () => {
  test("nothing is sent before the platform's own retry-after", async () => {
    const h = await harness();
    h.platform.fail = (op) =>
      op === "send" ? new PlatformError("limited", { retryAfterMs: 30_000 }) : undefined;
    await h.hear({ type: "message", text: "what is a loop?" });
    await h.idle();
    h.platform.fail = () => undefined;
    h.clock.time += 29_000;
    await h.idle();
    expect(h.platform.standing).toHaveLength(0);
    h.clock.time += 1500;
    await h.idle();
    expect(h.platform.standing).toHaveLength(1);
  });

  test("what waits for a retry does not wait an hour longer when the clock goes back an hour (S41)", async () => {
    const h = await harness();
    h.platform.fail = (op) => (op === "send" ? new PlatformError("unavailable") : undefined);
    await h.hear({ type: "message", text: "what is a loop?" });
    await h.idle();
    h.platform.fail = () => undefined;
    h.clock.time -= 3_600_000;
    await h.idle();
    h.clock.time += 1000;
    await h.idle();
    expect(h.platform.standing).toHaveLength(1);
  });

  test("a platform that hangs does not hold up another, with hundreds of messages waiting for it", async () => {
    const slow = new MemoryPlatform("slow");
    const h = await harness({ others: [slow] });
    slow.wait = (op) => (op === "send" ? new Promise(() => undefined) : undefined);
    await Promise.all(
      Array.from({ length: 300 }, (_, index) =>
        h.hear({
          type: "message",
          at: `slow:${index}` as Address,
          from: { id: `s${index}`, name: "S", kind: "student" },
          text: "what is a loop?",
        }),
      ),
    );
    await vi.waitFor(() => expect(slow.journal.length).toBeGreaterThanOrEqual(64), 20_000);
    const start = performance.now();
    await h.hear({ type: "message", text: "what is a loop?" });
    await vi.waitFor(() => expect(h.platform.texts(h.student)).toHaveLength(1), {
      timeout: 5000,
      interval: 5,
    });
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("a typing sign that hangs or fails does not hold up the answer", async () => {
    const h = await harness();
    h.platform.wait = (op) => (op === "signal" ? new Promise(() => undefined) : undefined);
    await h.hear({ type: "message", text: "what is a loop?" });
    await h.idle();
    h.platform.wait = () => undefined;
    h.platform.fail = (op) => (op === "signal" ? new TypeError("broken") : undefined);
    await h.hear({ type: "message", text: "and a refund?" });
    await h.idle();
    expect(h.platform.texts(h.student)[0]).toContain("A loop repeats");
    expect(h.platform.texts(h.student)[1]).toContain("Refunds");
  });

  test("a case that was reminded, claimed and released is reminded again (I41)", async () => {
    const h = await harness();
    const thread = await escalated(h);
    const reminders = () =>
      h.platform.texts(thread).filter((text) => /claimed this case for/.test(text)).length;
    h.clock.time += 11 * 60_000;
    await h.idle();
    expect(reminders()).toBe(1);
    for (const action of ["claim", "release"] as const) {
      await h.hear({ type: "action", action, at: thread, from: anna, value: "1" });
      await h.idle();
    }
    h.clock.time += 61 * 60_000;
    await h.idle();
    expect(reminders()).toBeGreaterThanOrEqual(2);
    const [open] = await h.store.open();
    expect(open?.wakeAt).toBeGreaterThan(h.clock.time);
  });
});

describe("changes (I5, I9, S19)", () => {
  test("edits while the original waits or is on its way: the last words win", async () => {
    const h = await harness();
    const thread = await claimed(h);
    let sends = 0;
    h.platform.fail = (op, at) =>
      op === "send" && at === h.student && sends++ < 2 ? new PlatformError("unavailable") : undefined;
    await h.hear({ type: "message", message: "line", at: thread, from: anna, text: "one" });
    await h.idle();
    await h.hear({ type: "edited", message: "line", at: thread, from: anna, text: "two" });
    await h.idle();
    h.clock.time += 600;
    let arrive = () => undefined as unknown;
    h.platform.wait = (op) =>
      op === "send" ? new Promise<void>((resolve) => (arrive = resolve)) : undefined;
    const moving = h.idle();
    await vi.waitFor(() => expect(sends).toBe(1));
    await vi.waitFor(() =>
      expect(
        h.platform.journal.filter(({ op, at }) => op === "send" && at === h.student).length,
      ).toBeGreaterThanOrEqual(3),
    );
    await h.hear({ type: "edited", message: "line", at: thread, from: anna, text: "three" });
    h.platform.wait = () => undefined;
    arrive();
    await moving;
    await h.hear({ type: "edited", message: "line", at: thread, from: anna, text: "four" });
    await settle(h, 3);
    const lines = h.platform.texts(h.student).filter((text) => /^(one|two|three|four)$/.test(text));
    expect(lines).toEqual(["four"]);
  });

  test("a text edited to fewer parts, then to more, stands as its last revision says", async () => {
    const h = await harness({ platform: new MemoryPlatform("web", 300) });
    const thread = await claimed(h);
    const words = (count: number, mark: string) =>
      Array.from({ length: count }, (_, line) => `${mark}${line} ${"word ".repeat(40)}`.trim()).join("\n\n");
    await h.hear({ type: "message", message: "line", at: thread, from: anna, text: words(3, "a") });
    await h.idle();
    for (const [parts, mark] of [
      [1, "b"],
      [4, "c"],
    ] as const) {
      await h.hear({ type: "edited", message: "line", at: thread, from: anna, text: words(parts, mark) });
      await h.idle();
      const lines = h.platform.texts(h.student).filter((text) => /^[abc]\d/.test(text));
      expect(lines.map((line) => line.slice(0, 2))).toEqual(
        Array.from({ length: parts }, (_, line) => `${mark}${line}`),
      );
    }
  });

  test("a deleted line goes from the student's side, also while it is on its way, and does not come back", async () => {
    const h = await harness();
    const thread = await claimed(h);
    h.platform.fail = (op, at) => (op === "send" && at === h.student ? "lost answer" : undefined);
    await h.hear({ type: "message", message: "line", at: thread, from: anna, text: "oops" });
    await h.idle();
    await h.hear({ type: "edited", message: "line", at: thread, from: anna, text: "oops again" });
    await h.hear({ type: "deleted", message: "line", at: thread, from: anna });
    await h.idle();
    h.platform.fail = () => undefined;
    await settle(h, 3);
    expect(h.platform.texts(h.student).filter((text) => text.startsWith("oops"))).toEqual([]);
    expect(await unsettled(h)).toBe(0);
    expect((await h.store.history(h.student, 50)).map(({ message }) => message.text)).not.toContain("oops");
  });

  test("a revision with equal text makes nothing", async () => {
    const h = await harness();
    const thread = await claimed(h);
    await h.hear({ type: "message", message: "line", at: thread, from: anna, text: "same" });
    await h.idle();
    const before = h.platform.journal.length;
    await h.hear({ type: "edited", message: "line", at: thread, from: anna, text: "same" });
    await h.idle();
    expect(h.platform.journal).toHaveLength(before);
  });

  test("a rating pressed while a new answer is on its way takes the buttons, not the new words", async () => {
    const h = await harness();
    await h.hear({ type: "message", message: "q", text: "what is a loop?" });
    await h.idle();
    const [answer] = h.platform.standing;
    h.platform.fail = (op) => (op === "edit" ? new PlatformError("unavailable") : undefined);
    await h.hear({ type: "edited", message: "q", text: "what about a refund?" });
    await h.idle();
    await h.hear({ type: "action", action: "helpful", on: answer?.id ?? "", value: "1" });
    await h.idle();
    h.platform.fail = () => undefined;
    await settle(h, 3);
    const standing = h.platform.standing.find(({ id }) => id === answer?.id)?.message;
    expect(standing?.text).toContain("Refunds");
    expect(standing?.buttons?.map(({ action }) => action)).not.toContain("helpful");
  });
});

describe("the desk's thread (I11, I2)", () => {
  test("staff who answer before the card is confirmed are heard when its thread is known", async () => {
    const h = await harness();
    h.platform.fail = (op, at) => {
      if (op === "send" && at === desk) return "lost answer";
      return op === "find" ? new PlatformError("unavailable") : undefined;
    };
    await h.hear({ type: "message", text: "I want to talk to a person" });
    await h.idle();
    const thread = threadOf(h);
    await h.hear({ type: "action", action: "claim", at: thread, from: anna, value: "1" });
    await h.hear({ type: "message", at: thread, from: anna, text: "Hello Mia" });
    await h.idle();
    h.platform.fail = () => undefined;
    await settle(h, 4);
    expect(count(h.platform.texts(h.student), "Hello Mia")).toBe(1);
  });

  test("a thread that belongs to no case reaches nobody", async () => {
    const h = await harness();
    await claimed(h);
    await h.hear({ type: "message", at: `${desk}/unknown` as Address, from: anna, text: "Hello Mia" });
    await settle(h, 2);
    expect(h.platform.texts(h.student)).not.toContain("Hello Mia");
    expect(await unsettled(h)).toBe(0);
  });

  test("a button in the channel does not wait for another case that is being worked on (I6)", async () => {
    let slow = false;
    const h = await harness({
      answerer: {
        async *answer() {
          if (slow) await new Promise(() => undefined);
          yield {
            answer: { text: "Yes. [1]", citations: [], found: true, sure: 0.9, escalate: false, by: "quote" },
          };
        },
      },
    });
    const bo = { id: "bo", name: "Bo", kind: "student" } as const;
    await h.hear({ type: "message", text: "what is a loop?" });
    await h.hear({
      type: "message",
      at: "web:student/bo" as Address,
      from: bo,
      text: "I want to talk to a person",
    });
    await h.idle();
    slow = true;
    await h.hear({ type: "message", text: "and a variable?" });
    await h.hear({ type: "action", action: "claim", at: desk, from: anna, value: "1" });
    await h.hear({ type: "action", action: "claim", at: desk, from: anna, value: "2" });
    await vi.waitFor(async () => expect(h.platform.texts("web:student/bo").at(-1)).toContain("Anna"));
  });
});
