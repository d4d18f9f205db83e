import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ACTIONS } from "#ports/controls.ts";
import type { Conversation, Side } from "../../src/conversation/conversation.ts";
import { policy } from "../../src/conversation/policy.ts";
import { changesBetween } from "../../src/conversation/ticket/changes.ts";
import type { Reading } from "../../src/understanding/reading.ts";
import { anna, bo, hour, mia, minute } from "./states.ts";
import { type Move, type Taken, World } from "./world.ts";

const pick = fc.nat(1000);
const staff = fc.constantFrom(anna, bo);
const written = fc.constantFrom("line", "line", "line", "note", "wide note", "blank");

const ask: fc.Arbitrary<Move> = fc.record({
  do: fc.constant("ask"),
  wants: fc.constantFrom(
    "answer",
    "answer",
    "person",
    "simpler",
    "example",
    "more",
    "less",
    "solved",
    "thanks",
    "greeting",
    "smallTalk",
    "abuse",
    "nothing",
  ),
  answer: fc.constantFrom("found", "found", "missed", "topic", "none"),
  blank: fc.constantFrom(false, false, false, true),
  reads: fc.constantFrom<Partial<Reading>[]>(
    {},
    {},
    {},
    {},
    { mood: { name: "angry", intensity: 0.9, sure: 1 }, trend: "rising" },
    { mood: { name: "grateful", intensity: 0.9, sure: 1 }, trend: "easing" },
    { rephrases: true },
    { person: "hinted" },
    { person: "refused" },
    { crisis: "danger" },
  ),
});
const write: fc.Arbitrary<Move> = fc.record({
  do: fc.constant("write"),
  who: staff,
  as: written,
  pick,
  promises: fc.constantFrom(false, false, true),
});
const press: fc.Arbitrary<Move> = fc.record({
  do: fc.constant("press"),
  who: fc.constantFrom(mia, anna, bo),
  action: fc.constantFrom(...ACTIONS, "person", "claim", "claim"),
  pick,
});
const change: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ do: fc.constant("editStudent"), pick }),
  fc.record({ do: fc.constant("editStaff"), pick, as: written }),
  fc.record({ do: fc.constant("delete"), pick }),
);
const fault = fc.constantFrom("gone", "denied", "invalid", "unconfirmed", "expired");
const trouble: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ do: fc.constant("fail") }),
  fc.record({ do: fc.constant("wake"), pick }),
  fc.record({ do: fc.constant("leave"), pick }),
  fc.record({ do: fc.constant("react"), who: fc.constantFrom(mia, anna, bo), pick }),
  fc.record({ do: fc.constant("lose"), pick, fault }),
);
/** Also an hour back, as clocks do. */
const time: fc.Arbitrary<Move> = fc.record({
  do: fc.constant("wait"),
  ms: fc.oneof(
    fc.constantFrom(1, minute, 10 * minute, hour, 25 * hour, -hour),
    fc.integer({ min: -hour, max: 72 * hour }),
  ),
});
const move = fc.oneof(
  { arbitrary: ask, weight: 6 },
  { arbitrary: write, weight: 6 },
  { arbitrary: press, weight: 5 },
  { arbitrary: change, weight: 4 },
  { arbitrary: trouble, weight: 2 },
  { arbitrary: time, weight: 2 },
);

/** Each is told every step that was taken, and looks at the world after it. */
const invariants: Record<string, (taken: Taken, world: World) => void> = {
  "I4, I5, I13: a student sees the claimer's lines, each once, in order and as last meant, and nothing else of the desk":
    (_, world) => {
      expect(relayed(world, "student")).toEqual(world.meant.student);
    },
  "I13, I14: no other words of staff ever stand on the student's side": (_, world) => {
    const meant = new Set(world.meant.student.map(({ text }) => text));
    const all = world.views.student.map(({ message }) => message.text);
    for (const words of all.join("\n").match(/words-\d+-/g) ?? []) expect(meant).toContain(words);
  },
  "I4, I5, I9: the desk sees what the student wrote to people, each once, in order and as last written": (
    _,
    world,
  ) => {
    expect(relayed(world, "desk")).toEqual(world.meant.desk);
  },
  "what the bot remembers of staff is what the student saw": (_, world) => {
    const seen = new Set(relayed(world, "student").map(({ turn, text }) => `${turn}: ${text}`));
    const remembered = world.turns.filter((turn) => turn.by === "staff" && !turn.internal);
    for (const { number, text } of remembered) expect(seen).toContain(`${number}: ${text}`);
  },
  "I43: outside its own state the bot says nothing to the student but status lines": ({ before, step }) => {
    if (before.state.name === "bot") return;
    for (const message of toStudent(step)) if (message.as === undefined) expect(message.tone).toBe("status");
  },
  "I43: a case has one owner, who keeps it until letting it go": ({ before, input, step }) => {
    const { state } = before;
    if (state.name !== "human") return;
    const after = step.conversation.state;
    if (after.name === "human" && after.staff.id === state.staff.id) return;
    if (input.type === "woke")
      expect({ after, warned: state.warned }).toMatchObject({ after: { by: "quiet" }, warned: true });
    else if (input.type !== "pressed") throw new Error(`taken away by ${input.type}`);
    else if (input.by === "student") expect(input.action).toBe("solved");
    // Taken over by a colleague, who then has it; anything else only the owner does.
    else if (input.action === "takeOver") expect(after).toMatchObject({ name: "human", staff: input.person });
    else expect(input.person.id).toBe(state.staff.id);
  },
  "I28: a staff name is shown while that person has the case": ({ step }) => {
    const { state } = step.conversation;
    const owner = state.name === "human" ? state.staff.name : undefined;
    for (const { text, as } of toStudent(step))
      for (const name of `${text} ${as ?? ""}`.match(/Anna|Bo\b/g) ?? []) expect(name).toBe(owner);
  },
  "I42, I28: what is said to have happened to a case has happened to it": ({ step }) => {
    const { state } = step.conversation;
    for (const { text } of toStudent(step))
      for (const [words, states] of deeds) if (words.test(text)) expect(states, text).toContain(state.name);
  },
  "I41: an open case is woken some day, and never twice at once; one that is over is not": ({
    input,
    step,
    now,
  }) => {
    const { state, wakeAt } = step.conversation;
    if (state.name === "resolved") return expect(wakeAt).toBeUndefined();
    expect(wakeAt).toBeTypeOf("number");
    if (input.type === "woke") expect(wakeAt).toBeGreaterThan(now);
  },
  "I41: a student who wrote has an answer, or people have the words": ({ input, step, now }, world) => {
    if (input.type !== "asked" && input.type !== "failed") return;
    // Two machines that talk to each other are left alone in the end.
    if (world.turns.filter(({ time }) => time > now - policy.loopWithin).length >= policy.loopLines) return;
    const told = toStudent(step).length > 0;
    const passed = step.says.some(
      (say) => say.type === "post" && say.to === "desk" && say.slot === `turn:${input.turn}`,
    );
    expect(told || passed).toBe(true);
    if (step.conversation.state.name === "human") expect(step.conversation.state.since).toBeDefined();
  },
  "while people have a case there is its card, and a line that tells the student": ({ step }, world) => {
    const { state, number } = step.conversation;
    if (state.name !== "waiting" && state.name !== "human") return;
    const stands = (side: Side, name: string) =>
      world.views[side].find((one) => one.conversation === number && one.name === name)?.message;
    expect(stands("desk", "card")?.card?.state).toBe(state.name);
    expect(stands("student", "status")?.tone).toBe("status");
  },
  "I27: in danger a case is with people, and neither time nor the bot ends it": ({ before, input, step }) => {
    const { state } = step.conversation;
    if (input.type === "asked" && input.reading.crisis) expect(["waiting", "human"]).toContain(state.name);
    if (!before.ticket.crisis || before.state.name === "resolved") return;
    if (state.name === "bot") throw new Error("handed back to the bot");
    if (state.name === "resolved") expect(input).toMatchObject({ type: "pressed", by: "staff" });
  },
  "every change of state, owner, priority or rest is in the audit": ({ before, step }) => {
    const after = step.conversation;
    const changed = JSON.stringify(shown(before)) !== JSON.stringify(shown(after));
    expect(changesBetween(before, after).length > 0).toBe(changed);
  },
  "a card shows the state that the case is in": ({ step }, world) => {
    const { state, number } = step.conversation;
    const card = world.views.desk.find((one) => one.conversation === number && one.name === "card");
    if (card) expect(card.message.card?.state).toBe(state.name);
  },
};

/** Sentences that tell of a deed, in both languages, with the states that follow from it. */
const deeds: readonly (readonly [RegExp, readonly string[]])[] = [
  [/handed (?:this|it) to the team|passed this to the team|told the team|opened this again/, ["waiting"]],
  [/has taken your ticket|will answer here/, ["human"]],
  [/is back in the queue|still waits for a person/, ["waiting"]],
  [/is with .+, who knows that you wait/, ["human"]],
  [/back to me/, ["bot"]],
  [/has closed ticket|[Tt]icket #\d+ is closed|settled then/, ["resolved"]],
];

/** What an audit must tell of. */
function shown({ state, ticket }: Conversation) {
  const { priority, category, crisis } = ticket;
  const kept = { name: state.name, priority, category, crisis };
  switch (state.name) {
    case "bot":
      return kept;
    case "waiting":
      return { ...kept, reason: state.reason, pause: state.pause };
    case "human":
      return { ...kept, staff: state.staff.name, pause: state.pause };
    case "resolved":
      return { ...kept, by: state.by };
  }
}

function toStudent(step: Taken["step"]) {
  return step.says.flatMap((say) => (say.type === "post" && say.to === "student" ? [say.message] : []));
}

/** The other side's lines as they stand. */
function relayed(world: World, side: Side): { turn: number; text: string }[] {
  return world.views[side].flatMap(({ name, message }) =>
    message.as === undefined || (side === "desk" && message.tone !== "student")
      ? []
      : [{ turn: Number(name.slice("turn:".length)), text: message.text }],
  );
}

function play(
  moves: readonly Move[],
  check: (taken: Taken, world: World) => void,
  replyMode: "thread" | "box" = "thread",
): void {
  const world = new World(replyMode);
  for (const one of moves) for (const taken of world.play(one)) check(taken, world);
}

describe("whatever happens in whatever order", () => {
  test.each(Object.entries(invariants))("%s", (_, check) => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60, size: "max" }), (moves) => play(moves, check)),
      { numRuns: 400 },
    );
  });

  test("where only the reply box speaks, nothing that is typed in the thread reaches a student", () => {
    const check =
      invariants[
        "I4, I5, I13: a student sees the claimer's lines, each once, in order and as last meant, and nothing else of the desk"
      ];
    if (!check) throw new Error("no such invariant");
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60, size: "max" }), (moves) => play(moves, check, "box")),
      { numRuns: 200 },
    );
  });

  test("all of it holds over thousands of steps", () => {
    let taken = 0;
    // Looking at two long chats takes time: at the two sides only now and then.
    const everything = (last: Taken, world: World) => {
      taken += 1;
      for (const check of Object.values(invariants))
        if (check.length < 2 || taken % 40 === 0) check(last, world);
    };
    const long = fc.array(move, { minLength: 2000, maxLength: 3000, size: "max" });
    fc.assert(
      fc.property(long, (moves) => play(moves, everything)),
      { numRuns: 4, endOnFailure: true },
    );
  });
});
