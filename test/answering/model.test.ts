import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ModelError } from "#ports/model.ts";
import type { Log } from "#ports/platform.ts";
import { createModel } from "../../adapters/openai/index.ts";
import { createBudget } from "../../src/answering/asking/budget.ts";
import { limits } from "../../src/answering/limits.ts";
import { createFakeOpenAI, type FakeOpenAI, type Script } from "../fakes/openai.ts";
import { answerer, ask, parts, reply, search, silent, talk } from "./course.ts";
import { speaking } from "./fake.ts";

const REFUND = "You can get a refund within 14 days of your purchase [1].";
const SLOW = { firstByteMs: 40, wholeMs: 120 };

describe("an answer by the model", () => {
  it("has its marks numbered in the order of first use, with the passages that they mean", async () => {
    const say =
      "Centring takes both alignments [2][1]. The gap property sets the space between flex children [1].";
    const answer = await reply(ask("centre with flexbox gap between children"), { model: speaking(say) });
    expect(answer).toMatchObject({ by: "model", found: true });
    const sections = answer.citations.map(({ number, path }) => `${number} ${path[0]}`);
    expect(sections).toHaveLength(2);
    expect(answer.text).toMatch(/alignments \[1\]\[2\]\..* children \[2\]\./);
    expect(sections[1]).toBe("2 Gaps");
  });

  it("names the passage that carries a sentence where the model named another", async () => {
    const say = "The gap property sets the space between flex children [2].";
    const answer = await reply(ask("centre with flexbox gap between children"), { model: speaking(say) });
    expect(answer.citations.map(({ path }) => path[0])).toEqual(["Gaps"]);
  });

  it("loses a sentence that no passage carries, and falls back when those are many", async () => {
    const carried = "The money arrives within 10 working days [1].";
    const invented = "A refund of your course also pays for books and working tools bought elsewhere [1].";
    const { text, by } = await reply(ask("How do I get a refund?"), {
      model: speaking(`${REFUND} ${invented} ${carried}`),
    });
    expect({ text, by }).toEqual({ text: `${REFUND} ${carried}`, by: "model" });
    const mostly = await reply(ask("How do I get a refund?"), { model: speaking(`${REFUND} ${invented}`) });
    expect(mostly.by).toBe("quote");
  });

  it("falls back when it says the opposite of its passage", async () => {
    const opposite = "You cannot get a refund within 14 days of your purchase [1].";
    const answer = await reply(ask("How do I get a refund?"), { model: speaking(opposite) });
    expect(answer.by).toBe("quote");
    expect(answer.text).toContain("You can get a refund within 14 days");
  });

  it("is in Chinese over English passages, with marks after the sentence", async () => {
    const say = "购买后 14 天内可以退款。[1]在账户页面选择课程,然后点击 Refund。[1]";
    const answer = await reply(ask("怎么申请退款?"), { model: speaking(say) });
    expect(answer).toMatchObject({ by: "model", text: say });
  });

  it("leaves code alone and takes other ways of writing marks", async () => {
    const say =
      "Make the parent a flex container and set both alignments 【1】:\n\n```css\n.a[1] { display: flex; } /* [9] */\n```";
    const { text } = await reply(ask("centre a child with flexbox"), { model: speaking(say) });
    expect(text).toBe(
      "Make the parent a flex container and set both alignments [1]:\n\n```css\n.a[1] { display: flex; } /* [9] */\n```",
    );
  });

  it("gives a sentence without a mark the passage that says it, and falls when none does", async () => {
    const without = await reply(ask("How do I get a refund?"), {
      model: speaking("You can get a refund within 14 days of your purchase."),
    });
    expect(without).toMatchObject({
      by: "model",
      text: "You can get a refund within 14 days of your purchase. [1]",
    });
    const invented = await reply(ask("How do I get a refund?"), {
      model: speaking(`${REFUND} Gift cards get paid back in vouchers by your local bank branch.`),
    });
    expect(invented.by).toBe("quote");
  });

  it("may keep to a list under a sentence with a source", async () => {
    const say =
      "Get a refund in three steps [1]:\n\n1. Open your account page.\n2. Choose the course.\n   - press **Refund**";
    expect((await reply(ask("How do I get a refund?"), { model: speaking(say) })).text).toBe(say);
  });

  it("is not found when the model says that the passages lack it", async () => {
    for (const say of [
      "NO_ANSWER",
      "NO_ANSWER\nsorry",
      "I don't know. The passages do not say.",
      "资料中没有提到。",
    ]) {
      const answer = await reply(ask("How do I get a refund?"), { model: speaking(say) });
      expect(answer).toMatchObject({ found: false, citations: [] });
    }
  });

  it("is drafted only in complete, grounded pieces with closed fences", async () => {
    const say = `${REFUND} The money arrives within 10 working days [1].\n\n\`\`\`css\n.parent { display: flex; }\n\`\`\`\n\nConfirm [1].`;
    const seen = await parts(ask("How do I get a refund?"), { model: speaking([...say]) });
    const drafts = seen.flatMap((part) => ("draft" in part ? [part.draft] : []));
    expect(drafts.length).toBeGreaterThanOrEqual(3);
    for (const draft of drafts) {
      expect(draft).toMatch(/(?:\[1\]\.|```)$/);
      expect((draft.match(/```/g) ?? []).length % 2).toBe(0);
    }
    expect(seen.at(-1)).toMatchObject({ answer: { text: say } });
  });

  it("sees the conversation, the wish and the topic's passages", async () => {
    const model = speaking("Flexbox is a layout mode that arranges children in one direction [1].");
    await talk(["centre a child with flexbox", "simpler please"], { model });
    expect(model.prompts[1]).toContain("user: centre a child with flexbox");
    expect(model.prompts[1]).toContain("explain the same in easier words");
    expect(model.prompts[1]).toContain('about="Flexbox > Centring"');
  });

  it("I30: is asked with a bounded prompt whatever the student sends", async () => {
    const model = speaking(REFUND);
    await reply(
      ask(`refund ${"word ".repeat(20_000)} purchase`, [{ who: "student", text: "y".repeat(90_000) }]),
      { model },
    );
    expect(model.prompts[0]?.length ?? 0).toBeLessThan(30_000);
  });
});

describe("S39: when the model gives nothing that may be shown", () => {
  let fake: FakeOpenAI;
  beforeAll(async () => {
    fake = await createFakeOpenAI();
  });
  afterAll(() => fake.close());
  const model = () =>
    createModel({ apiKey: "k", baseURL: fake.baseURL, model: "m", embeddingModel: undefined });

  const FAULTS: readonly (readonly [string, Script])[] = [
    ["is down", { status: 500 }],
    ["is limited for an hour", { status: 429, headers: { "retry-after": "3600" } }],
    ["refuses the key", { status: 401 }],
    ["never begins", "hang"],
    ["never ends", "hangAfterFirst"],
    ["is too slow", { say: `${REFUND} `.repeat(20), pauseMs: 20 }],
    ["says nothing", { say: "" }],
    ["refuses", "refusal"],
    ["is filtered", { say: REFUND, end: "content_filter" }],
    ["runs into its length", { say: REFUND, end: "length" }],
    ["sends no JSON", { raw: "data: {oops\n\n" }],
    ["fails inside the stream", "errorInStream"],
  ];

  it.each(FAULTS)("the answer is quoted in the same turn: it %s", async (_, script) => {
    fake.script(script);
    const answer = await reply(ask("How do I get a refund?"), { model: model(), deadlines: SLOW });
    expect(answer).toMatchObject({ by: "quote", found: true });
    expect(answer.text).toContain("within 14 days");
  });

  it("S18 the answer is whole though the stream is cut anywhere", async () => {
    const whole = `${REFUND} The money arrives within 10 working days [1].`;
    for (let cutAt = 0; cutAt < 1_500; cutAt += 61) {
      fake.script({ say: whole, cutAt });
      const answer = await reply(ask("How do I get a refund?"), { model: model(), deadlines: SLOW });
      expect(answer.text === whole || answer.by === "quote").toBe(true);
      expect(answer.text).toContain("within 14 days");
    }
  });

  it("a model that ignores the signal is left behind", async () => {
    const answer = await reply(ask("How do I get a refund?"), { model: speaking("hang"), deadlines: SLOW });
    expect(answer.by).toBe("quote");
  });

  it("any other fault of a model's adapter ends in a quote too", async () => {
    const broken = {
      chat: () => {
        throw new Error("not a ModelError");
      },
    };
    expect((await reply(ask("How do I get a refund?"), { model: broken })).by).toBe("quote");
  });

  it("it is left alone after three failures in a row, and tried again after the rest", async () => {
    let now = 0;
    const failing = speaking(new ModelError("unavailable"));
    const log: Log = silent;
    const desk = answerer({ model: failing, now: () => now, log });
    const once = () => Array.fromAsync(desk.answer(ask("How do I get a refund?")));
    for (let turn = 0; turn < 6; turn++) await once();
    expect(failing.prompts).toHaveLength(3);
    now += limits.restMs + 1;
    await once();
    await once();
    expect(failing.prompts).toHaveLength(4);
  });

  it("it is not asked before its server wants to be asked again", async () => {
    let now = 0;
    const limited = speaking(new ModelError("limited", { retryAfterMs: 60_000 }));
    const desk = answerer({ model: limited, now: () => now });
    const once = () => Array.fromAsync(desk.answer(ask("How do I get a refund?")));
    await once();
    now = 59_000;
    await once();
    expect(limited.prompts).toHaveLength(1);
    now = 61_000;
    await once();
    expect(limited.prompts).toHaveLength(2);
  });

  it("logs carry no text", async () => {
    const lines: string[] = [];
    const note = (event: string, data?: object) => void lines.push(JSON.stringify([event, data]));
    const log: Log = { info: note, warn: note, error: note };
    await reply(ask("How do I get a refund?"), { model: speaking("Secret words without a source."), log });
    await reply(ask("How do I get a refund?"), {
      search: { search: () => Promise.reject(new Error("refund")) },
      log,
    });
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join("\n")).not.toMatch(/secret|refund/i);
  });
});

describe("I29: the budget", () => {
  it("is kept by student and by day, also by turns at the same time, and begins anew each day", async () => {
    let now = 0;
    const budget = createBudget(1_000, 600, () => now);
    const first = await budget.reserve({ student: "a" }, 500);
    expect(first).toBeDefined();
    expect(await budget.reserve({ student: "a" }, 200)).toBeUndefined();
    expect(await budget.reserve({ student: "b" }, 501)).toBeUndefined();
    await first?.settle(100);
    await first?.settle(0);
    expect(await budget.reserve({ student: "a" }, 501)).toBeUndefined();
    expect(await budget.reserve({ student: "b" }, 600)).toBeDefined();
    expect(await budget.reserve({ student: "c" }, 301)).toBeUndefined();
    now = 86_400_000;
    expect(await budget.reserve({ student: "c" }, 600)).toBeDefined();
  });

  it("of one conversation is used up before the student's: something is left for the next question", async () => {
    const budget = createBudget(1_000_000, 1_000, () => 0);
    expect(await budget.reserve({ student: "a", conversation: 7 }, 600)).toBeDefined();
    expect(await budget.reserve({ student: "a", conversation: 7 }, 10)).toBeUndefined();
    expect(await budget.reserve({ student: "a", conversation: 8 }, 300)).toBeDefined();
    expect(await budget.reserve({ student: "a" }, 200)).toBeUndefined();
  });

  it("holds against a hundred turns of one student at once", async () => {
    const model = speaking([REFUND, { end: "stop", tokens: 900 }]);
    const budget = createBudget(1_000_000, 10_000, () => 0);
    await Promise.all(
      Array.from({ length: 100 }, () => reply(ask("How do I get a refund?"), { model, budget })),
    );
    expect(model.prompts.length * 900).toBeLessThan(10_500);
    expect(model.prompts.length).toBeGreaterThan(0);
  });

  it("when spent, the model is not asked and the answer is quoted", async () => {
    const model = speaking(REFUND);
    const answer = await reply(ask("How do I get a refund?"), {
      model,
      budget: createBudget(1_000, 500, () => 0),
    });
    expect(answer.by).toBe("quote");
    expect(model.prompts).toHaveLength(0);
  });

  it("is charged for what a broken call cost", async () => {
    const settled: number[] = [];
    const budget = { reserve: async () => ({ settle: async (tokens: number) => void settled.push(tokens) }) };
    await reply(ask("How do I get a refund?"), { model: speaking(new ModelError("unavailable")), budget });
    await reply(ask("How do I get a refund?"), { model: speaking(REFUND), budget });
    expect(settled[0]).toBeGreaterThan(200);
    expect(settled[1]).toBe(100);
  });

  it("is not touched when nothing was found", async () => {
    const model = speaking(REFUND);
    await reply(ask("quux zyzzy"), { model, search });
    expect(model.prompts).toHaveLength(0);
  });
});
