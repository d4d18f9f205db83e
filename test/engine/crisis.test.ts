import { expect, test, vi } from "vitest";
import { type Address, PlatformError } from "#ports/platform.ts";
import { desk, type Harness } from "../harness.ts";
import { anna, claimed, harness, settle, threadOf } from "./claimed-case.ts";

const words = "I want to kill myself tonight";
const helps = (h: Harness) => h.platform.texts(h.student).filter((text) => text.includes("findahelpline"));
const pages = (h: Harness) => h.platform.texts(desk).filter((text) => text.startsWith("🚨"));
const card = (h: Harness) => h.platform.standing.find(({ message }) => message.card)?.message.card;

test("S40: words of danger are answered at once, people are called, and the case is theirs as the most urgent", async () => {
  const h = await harness({ roster: { onCall: () => "Cleo", lead: "Dora" } });
  await h.hear({ type: "message", text: words });
  await h.idle();
  expect(helps(h)).toHaveLength(1);
  expect(pages(h)).toEqual([expect.stringContaining("Cleo")]);
  expect(pages(h).join()).not.toContain(words);
  expect(card(h)).toMatchObject({ state: "waiting" });
  expect(card(h)?.facts).toContainEqual({ label: "Priority", value: "urgent" });
  expect(card(h)?.facts).toContainEqual({ label: "Danger", value: "self-harm" });
  // In a place that others see, only the student sees the lines.
  expect(
    h.platform.standing.find(({ message }) => message.text.includes("findahelpline"))?.message.only,
  ).toBe("mia");
});

test("I26: the help lines wait for nothing: not for a model that hangs, a line that is stuck, or a full queue", async () => {
  let hangs = false;
  const h = await harness({
    answerer: {
      async *answer() {
        if (hangs) await new Promise(() => undefined);
        const answer = {
          text: "Yes. [1]",
          citations: [],
          found: true,
          sure: 1,
          escalate: false,
          by: "quote",
        } as const;
        yield { answer };
      },
    },
  });
  hangs = true;
  await h.hear({ type: "message", text: "what is a loop?" });
  const others = Array.from({ length: 200 }, (_, index) => `web:student/other${index}` as Address);
  h.platform.wait = (op, at) =>
    op === "send" && at.includes("other") ? new Promise(() => undefined) : undefined;
  hangs = false;
  for (const at of others)
    await h.hear({ type: "message", at, from: { id: at, name: "O", kind: "student" }, text: "hello" });
  await vi.waitFor(() => expect(h.platform.journal.length).toBeGreaterThanOrEqual(64), 10_000);
  await h.hear({ type: "message", text: words });
  await vi.waitFor(() => expect(helps(h)).toHaveLength(1), { timeout: 2000, interval: 5 });
  await vi.waitFor(() => expect(pages(h)).toHaveLength(1), { timeout: 2000, interval: 5 });
});

test("S40: nor for ten thousand messages that came before", async () => {
  const h = await harness();
  // Nobody's message can be delivered: the queue stands.
  h.platform.wait = (op, at) =>
    op === "send" && at.includes("other") ? new Promise(() => undefined) : undefined;
  const others = Array.from({ length: 10_000 }, (_, index) => `web:student/other${index}` as Address);
  await Promise.all(
    others.map((at) =>
      h.hear({ type: "message", at, from: { id: at, name: "O", kind: "student" }, text: "hello" }),
    ),
  );
  await h.hear({ type: "message", text: words });
  await vi.waitFor(() => expect(helps(h)).toHaveLength(1), { timeout: 2000, interval: 5 });
  await vi.waitFor(() => expect(pages(h)).toHaveLength(1), { timeout: 3000, interval: 5 });
});

test("I26: also when a person has the case: the lines, the page, and the claimer keeps it", async () => {
  const h = await harness();
  const thread = await claimed(h);
  await h.hear({ type: "message", text: words });
  await h.idle();
  expect(helps(h)).toHaveLength(1);
  expect(pages(h)).toHaveLength(1);
  expect(card(h)).toMatchObject({ state: "human", staff: "Anna" });
  expect(h.platform.texts(thread).at(-1)).toContain("sound like danger");
});

test("S40: more of it within the hour is one card and one page; an edit counts as words", async () => {
  const h = await harness();
  await h.hear({ type: "message", message: "first", text: "what is a loop?" });
  await h.idle();
  await h.hear({ type: "edited", message: "first", text: words });
  await h.idle();
  expect([helps(h).length, pages(h).length]).toEqual([1, 1]);
  expect(card(h)?.state).toBe("waiting");
  await h.hear({ type: "message", text: `${words}, really` });
  await h.idle();
  expect([helps(h).length, pages(h).length]).toEqual([1, 1]);
});

test("S40: danger that is edited into an older message counts as well", async () => {
  const h = await harness();
  await h.hear({ type: "message", message: "first", text: "what is a loop?" });
  await h.hear({ type: "message", text: "and another loop?" });
  await h.idle();
  await h.hear({ type: "edited", message: "first", text: words });
  await h.idle();
  expect(helps(h)).toHaveLength(1);
  expect(card(h)?.state).toBe("waiting");
});

test("S40: danger in the form of a ticket counts as well", async () => {
  const h = await harness();
  await h.hear({ type: "action", action: "ticket", fields: { text: words } });
  await h.idle();
  expect([helps(h).length, pages(h).length]).toEqual([1, 1]);
  expect(card(h)?.facts).toContainEqual({ label: "Priority", value: "urgent" });
});

test("I27: nobody's silence ends it; the bot does not take it back, and the ladder does not wait for the morning", async () => {
  const h = await harness({
    roster: {
      isOpen: () => false,
      nextOpening: (at) => at + 9 * 3_600_000,
      onCall: () => "Cleo",
      lead: "Dora",
    },
  });
  await h.hear({ type: "message", text: words });
  await h.idle();
  const thread = threadOf(h);
  h.clock.time += 2 * 60_000;
  await h.idle();
  expect(h.platform.texts(thread).at(-1)).toBe(
    "Nobody has claimed this case for 2 minutes. Cleo, please look.",
  );
  h.clock.time += 3 * 60_000;
  await h.idle();
  expect(h.platform.texts(thread).at(-1)).toContain("Dora, please look.");
  await h.hear({ type: "action", action: "handBack", at: thread, from: anna, value: "1" });
  await h.hear({ type: "action", action: "claim", at: thread, from: anna, value: "1" });
  await h.hear({ type: "message", at: thread, from: anna, text: "I am here with you." });
  await h.idle();
  for (let day = 0; day < 10; day++) {
    h.clock.time += 24 * 3_600_000;
    await h.idle();
  }
  expect(card(h)).toMatchObject({ state: "human", staff: "Anna" });
  await h.hear({ type: "action", action: "solved" });
  await h.idle();
  expect(card(h)?.state).toBe("human");
  expect(h.platform.texts(thread).at(-1)).toContain("make sure yourself");
});

test("I4: where the platform can't tell whether the lines arrived, they are shown again rather than not at all", async () => {
  const h = await harness();
  h.platform.finds = "unknowable";
  let sends = 0;
  h.platform.fail = (op, at) =>
    op === "send" && at === h.student && sends++ === 0 ? new PlatformError("ambiguous") : undefined;
  await h.hear({ type: "message", text: words });
  await settle(h, 3);
  expect(helps(h)).toHaveLength(1);
});

test("the lines survive the end of the process between hearing and sending", async () => {
  const h = await harness();
  h.platform.wait = () => new Promise(() => undefined);
  await h.hear({ type: "message", text: words });
  await new Promise((resolve) => setTimeout(resolve, 20));
  h.platform.wait = () => undefined;
  await h.restart();
  await settle(h, 2);
  expect(helps(h)).toHaveLength(1);
});

test.each(["kill -9 1234", "how do i kill a child process", "笑死我了", "lol I'm dead"])(
  "%j is no danger",
  async (text) => {
    const h = await harness();
    await h.hear({ type: "message", text });
    await h.idle();
    expect([...helps(h), ...pages(h)]).toEqual([]);
  },
);

test("I26: words of danger in a picture are read, answered with the lines, and given to people", async () => {
  const h = await harness({
    materials: {
      read: async ([file]) => ({
        materials: [
          { file: file?.id ?? "", name: "note.png", kind: "picture", text: words, personal: false },
        ],
        unread: [],
      }),
      close: () => undefined,
    },
  });
  const bytes = new Uint8Array([1]);
  const file = await h.store.keepFile({ name: "note.png", type: "image/png", bytes });
  await h.hear({ type: "message", text: "what do you think of this?", files: [file] });
  await h.idle();
  expect(helps(h)).toHaveLength(1);
  expect(pages(h)).toHaveLength(1);
  expect(card(h)?.facts).toContainEqual({ label: "Danger", value: "self-harm" });
});
