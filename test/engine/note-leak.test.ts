import { expect, test } from "vitest";
import type { Address, Author, InboundEvent } from "#ports/platform.ts";
import { desk, type Harness } from "../harness.ts";
import { anna, claimed, escalated, harness, settle } from "./claimed-case.ts";

/**
 * S27: every way to write at the desk that must stay there. Each carries a canary of its own, and none of them may
 * ever stand in anything that a student's platform was asked to show (I13).
 */
const canary = "canary-7f3a";
const bo = { id: "bo", name: "Bo", kind: "staff" } as const;
const guest = { id: "guest", name: "Guest", kind: "student" } as const;
const machine = { id: "machine", name: "Machine", kind: "bot" } as const;

type Send = (event: { type: InboundEvent["type"] } & Record<string, unknown>) => Promise<unknown>;
type Way = (send: Send, thread: Address) => Promise<unknown>;

const typed =
  (text: string, from: Author = anna): Way =>
  (send) =>
    send({ type: "message", text, from });
const pressed =
  (action: string, fields: Record<string, string>, from: Author = anna, value = "1"): Way =>
  (send) =>
    send({ type: "action", action, value, fields, from });
const edited =
  (first: string, second: string, from: Author = anna): Way =>
  async (send) => {
    await send({ type: "message", message: "line", text: first, from });
    await send({ type: "edited", message: "line", text: second, from });
  };

/** In a case that Anna has. */
const inClaimed: Record<string, Way> = {
  "two slashes": typed(`// ${canary}`),
  "two slashes without a space": typed(`//${canary}`),
  "two slashes after spaces and line ends": typed(` \n\t // ${canary}`),
  "two slashes behind an invisible character": typed(`\u200B// ${canary}`),
  "two slashes behind a byte order mark": typed(`\uFEFF//${canary}`),
  "two wide slashes": typed(`／／${canary}`),
  "two Chinese commas": typed(`、、${canary}`),
  "note:": typed(`note: ${canary}`),
  "Note :": typed(`Note : ${canary}`),
  "nota:": typed(`nota: ${canary}`),
  "NOTES:": typed(`NOTES: ${canary}`),
  "internal:": typed(`internal: ${canary}`),
  "private:": typed(`private: ${canary}`),
  "备注：": typed(`备注：${canary}`),
  "内部:": typed(`内部: ${canary}`),
  "/note": typed(`/note ${canary}`),
  "/internal": typed(`/internal ${canary}`),
  "!note": typed(`!note ${canary}`),
  "！备注": typed(`！备注 ${canary}`),
  "！备注 without a space": typed(`！备注${canary}`),
  "!nte, mistyped": typed(`!nte ${canary}`),
  "!canary": typed(`!${canary}`),
  "!transfer to nobody": typed(`!transfer ${canary}`),
  "!canned of that name": typed(`!canned ${canary}`),
  "!category of that name": typed(`!category ${canary}`),
  "!snooze until then": typed(`!snooze ${canary}`),
  "!takeover with a reason": typed(`!takeover ${canary}`),
  "a colleague's line": typed(canary, bo),
  "a colleague's !reply": typed(`!reply ${canary}`, bo),
  "a colleague's reply box": pressed("reply", { words: canary }, bo),
  "a colleague's draft": pressed("sendDraft", { words: canary }, bo, "1.1"),
  "a draft that never was": pressed("sendDraft", { words: canary }, anna, "1.99"),
  "the note form": pressed("note", { words: canary }),
  "a colleague's note form": pressed("note", { words: canary }, bo),
  "a reason for taking over": pressed("takeOver", { why: canary }, bo),
  "the reply box of another case": pressed("reply", { words: canary }, anna, "2"),
  "a guest in the thread": typed(canary, guest),
  "a guest's reply box": pressed("reply", { words: canary }, guest),
  "another bot in the thread": typed(canary, machine),
  "a workflow's button": pressed("reply", { words: canary }, machine),
  "a note edited to a reply": edited(`// ${canary}`, canary),
  "a note edited to !reply": edited(`// ${canary}`, `!reply ${canary}`),
  "a !note edited to a reply": edited(`!note ${canary}`, canary),
  "a command edited to words": edited("!alert", canary),
  "a reply edited to a note": edited("Hello", `// ${canary}`),
  "a reply edited to note:": edited("Hello", `note: ${canary}`),
  "a reply edited to a command": edited("Hello", `!note ${canary}`),
  "a colleague's line edited": edited("hm", canary, bo),
  "a colleague's edit of the claimer's line": async (send) => {
    await send({ type: "message", message: "line", text: "Hello", from: anna });
    await send({ type: "edited", message: "line", text: canary, from: bo });
  },
  "a reaction with words": (send) =>
    send({ type: "reaction", message: "web-9", emoji: `:${canary}:`, added: true, from: bo }),
  "a file of a colleague": (send) =>
    send({
      type: "message",
      text: "",
      from: bo,
      files: [{ id: "f", name: `${canary}.txt`, type: "text/plain", size: 1 }],
    }),
  "a file under a note": (send) =>
    send({
      type: "message",
      text: "// see",
      from: anna,
      files: [{ id: "f", name: `${canary}.txt`, type: "text/plain", size: 1 }],
    }),
  "a file that is not passed on": (send) =>
    send({
      type: "message",
      text: "see",
      from: anna,
      files: [{ id: "f", name: `${canary}.exe`, type: "text/plain", size: 1 }],
    }),
  "the desk's channel": (send) => send({ type: "message", text: canary, from: anna, at: desk }),
  "a thread of no case": (send) => send({ type: "message", text: canary, from: anna, at: `${desk}/other` }),
  "a longer address than the thread's": (send, thread) =>
    send({ type: "message", text: canary, from: anna, at: `${thread}/more` }),
  "after a release": async (send) => {
    await send({ type: "action", action: "release", value: "1", from: anna });
    await send({ type: "message", text: canary, from: anna });
  },
  "after a transfer": async (send) => {
    await send({ type: "message", text: "hm", from: bo });
    await send({ type: "message", text: "!transfer Bo", from: anna });
    await send({ type: "message", text: canary, from: anna });
  },
  "after the end": async (send) => {
    await send({ type: "action", action: "resolve", value: "1", from: anna });
    await send({ type: "message", text: canary, from: anna });
    await send({ type: "message", text: `!reply ${canary}`, from: anna });
  },
  "after handing back": async (send) => {
    await send({ type: "action", action: "handBack", value: "1", from: anna });
    await send({ type: "message", text: canary, from: anna });
  },
  "written, taken back before it left": async (send) => {
    await send({ type: "message", message: "line", text: canary, from: anna });
    await send({ type: "deleted", message: "line", from: anna });
  },
};

/** In a case that waits. */
const inWaiting: Record<string, Way> = {
  "a plain line": typed(canary),
  "!reply": typed(`!reply ${canary}`),
  "the reply box": pressed("reply", { words: canary }),
  "a canned reply": pressed("canned", { choice: canary }),
  "a note": typed(`// ${canary}`),
  "a line, then a claim": async (send) => {
    await send({ type: "message", message: "line", text: canary, from: anna });
    await send({ type: "action", action: "claim", value: "1", from: anna });
    await send({ type: "edited", message: "line", text: `${canary}!`, from: anna });
  },
};

async function leaks(h: Harness, thread: Address, way: Way): Promise<readonly string[]> {
  let count = 0;
  await way((event) => {
    count += 1;
    const base = { id: `leak${count}`, message: `leak${count}`, at: thread, time: h.clock.time };
    return h.hear({ ...base, ...event } as never).then(() => h.idle());
  }, thread);
  // The student goes on, and time passes: nothing comes out later either.
  await h.hear({ type: "message", text: "And now?" });
  await settle(h, 3);
  await h.hear({ type: "action", action: "tickets" });
  await h.hear({ type: "action", action: "person" });
  await settle(h, 2);
  const shown = h.platform.sent.filter(({ at }) => !at.startsWith(desk));
  return shown.map((one) => JSON.stringify(one)).filter((one) => one.includes(canary));
}

const hold = { roster: { holdMs: 3000 } };

test.each(Object.entries(inClaimed))("S27, claimed: %s stays inside", async (_, way) => {
  const h = await harness(hold);
  expect(await leaks(h, await claimed(h), way)).toEqual([]);
});

test.each(Object.entries(inWaiting))("S27, unclaimed: %s stays inside", async (_, way) => {
  const h = await harness(hold);
  expect(await leaks(h, await escalated(h), way)).toEqual([]);
});

test.each(Object.entries(inClaimed))("S27, reply box only: %s stays inside", async (_, way) => {
  const h = await harness({ roster: { holdMs: 3000, replyMode: "box" } });
  expect(await leaks(h, await claimed(h), way)).toEqual([]);
});

test("where only the reply box speaks, a plain line of the claimer stays inside as well", async () => {
  const h = await harness({ roster: { holdMs: 0, replyMode: "box" } });
  expect(await leaks(h, await claimed(h), typed(canary))).toEqual([]);
});

test("the check sees a leak when there is one", async () => {
  const h = await harness();
  expect(await leaks(h, await claimed(h), typed(canary))).toHaveLength(1);
});
