/** Measures understanding on labelled data: what `eval mood`, `language` and the others print. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Line } from "../../answering/question.ts";
import { headOf } from "../../understanding/mood/mood.ts";
import { polarity } from "../../understanding/mood/polarity.ts";
import { plain } from "../../understanding/plain.ts";
import type { Reading } from "../../understanding/reading.ts";
import { understand } from "../../understanding/understand.ts";
import { features } from "../../understanding/weights/features.ts";
import { probabilities, shippedWeights } from "../../understanding/weights/weights.ts";
import { DatasetError, readLines } from "../dataset.ts";
import { classFigures, type Figures, type YesNo, yesNo } from "./figures.ts";
import { GOEMOTIONS, languageName, moodsOf, POLARITIES, wantsPerson } from "./sets.ts";

export type TaskName = "mood" | "language" | "wants-person" | "crisis" | "satisfaction" | "handoff";

export type Measured = Figures &
  Partial<YesNo> &
  Readonly<Record<string, unknown>> & { readonly usPerMessage: number };

/** `file` holds one set, or is a folder whose sets are measured together. */
export async function evaluateUnderstanding(task: TaskName, file: string): Promise<Measured> {
  const rows = (await Promise.all((await setsIn(file)).map((one) => readLines(one, ROW)))).flat();
  shippedWeights();
  const started = process.cpuUsage();
  const { count, figures } = MEASURES[task](rows);
  if (count === 0) throw new DatasetError(`${file}: holds no messages that can be read`);
  const { user, system } = process.cpuUsage(started);
  return { ...figures, usPerMessage: Math.round(((user + system) / Math.max(1, count)) * 10) / 10 };
}

async function setsIn(file: string): Promise<readonly string[]> {
  const names = await readdir(file).catch(() => undefined);
  if (names === undefined) return [file];
  const sets = names.filter((name) => /\.jsonl(?:\.gz)?$/.test(name)).sort();
  if (sets.length === 0) throw new DatasetError(`${file}: holds no .jsonl files`);
  return sets.map((name) => join(file, name));
}

/** A row of any of the sets: what it holds depends on the set. */
const ROW = z.object({
  set: z.string().default(""),
  lang: z.string().default("en"),
  text: z.string().optional(),
  query: z.string().optional(),
  a: z.string().optional(),
  b: z.string().optional(),
  question: z.union([z.string(), z.boolean()]).optional(),
  label: z.union([z.string(), z.number()]).optional(),
  labels: z.array(z.string()).optional(),
  mood: z.string().optional(),
  polarity: z.union([z.string(), z.array(z.string())]).optional(),
  expect: z.string().optional(),
  handoff: z.boolean().optional(),
  person: z.string().optional(),
  ctx: z.array(z.string()).default([]),
  turns: z
    .array(z.object({ role: z.string(), text: z.string().default(""), sat: z.array(z.number()).optional() }))
    .default([]),
});
export type Row = z.infer<typeof ROW>;

type Measure = (rows: readonly Row[]) => {
  readonly count: number;
  readonly figures: Figures & Record<string, unknown>;
};

const MEASURES: Readonly<Record<TaskName, Measure>> = {
  mood: (rows) =>
    rows.some(({ label }) => label === "positive" || label === "negative") ? praise(rows) : moods(rows),
  language(rows) {
    const judged = messages(rows).map(({ row, text, history }) => {
      const { language, foreign, traditional } = understand(text, history);
      const said = foreign ?? (language === "zh" ? (traditional ? "zh-Hant" : "zh") : "en");
      const gold = languageName(row.lang);
      return { gold: [gold], said: [gold === "zh" && said === "zh-Hant" ? "zh" : said] };
    });
    return { count: judged.length, figures: classFigures(judged) };
  },
  "wants-person": (rows) =>
    ifSaid(
      rows,
      (row) => row.handoff ?? false,
      (reading, { set }) => wantsPerson(reading, set, "asks"),
    ),
  handoff: (rows) =>
    ifSaid(
      rows,
      (row) => row.handoff ?? (row.person !== undefined && row.person !== "refused"),
      (reading, { set }) => wantsPerson(reading, set, "needs"),
    ),
  crisis: (rows) =>
    ifSaid(
      rows.filter(({ expect }) => expect !== "refuse"),
      ({ label, expect }) => label === "crisis" || expect === "crisis_support",
      ({ crisis }) => crisis !== undefined,
    ),
  satisfaction,
};

/** The messages of people in a row, each with what was said before. */
function messages(rows: readonly Row[]): { row: Row; text: string; history: Line[] }[] {
  return rows.flatMap((row) => {
    const texts = [
      row.text,
      row.query,
      row.a,
      row.b,
      typeof row.question === "string" ? row.question : undefined,
    ];
    const single = texts.flatMap((text) =>
      text === undefined ? [] : [{ row, text, history: [] as Line[] }],
    );
    const turns = row.turns.flatMap(({ role, text }, at) =>
      PEOPLE.has(role) && text !== "" ? [{ row, text, history: before(row, at) }] : [],
    );
    return [...single, ...turns];
  });
}

const PEOPLE = new Set(["user", "seeker"]);

function before({ turns }: Row, at: number): Line[] {
  return turns
    .slice(Math.max(0, at - 8), at)
    .map(({ role, text }) => ({ who: PEOPLE.has(role) ? "student" : "bot", text }));
}

function ifSaid(
  rows: readonly Row[],
  gold: (row: Row) => boolean,
  said: (reading: Reading, row: Row) => boolean,
): ReturnType<Measure> {
  const judged = messages(rows).map(({ row, text, history }) => ({
    gold: gold(row),
    said: said(understand(text, history), row),
  }));
  return { count: judged.length, figures: ofYesNo(judged) };
}

function ofYesNo(judged: readonly { gold: boolean; said: boolean }[]): Figures & YesNo {
  const word = (yes: boolean) => [yes ? "yes" : "no"];
  return {
    ...classFigures(judged.map(({ gold, said }) => ({ gold: word(gold), said: word(said) }))),
    ...yesNo(judged),
  };
}

function moods(rows: readonly Row[]): ReturnType<Measure> {
  const read = rows.flatMap((row) => {
    const gold = moodsOf(row);
    if (row.text === undefined || gold.length === 0) return [];
    const history = row.ctx.map((text): Line => ({ who: "bot", text }));
    const { mood } = understand(row.text, history);
    return [{ row, gold, said: [mood.name], sure: mood.sure }];
  });
  const original = emotions(rows);
  const polarities = classFigures(
    read.map(({ row, gold, said }) => ({
      gold:
        typeof row.polarity === "string" ? [row.polarity] : [...new Set(gold.map((one) => POLARITIES[one]))],
      said: said.map((one) => POLARITIES[one]),
    })),
  );
  return {
    count: read.length,
    figures: {
      ...classFigures(read),
      polarity: { accuracy: polarities.accuracy, macroF1: polarities.macroF1 },
      ...(original && { original }),
    },
  };
}

/** The 28 emotions themselves, where the rows have them. */
function emotions(rows: readonly Row[]): Figures | undefined {
  if (!rows.every(({ labels }) => labels?.every((label) => label in GOEMOTIONS))) return undefined;
  const head = headOf("emotion");
  return classFigures(
    rows.map(({ text = "", labels = [] }) => {
      const chances = probabilities(head, shippedWeights().score(features(plain(text))));
      const said = head.classes.filter((_, at) => (chances[at] ?? 0) >= (head.lean[at] ?? 1));
      return {
        gold: labels,
        said,
        sure: said.length === 1 ? chances[head.classes.indexOf(said[0] ?? "")] : undefined,
      };
    }),
  );
}

function praise(rows: readonly Row[]): ReturnType<Measure> {
  const judged = rows.map(({ text = "", label }) => {
    const { chance } = polarity(text);
    return {
      gold: [String(label)],
      said: [chance > 0.5 ? "positive" : "negative"],
      sure: Math.max(chance, 1 - chance),
    };
  });
  return { count: judged.length, figures: classFigures(judged) };
}

/** Rated below 3 on average, or by most; what is said of a turn is what the reading says. */
function satisfaction(rows: readonly Row[]): ReturnType<Measure> {
  const judged = rows.flatMap((row) =>
    row.turns.flatMap(({ text, sat }, at) => {
      if (sat === undefined || sat.length === 0) return [];
      const mean = sat.reduce((sum, one) => sum + one, 0) / sat.length;
      const most = mode(sat);
      const said = understand(text, before(row, at)).displeased === true;
      return [{ gold: mean < 3, byMost: most < 3, said }];
    }),
  );
  const byMost = yesNo(judged.map((one) => ({ gold: one.byMost, said: one.said })));
  return { count: judged.length, figures: { ...ofYesNo(judged), byMost } };
}

function mode(ratings: readonly number[]): number {
  const counts = Map.groupBy(ratings, (one) => one);
  return [...counts].sort((a, b) => b[1].length - a[1].length || a[0] - b[0])[0]?.[0] ?? 3;
}
