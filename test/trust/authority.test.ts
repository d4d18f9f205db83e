import { describe, expect, test } from "vitest";
import type { LanguageModel } from "#ports/model.ts";
import { createSmallAsker } from "../../src/answering/asking/small-question.ts";
import { createSecondLook } from "../../src/understanding/with-model.ts";
import { answerer } from "../answering/course.ts";
import { harness } from "../engine/claimed-case.ts";

const WISHES = ["answer", "simpler", "example", "more", "less", "solved", "thanks", "smallTalk"];
const OTHERS = ["person", "abuse", "greeting", "nothing", "resolve", "crisis"];
const QUESTIONS = ["flexbox, to centre a child", "then the gap between flex children"];

/** A model that says one thing whatever it is asked, with a price, as a compromised one would. */
function insisting(said: string): LanguageModel & { asked: number } {
  return {
    asked: 0,
    async *chat() {
      this.asked++;
      yield { text: said };
      yield { end: "stop", tokens: 20 };
    },
  };
}

/** A core in which one model answers and takes the second look, and says the same to both. */
async function house(said: string) {
  const model = insisting(said);
  const look = createSecondLook(createSmallAsker(model, () => 0));
  const pay = async () => ({ settle: async () => undefined });
  const h = await harness({
    answerer: answerer({ model }),
    secondLook: (reading, { text, history }) => look({ ...reading, mood: CALM }, { text, history, pay }),
  });
  return { h, model };
}
const CALM = { name: "neutral", intensity: 0, sure: 0.5 } as const;

describe("I24: a model's second look at a message advises and does nothing", () => {
  test.each([...WISHES, ...OTHERS])("though it says %s to each message", async (wants) => {
    const calm = { mood: "neutral", intensity: 0, needsPerson: true, graded: true, question: false };
    const { h, model } = await house(JSON.stringify({ ...calm, wants }));
    for (const [index, text] of QUESTIONS.entries()) {
      await h.hear({ type: "message", text });
      await h.idle();
      const open = await h.store.open();
      expect(open).toMatchObject([{ number: 1 }]);
      // Answers that miss bring a case to people, whatever the model says; nothing else does.
      const { state } = open[0] ?? {};
      if (state?.name !== "bot") expect(state).toMatchObject({ name: "waiting", reason: "missed" });
      expect(h.platform.texts(h.student).length).toBeGreaterThan(index);
    }
    expect(model.asked).toBeGreaterThan(0);
  });
});
