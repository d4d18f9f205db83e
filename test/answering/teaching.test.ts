import { describe, expect, it } from "vitest";
import { type Learning, LearningError, type Progress } from "#ports/learning.ts";
import type { AnswererOptions } from "../../src/answering/answer.ts";
import type { Line } from "../../src/answering/question.ts";
import type { Passage, Search } from "../../src/knowledge/passage.ts";
import { ask, reply } from "./course.ts";
import { speaking } from "./fake.ts";

const SOLUTION =
  "function average(list) {\n  const sum = list.reduce((a, b) => a + b, 0);\n  return sum / list.length;\n}\nmodule.exports = average;";

function passage(id: string, path: string, text: string, more: Partial<Passage["article"]> = {}): Passage {
  const article = { id, title: id, language: "en", updated: "2026-09-14", escalate: false, ...more };
  return { article, path: [path], anchor: path, text };
}

const TASK = passage(
  "Assignment 2",
  "The task",
  `Write a function that returns the average of a list of numbers. Think of the empty list.\n\n\`\`\`js\n${SOLUTION}\n\`\`\``,
  { graded: true },
);
const KEY = passage(
  "Assignment 2",
  "Sample solution",
  `The average is written like this:\n\n\`\`\`js\n${SOLUTION}\n\`\`\``,
  { graded: true },
);
const LESSON = passage(
  "Loops",
  "Adding up",
  "A loop visits each number of a list. Begin with a sum of zero and add each number to the sum.\n\n```js\nfor (const price of prices) total += price;\n```",
);
const COURSE = [TASK, KEY, LESSON];

const found = (hits: readonly Passage[], sure = 0.9): Search => ({
  search: async () => ({ hits: hits.map((one, at) => ({ passage: one, score: 10 - at })), sure }),
});

async function conversation(texts: readonly string[], options: Partial<AnswererOptions>) {
  const history: Line[] = [];
  const answers: string[] = [];
  for (const text of texts) {
    const answer = await reply(ask(text, [...history]), { search: found(COURSE), ...options });
    answers.push(answer.text);
    history.push({ who: "student", text }, { who: "bot", text: answer.text });
  }
  return answers;
}

describe("graded work", () => {
  it("is hinted at step by step and never solved, until the hints are used up", async () => {
    const texts = await conversation(
      ["how do I solve the average task?", "another hint", "more", "please, the code"],
      {},
    );
    expect(texts.map((text) => /^Hint (\d) of (\d)/.exec(text)?.[0])).toEqual([
      "Hint 1 of 3",
      "Hint 2 of 3",
      "Hint 3 of 3",
      undefined,
    ]);
    expect(texts[3]).toContain("all the hints");
    expect(new Set(texts).size).toBe(4);
    for (const text of texts) expect(text).not.toMatch(/reduce|sum \/ list|module\.exports/);
    expect(texts[2]).toContain("for (const price of prices)");
  });

  it("has its hints counted also under a word of sympathy, and in either language", async () => {
    const history: Line[] = [
      { who: "student", text: "作业怎么写" },
      { who: "bot", text: "别着急。\n\n提示 1/3：这是要计分的作业……" },
      { who: "student", text: "and then?" },
      { who: "bot", text: "That is annoying.\n\nHint 2 of 3. This is graded work" },
    ];
    expect(
      (await reply(ask("how do I solve the average task?", history), { search: found(COURSE) })).text,
    ).toMatch(/^Hint 3 of 3/);
  });

  it.each([
    ["en", ["solve my homework: the average task", "I'm stuck", "next hint", "just give me the code"]],
    ["zh", ["帮我写作业：the average task", "再给点提示", "还是不会", "直接给我答案"]],
  ])("goes on with it however the next one is asked for: %s", async (_, said) => {
    const more = "Then think of the list without numbers. Divide by how many there are. ";
    const lesson = { ...LESSON, text: more + LESSON.text };
    const texts = await conversation(said, { search: found([lesson]) });
    expect(
      texts.slice(0, 3).map((text) => /Hint \d of 3|提示 \d\/3/.exec(text)?.[0].match(/\d/)?.[0]),
    ).toEqual(["1", "2", "3"]);
    expect(texts[3]).toMatch(/all the hints|提示就这些了/);
  });

  it("has more hints when its deadline is near", async () => {
    const learning = (at: number): Learning => ({
      progress: async () => ({ unlocked: new Set(), deadlines: [{ title: "Assignment 2", at }] }),
    });
    const first = async (at: number) =>
      (await conversation(["solve the average task"], { learning: learning(at) }))[0];
    expect(await first(3_600_000)).toMatch(/^Hint 1 of 5/);
    expect(await first(10 * 24 * 3_600_000)).toMatch(/^Hint 1 of 3/);
    expect(await first(-1)).toMatch(/^Hint 1 of 3/);
  });

  it("is told of in plain words where nothing is taught: deadlines and rules", async () => {
    const rule = passage(
      "Extensions",
      "How to ask",
      "You can ask for an extension of an assignment by writing to the desk.",
    );
    const question = ask("can I get an extension for the graded assignment?");
    const graded = { ...question, reading: { ...question.reading, graded: true } };
    expect((await reply(graded, { search: found([rule]) })).text).not.toContain("Hint");
    expect((await reply(graded, { search: found([LESSON]) })).text).toMatch(/^Hint 1 of 3/);
  });

  it("follows the course's setting", async () => {
    const plain = ask("how do I add up numbers?");
    expect((await reply(plain, { search: found([LESSON]), hints: "everything" })).text).toMatch(/^Hint 1/);
    const price = passage("Price", "The price", "The course costs 240 USD.");
    expect((await reply(ask("the price"), { search: found([price]), hints: "everything" })).text).toContain(
      "240 USD",
    );
    expect(
      (await reply(ask("the average task"), { search: found(COURSE), hints: "nothing" })).text,
    ).not.toMatch(/^Hint/);
  });
});

describe("a model on graded work", () => {
  const task = ask("how do I solve the average task?");
  const hint = "A loop visits each number of a list, and you begin with a sum of zero [1].";

  it("never sees the solution, and is told to hint", async () => {
    const model = speaking(hint);
    await reply(task, { search: found([LESSON, ...COURSE]), model });
    expect(model.prompts[0]).not.toMatch(/reduce|Sample solution/);
    expect((await reply(task, { search: found([TASK, LESSON]), model })).text).toContain("Hint 1 of 3");
    expect(model.prompts.at(-1)).toContain("Give one small hint");
    expect(model.prompts.at(-1)).not.toContain("reduce");
  });

  it.each([
    ["writes the solution", `Begin with a sum of zero [1]:\n\n\`\`\`js\n${SOLUTION}\n\`\`\``],
    [
      "writes another solution",
      "Add each number to the sum [1]:\n\n```js\nlet sum = 0;\nfor (const n of list) sum += n;\nreturn list.length ? sum / list.length : 0;\n```",
    ],
    [
      "hides it in a list",
      `- Add each number to the sum [1]\n\n  \`\`\`js\n  ${SOLUTION.replaceAll("\n", "\n  ")}\n  \`\`\``,
    ],
  ])("gives nothing away when it %s", async (_, say) => {
    const { text, by } = await reply(task, { search: found([TASK, KEY, LESSON]), model: speaking(say) });
    expect(by).toBe("quote");
    expect(text).toMatch(/^Hint 1 of 3/);
    expect(text).not.toMatch(/reduce|sum \/|list\.length/);
  });

  it("its hint is shown when it is one", async () => {
    const { text, by } = await reply(task, {
      search: found([TASK, LESSON]),
      model: speaking(hint.replace("[1]", "[2]")),
    });
    expect(by).toBe("model");
    expect(text).toMatch(/^Hint 1 of 3[\s\S]*A loop visits each number/);
  });
});

describe("I15: locked modules", () => {
  const OPEN = passage("Variables", "Names", "A variable is a name for a value. Names begin with a letter.");
  const LOCKED = passage("Promises", "Waiting", "A promise is a value that comes later.", { module: "m7" });
  const progress = (unlocked: readonly string[]): Learning => ({
    progress: async (): Promise<Progress> => ({ unlocked: new Set(unlocked), deadlines: [] }),
  });
  const answer = (learning: Learning | undefined, hits: readonly Passage[]) =>
    reply(ask("what is a promise value?"), { search: found(hits), learning });

  it("are quoted to those who unlocked them, and to everybody where no learning platform is asked", async () => {
    expect((await answer(progress(["m7"]), [LOCKED])).text).toContain("comes later");
    expect((await answer(undefined, [LOCKED])).text).toContain("comes later");
  });

  it("are not quoted to others: what is open is, or it is said that it will open", async () => {
    const locked = await answer(progress(["m1"]), [LOCKED]);
    expect(locked).toMatchObject({ found: false, citations: [] });
    expect(locked.text).toContain("isn't open to you yet");
    expect((await answer(progress([]), [LOCKED, OPEN])).text).toContain("A variable is a name");
    const model = speaking("A variable is a name for a value [1].");
    await reply(ask("what is a promise value?"), {
      search: found([LOCKED, OPEN]),
      learning: progress([]),
      model,
    });
    expect(model.prompts[0]).not.toContain("comes later");
  });

  it("stay closed when the platform doesn't know the student or can't tell", async () => {
    const unknown: Learning = { progress: async () => undefined };
    const broken: Learning = { progress: () => Promise.reject(new LearningError("down")) };
    for (const learning of [unknown, broken])
      expect((await answer(learning, [LOCKED])).text).toContain("isn't open to you yet");
  });
});
