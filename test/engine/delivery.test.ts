import { afterEach, describe, expect, test, vi } from "vitest";
import { type Address, PlatformError } from "#ports/platform.ts";
import { phrases } from "../../src/conversation/phrases/phrases.ts";
import { desk } from "../harness.ts";
import { MemoryPlatform } from "../memory-platform.ts";
import { anna, claimed, count, harness, settle, threadOf, unsettled } from "./claimed-case.ts";

const words = phrases("en").desk.undelivered;

afterEach(() => {
  vi.useRealTimers();
});

describe("ambiguous sends (I4, I7)", () => {
  test("a message whose answer was lost is found and not sent again", async () => {
    const h = await harness();
    h.platform.fail = (op) => (op === "send" ? "lost answer" : undefined);
    await h.hear({ type: "message", text: "what is a loop?" });
    await h.idle();
    h.platform.fail = () => undefined;
    await settle(h);
    expect(h.platform.texts(h.student)).toEqual([
      expect.stringContaining("A loop repeats a block of code. [1]"),
    ]);
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
    expect(h.platform.texts(thread).filter((note) => note.startsWith(words.denied))).toHaveLength(1);
    expect(await unsettled(h)).toBe(0);
  });

  test("a student's line that the desk refuses is told to the student, once", async () => {
    const h = await harness();
    const thread = await claimed(h);
    h.platform.fail = (op, at) => (op === "send" && at === thread ? new PlatformError("invalid") : undefined);
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
