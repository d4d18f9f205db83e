import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { plainReading } from "../../src/understanding/reading.ts";
import { createHarness, desk, type Harness } from "../harness.ts";

let h: Harness;
beforeEach(async () => {
  h = await createHarness();
});
afterEach(() => h.close());

const anna = { id: "anna", name: "Anna", kind: "staff" } as const;

async function say(text: string, change: Record<string, unknown> = {}): Promise<void> {
  await h.hear({ type: "message", text, ...change });
  await h.idle();
}

async function press(
  action: string,
  on: string | undefined,
  change: Record<string, unknown> = {},
): Promise<void> {
  await h.hear({ type: "action", action: action as never, ...(on !== undefined && { on }), ...change });
  await h.idle();
}

const atStudent = () => h.platform.standing.filter(({ at }) => at === h.student);
const cards = () => h.platform.standing.filter(({ at }) => at === desk);
const thread = () => `${desk}/${cards().at(-1)?.id}` as Address;

describe("a button", () => {
  test("👎 pressed twice counts once", async () => {
    await say("what is a loop?");
    const answer = atStudent()[0]?.id;
    await press("unhelpful", answer);
    const after = atStudent().length;
    await press("unhelpful", answer);
    expect(atStudent()).toHaveLength(after);
    expect(cards()).toHaveLength(0);
  });

  test("S43: a button of an old case never ends or reopens the new one", async () => {
    await h.hear({ type: "message", text: "I want to talk to a person" });
    await h.hear({ type: "action", action: "solved", value: "1" });
    await h.hear({ type: "message", text: "what is a loop?" });
    await h.hear({ type: "action", action: "person", value: "2" });
    await h.idle();
    const states = async () => {
      const cases = await h.store.read((db) => db.selectFrom("conversations").select("state").execute());
      return cases.map(({ state }) => state);
    };
    expect(await states()).toEqual(["resolved", "waiting"]);
    await h.hear({ type: "action", action: "solved", value: "1" });
    await h.idle();
    expect(await states()).toEqual(["resolved", "waiting"]);
    await h.hear({ type: "action", action: "solved", value: "2" });
    await h.idle();
    expect(await states()).toEqual(["resolved", "resolved"]);
    await h.hear({ type: "action", action: "reopen", value: "1" });
    await h.idle();
    expect(await states()).toEqual(["waiting", "resolved"]);
  });

  test("S43: a rating of an old case does not count in the new one", async () => {
    await say("what is a loop?");
    const old = atStudent()[0]?.id;
    await say("that solved it");
    await say("what is a loop in css?");
    await press("unhelpful", old);
    await say("who won the cup?");
    // One miss, not two.
    expect(cards()).toHaveLength(0);
  });

  test("a way to a person on an old answer hands the open case over, and opens no second one", async () => {
    await say("what is a loop?");
    const old = atStudent()[0]?.id;
    await say("that solved it");
    await say("what is a loop in css?");
    await press("person", old);
    expect(cards()).toHaveLength(1);
    expect(cards()[0]?.message.card).toMatchObject({ ticket: 2, state: "waiting" });
  });

  test("I25: what only staff may press does nothing for a student at the desk's own address", async () => {
    await say("can i talk to a person");
    await press("claim", undefined, { at: thread(), value: "1" });
    expect(cards()[0]?.message.card?.state).toBe("waiting");
  });
});

describe("an edited question", () => {
  test("that now asks for a person is handed over", async () => {
    await h.hear({ type: "message", message: "first", text: "what is a loop?" });
    await h.idle();
    await h.hear({ type: "edited", message: "first", text: "can i talk to a person please" });
    await h.idle();
    expect(cards()[0]?.message.card?.state).toBe("waiting");
  });

  test("of a case that is over changes nothing in the open one", async () => {
    await h.hear({ type: "message", message: "first", text: "what is a loop?" });
    await h.idle();
    await say("that solved it");
    await say("refunds?");
    const before = h.platform.journal.length;
    await h.hear({ type: "edited", message: "first", text: "what is a loop exactly?" });
    await h.idle();
    expect(h.platform.journal.slice(before).filter(({ op }) => op === "send")).toEqual([]);
  });
});

test("in a shared place everybody is relayed in their own name", async () => {
  await say("can i talk to a person");
  await say("me too!", { from: { id: "lee", name: "Lee", kind: "student" } });
  const relayed = h.platform.standing.find(({ message }) => message.text === "me too!");
  expect(relayed?.message.as).toBe("Lee");
});

test("another's mood and language in a shared place are not the student's", async () => {
  await say("can i talk to a person");
  const lee = { id: "lee", name: "Lee", kind: "student" } as const;
  await say("我也遇到同样的问题", { from: lee });
  const [open] = await h.store.open();
  expect(open).toMatchObject({ language: "en", ticket: { upset: 0 } });
});

test("I43: a message that can't be worked on reaches the person who has the case, and the bot stays silent", async () => {
  await h.close();
  h = await createHarness({ understand: (text) => failOn("poison", text) });
  await say("can i talk to a person");
  await press("claim", undefined, { at: thread(), from: anna, value: "1" });
  const before = atStudent().length;
  await h.hear({ type: "message", text: "poison" });
  for (let tries = 0; tries < 6; tries++) {
    await h.idle();
    h.clock.time += 60_000;
  }
  await h.idle();
  expect(h.platform.texts(thread())).toContain("poison");
  expect(atStudent()).toHaveLength(before);
});

function failOn(word: string, text: string) {
  if (text.includes(word)) throw new Error("can't be read");
  return plainReading("en", text.includes("person") ? "person" : "answer");
}
