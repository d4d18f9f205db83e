import { describe, expect, test, vi } from "vitest";
import { type Address, PlatformError } from "#ports/platform.ts";
import { desk } from "../harness.ts";
import { MemoryPlatform } from "../memory-platform.ts";
import { anna, claimed, count, escalated, harness, settle, threadOf, unsettled } from "./claimed-case.ts";

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

  test.each([0, -5, Number.NaN])("a retry-after of %d ms makes no storm of tries", async (retryAfterMs) => {
    const h = await harness();
    h.platform.fail = (op) => (op === "send" ? new PlatformError("limited", { retryAfterMs }) : undefined);
    await h.hear({ type: "message", text: "what is a loop?" });
    await h.idle();
    expect(h.platform.journal).toHaveLength(1);
    h.platform.fail = () => undefined;
    await settle(h, 2);
    expect(h.platform.standing).toHaveLength(1);
  });

  test("what waited when the clock went a day forward is tried before it is given up (S41)", async () => {
    const h = await harness();
    h.platform.fail = (op) => (op === "send" ? new PlatformError("unavailable") : undefined);
    await h.hear({ type: "message", text: "what is a loop?" });
    await h.idle();
    h.platform.fail = () => undefined;
    h.clock.time += 25 * 3_600_000;
    await h.idle();
    expect(h.platform.texts(h.student)).toHaveLength(1);
  });

  test("steps of the reminders that a day forward skipped are one reminder, not a storm (S41, I35)", async () => {
    const h = await harness();
    const thread = await escalated(h);
    const before = h.platform.texts(thread).length;
    h.clock.time += 25 * 3_600_000;
    await h.idle();
    h.clock.time += 1000;
    await h.idle();
    expect(h.platform.texts(thread)).toHaveLength(before + 1);
    h.clock.time -= 25 * 3_600_000;
    await h.idle();
    expect(h.platform.texts(thread)).toHaveLength(before + 1);
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
