import { describe, expect, test, vi } from "vitest";
import { PlatformError } from "#ports/platform.ts";
import { MemoryPlatform } from "../memory-platform.ts";
import { anna, claimed, harness, settle, unsettled } from "./claimed-case.ts";

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
