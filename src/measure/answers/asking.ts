import type { LanguageModel } from "#ports/model.ts";
import { createAnswerer } from "../../answering/answer.ts";
import { createBudget } from "../../answering/asking/budget.ts";
import type { Answer, Line } from "../../answering/question.ts";
import type { Searcher } from "../../knowledge/index/searcher.ts";
import { warmChinese } from "../../knowledge/text/chinese.ts";
import { understand } from "../../understanding/understand.ts";

const ignore = () => undefined;
const SILENT = { info: ignore, warn: ignore, error: ignore };

/** Asks as a student would, over these documents and without limits of tokens. Citations lead to the document's id. */
export async function createAsking(
  searcher: Searcher,
  model: LanguageModel | undefined,
): Promise<(text: string, history: readonly Line[]) => Promise<Answer>> {
  const words = await warmChinese();
  const answerer = createAnswerer({
    search: { search: async (query) => searcher.search(query, { words }) },
    model,
    budget: createBudget(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, () => 0),
    articleUrl: ({ article }) => article.id,
    hints: "nothing",
    now: () => 0,
    log: SILENT,
  });
  return async (text, history) => {
    const understood = understand(text, history);
    // Whatever it sounds like, here it is a question.
    const reading = { ...understood, wants: "answer" as const };
    for await (const part of answerer.answer({ text, history, reading, student: "measured" }))
      if ("answer" in part) return part.answer;
    throw new Error("no answer");
  };
}
