import { describe, expect, it } from "vitest";
import { createSmallAsker, type Pay } from "../../src/answering/asking/small-question.ts";
import type { ChatPiece, LanguageModel } from "../../src/ports/model.ts";
import { ModelError } from "../../src/ports/model.ts";
import { understand } from "../../src/understanding/understand.ts";
import { createSecondLook, merged } from "../../src/understanding/with-model.ts";

function replying(...pieces: readonly (ChatPiece | Error)[]): LanguageModel & { calls: number } {
  return {
    calls: 0,
    async *chat() {
      this.calls++;
      for (const piece of pieces) {
        if (piece instanceof Error) throw piece;
        yield piece;
      }
    },
  };
}

const END: ChatPiece = { end: "stop", tokens: 10 };
const SAID = {
  mood: "discouraged",
  intensity: 0.7,
  wants: "answer",
  needsPerson: false,
  graded: false,
  question: true,
} as const;
const pay: Pay = async () => ({ settle: async () => undefined });
const DOUBTFUL = "well, that is how it goes with me and loops";

describe("a second look by the model", () => {
  it("corrects a mood that the rules are not sure of", async () => {
    const reading = {
      ...understand(DOUBTFUL, []),
      mood: { name: "neutral", intensity: 0, sure: 0.5 },
    } as const;
    const look = createSecondLook(createSmallAsker(replying({ text: JSON.stringify(SAID) }, END), () => 0));
    expect((await look(reading, { text: DOUBTFUL, history: [], pay })).mood).toMatchObject({
      name: "discouraged",
      intensity: 0.7,
    });
  });

  it.each([
    ["is broken", [new ModelError("unavailable")]],
    ["says no JSON", [{ text: "The student seems sad." }, END]],
    ["says JSON of another form", [{ text: '{"mood":"furious"}' }, END]],
    ["stops in the middle", [{ text: '{"mood":"angry",' }, { end: "length", tokens: 9 }]],
    ["refuses", [{ end: "refused", tokens: 1 }]],
    ["throws something else", [new Error("boom")]],
  ] as const)("leaves the reading as it is when it %s", async (_, pieces) => {
    const reading = {
      ...understand(DOUBTFUL, []),
      mood: { name: "neutral", intensity: 0, sure: 0.5 },
    } as const;
    const look = createSecondLook(createSmallAsker(replying(...pieces), () => 0));
    expect(await look(reading, { text: DOUBTFUL, history: [], pay })).toEqual(reading);
  });

  it("is not asked about danger, wishes and plain moods", async () => {
    const model = replying({ text: JSON.stringify(SAID) }, END);
    const look = createSecondLook(createSmallAsker(model, () => 0));
    for (const text of ["I want to die", "can I talk to a human", "simpler please", "thank you so much!"])
      expect(await look(understand(text, []), { text: text, history: [], pay })).toEqual(
        understand(text, []),
      );
    expect(model.calls).toBe(0);
  });

  it("takes nothing back that the rules found, and can only hint at a person", () => {
    const found = {
      ...understand("please transfer me to a person", []),
      crisis: "selfHarm",
      graded: true,
    } as const;
    const after = merged(found, { ...SAID, mood: "pleased", question: false });
    expect(after).toMatchObject({ crisis: "selfHarm", graded: true, question: true });
    expect(merged(understand(DOUBTFUL, []), { ...SAID, needsPerson: true }).person).toBe("hinted");
    expect(
      merged({ ...understand(DOUBTFUL, []), person: "refused" }, { ...SAID, needsPerson: true }).person,
    ).toBe("refused");
  });
});
