import type { LanguageModel } from "#ports/model.ts";
import { offered } from "../../answering/following/clarify.ts";
import type { Answer, Line } from "../../answering/question.ts";
import { terms } from "../../knowledge/text/terms.ts";
import { searcherOf } from "../corpus.ts";
import { DOCUMENT } from "../dataset.ts";
import type { Figures } from "./answers.ts";
import { createAsking } from "./asking.ts";
import { faithfulness } from "./judged.ts";
import { mean, share } from "./mean.ts";
import type { TurnRow } from "./rows.ts";

type Result = {
  readonly row: TurnRow;
  readonly answer: Answer;
  readonly kind: "answered" | "asked" | "refused";
};

/**
 * Every turn asked over the passages of the whole file, with what was said before. Groundedness is the share of the
 * answers' sentences that the check of citations finds carried; "told" the share of the reference answer's words.
 */
export async function turnFigures(
  rows: readonly TurnRow[],
  model: LanguageModel | undefined,
): Promise<Figures> {
  const texts = new Map(rows.flatMap(({ contexts }) => contexts.map(({ id, text }) => [id, text] as const)));
  const ask = await createAsking(searcherOf([...texts].map(([id, text]) => document(id, text))), model);
  const results: Result[] = [];
  for (const row of rows) {
    const answer = await ask(row.question, row.history.map(lineOf));
    const isQuestion = offered([{ who: "bot", text: answer.text }]).length > 0;
    results.push({ row, answer, kind: answer.found ? "answered" : isQuestion ? "asked" : "refused" });
  }
  const of = (...kinds: TurnRow["answerability"][]) =>
    results.filter(({ row }) => kinds.includes(row.answerability));
  const answerable = of("ANSWERABLE", "PARTIAL");
  const answered = answerable.filter(({ kind }) => kind === "answered");
  return {
    answerable: answerable.length,
    "answered of answerable": share(answerable, ({ kind }) => kind === "answered"),
    "asked back of answerable": share(answerable, ({ kind }) => kind === "asked"),
    unanswerable: of("UNANSWERABLE").length,
    "refused of unanswerable": share(of("UNANSWERABLE"), ({ kind }) => kind !== "answered"),
    underspecified: of("UNDERSPECIFIED").length,
    "asked back of underspecified": share(of("UNDERSPECIFIED"), ({ kind }) => kind === "asked"),
    "not answered of underspecified": share(of("UNDERSPECIFIED"), ({ kind }) => kind !== "answered"),
    "citation precision": mean(
      answered.map(({ row, answer }) => hits(row, answer) / answer.citations.length),
    ),
    "citation recall": mean(
      answered.map(
        ({ row, answer }) => hits(row, answer) / Math.min(row.contexts.length, answer.citations.length),
      ),
    ),
    "right source first": share(answered, ({ row, answer }) => isRight(row, answer.citations[0]?.url)),
    groundedness: mean(
      answered.map(
        ({ answer }) =>
          faithfulness(
            answer.text,
            answer.citations.map(({ url }) => texts.get(url) ?? ""),
          ).carried,
      ),
    ),
    told: mean(answered.map(({ row, answer }) => told(row, answer))),
  };
}

/** The first line of a passage is its title. */
function document(id: string, text: string) {
  const [title = "", ...rest] = text.split("\n");
  return DOCUMENT.parse({ id, title, text: rest.join("\n") || title });
}

function lineOf({ role, text }: TurnRow["history"][number]): Line {
  return { who: role === "user" ? "student" : "bot", text };
}

function isRight({ contexts }: TurnRow, id: string | undefined): boolean {
  return contexts.some((context) => context.id === id);
}

function hits(row: TurnRow, { citations }: Answer): number {
  return citations.filter(({ url }) => isRight(row, url)).length;
}

function told({ answers }: TurnRow, { text }: Answer): number {
  const wanted = new Set(terms(answers[0] ?? ""));
  const said = new Set(terms(text));
  return [...wanted].filter((word) => said.has(word)).length / Math.max(1, wanted.size);
}
