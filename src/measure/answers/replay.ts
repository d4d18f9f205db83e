import { z } from "zod";
import type { Answer, Answerer, Line } from "../../answering/question.ts";
import { understand } from "../../understanding/understand.ts";

/**
 * A recorded question. `answers` names the articles that answer it, none if nothing does; without it, what was right
 * is not known, and an answer counts for more than none.
 */
export const RECORDED = z.object({
  question: z.string(),
  history: z.array(z.object({ who: z.enum(["student", "bot", "staff"]), text: z.string() })).default([]),
  answers: z.array(z.object({ article: z.string() })).optional(),
});
export type Recorded = z.infer<typeof RECORDED>;

export type Compared = {
  readonly question: string;
  /** The second against the first. `changed`: other words or sources, and nothing tells which are better. */
  readonly verdict: "better" | "worse" | "changed" | "same";
  readonly first: Shown;
  readonly second: Shown;
};

export type Shown = {
  readonly found: boolean;
  /** Titles and headings, as people read them. */
  readonly sources: readonly string[];
  /** The ids of the cited articles. */
  readonly articles: readonly string[];
  readonly text: string;
};

/** Asks both the same question in the same conversation. */
export async function compare(recorded: Recorded, first: Answerer, second: Answerer): Promise<Compared> {
  const [a, b] = [await asked(recorded, first), await asked(recorded, second)];
  return { question: recorded.question, verdict: verdict(a, b, recorded), first: a, second: b };
}

/** Whether the second may replace the first: it is not worse on more questions than it is better on. */
export function mayReplace(compared: readonly Compared[]): boolean {
  const count = (verdict: Compared["verdict"]) => compared.filter((one) => one.verdict === verdict).length;
  return count("worse") <= count("better");
}

async function asked({ question, history }: Recorded, answerer: Answerer): Promise<Shown> {
  const lines: readonly Line[] = history;
  const reading = understand(question, lines);
  let answer: Answer | undefined;
  for await (const part of answerer.answer({ text: question, history: lines, reading, student: "replay" }))
    if ("answer" in part) answer = part.answer;
  if (answer === undefined) throw new Error("no answer");
  const { found, citations, text } = answer;
  return {
    found,
    sources: citations.map(({ title, path }) => [title, ...path].join(" › ")),
    // Their pages are called by their ids.
    articles: citations.map(({ url }) => decodeURIComponent(/\/articles\/([^?#]*)/.exec(url)?.[1] ?? "")),
    text,
  };
}

function verdict(first: Shown, second: Shown, recorded: Recorded): Compared["verdict"] {
  const difference = points(second, recorded) - points(first, recorded);
  if (difference !== 0) return difference > 0 ? "better" : "worse";
  return first.text === second.text ? "same" : "changed";
}

/** Right: a source that answers it, first or at all; or nothing where nothing does. */
function points(shown: Shown, { answers }: Recorded): number {
  if (answers === undefined) return shown.found ? 1 : 0;
  if (answers.length === 0) return shown.found ? 0 : 2;
  const right = answers.map(({ article }) => article);
  if (right.includes(shown.articles[0] ?? "")) return 2;
  return shown.articles.some((article) => right.includes(article)) ? 1 : 0;
}
