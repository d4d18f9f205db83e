/** What the weights learn from: our own sentences, and sets of others whose licences allow it. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { crisisSigns, withoutFigures } from "../../understanding/crisis/crisis.ts";
import { plain } from "../../understanding/plain.ts";
import { CRISES, MOODS } from "../../understanding/reading.ts";
import { intentOf } from "../../understanding/wants/intent.ts";
import { readLines } from "../dataset.ts";
import { GOEMOTIONS } from "./sets.ts";

/** A text and what it is of each head that it teaches: shares of classes. */
export type Lesson = {
  readonly text: string;
  readonly own: boolean;
  readonly teaches: Readonly<Record<string, readonly string[]>>;
};

export const EMOTIONS = Object.keys(GOEMOTIONS);

/** `folder` holds `dev/`, `corpora/` and `train/` as described in its README. */
export async function readLessons(folder: string): Promise<readonly Lesson[]> {
  return [
    ...(await ownLessons()),
    ...(await dangerLessons()),
    ...(await askingLessons()),
    ...(await emotionLessons(folder)),
    ...(await requestLessons(folder)),
  ];
}

const OWN = new URL("../../understanding/training/", import.meta.url).pathname;

const SENTENCE = z.object({
  text: z.string(),
  lang: z.enum(["en", "zh"]),
  mood: z.enum(MOODS),
  /** A question or a request. */
  question: z.boolean(),
  /** Needs a person without having asked for one. */
  person: z.literal("hinted").optional(),
});

/** A sentence about danger to somebody, or one that only sounds like it. */
const DANGER = z.object({ text: z.string(), crisis: z.enum(["none", ...CRISES]) });

/** A sentence that asks for a person, or one that only sounds like it. */
const ASKING = z.object({ text: z.string(), asks: z.boolean() });

async function ownLessons(): Promise<Lesson[]> {
  const rows = await ownRows((name) => !ABOUT.test(name), SENTENCE);
  return rows.map(({ text, mood, question, person }) => ({
    text,
    own: true,
    teaches: {
      mood: [mood],
      question: question ? ["yes"] : [],
      hinted: person === "hinted" ? ["yes"] : [],
      crisis: [],
      ...(intentOf(plain(text)) === "person" ? {} : { asks: [] }),
    },
  }));
}

async function dangerLessons(): Promise<Lesson[]> {
  const rows = await ownRows((name) => name.startsWith("danger."), DANGER);
  return rows.map(({ text, crisis }) => ({
    text: withoutFigures(text),
    own: true,
    teaches: crisis === "none" ? { crisis: [] } : { crisis: ["yes"], crisisKind: [crisis] },
  }));
}

async function askingLessons(): Promise<Lesson[]> {
  const rows = await ownRows((name) => name.startsWith("asks."), ASKING);
  return rows.map(({ text, asks }) => ({
    text,
    own: true,
    teaches: { asks: asks ? ["yes"] : [], crisis: [] },
  }));
}

/** These files teach one thing only. */
const ABOUT = /^(?:danger|asks)\./;

async function ownRows<T>(which: (name: string) => boolean, row: z.ZodType<T>): Promise<T[]> {
  const files = readdirSync(OWN)
    .filter((name) => name.endsWith(".jsonl") && which(name))
    .sort();
  return (await Promise.all(files.map((name) => readLines(join(OWN, name), row)))).flat();
}

const EMOTION_ROW = z.object({
  text: z.string(),
  labels: z.array(z.enum(EMOTIONS as [keyof typeof GOEMOTIONS])),
});

/** Posts to a forum: what people feel there. What has no question mark and isn't curious asks nothing. */
async function emotionLessons(folder: string): Promise<Lesson[]> {
  const rows = await readLines(join(folder, "train", "emo_goemotions_en.jsonl.gz"), EMOTION_ROW);
  return rows.map(({ text, labels }, number) => ({
    text,
    own: false,
    teaches: {
      emotion: labels,
      mood: [...new Set(labels.map((label) => GOEMOTIONS[label]))],
      ...(number % 6 === 0 &&
      !/\?|\b(?:how|what|why)\b/i.test(text) &&
      !labels.includes("curiosity") &&
      !labels.includes("confusion")
        ? { question: [] }
        : {}),
      ...(number % 12 === 0 ? { hinted: [] } : {}),
      ...(number % 4 === 0 && crisisSigns(text) === undefined ? { crisis: [] } : {}),
    },
  }));
}

const REQUEST = z.object({
  text: z.string(),
  handoff: z.boolean().default(false),
  oos: z.boolean().default(false),
});

/** Where nobody calls for help. */
const SHOPS = ["intent_banking77_en", "oos_hint3_en"];

/** What people say to assistants: requests, hardly any of which needs a person. */
async function requestLessons(folder: string): Promise<Lesson[]> {
  const clinc = await readLines(join(folder, "corpora", "oos_clinc150_en_train.jsonl.gz"), REQUEST);
  const shops = await Promise.all(
    SHOPS.map((name) => readLines(join(folder, "corpora", `${name}_train.jsonl.gz`), REQUEST)),
  );
  return [
    ...clinc.map(({ text }, number) => ({
      text,
      own: false,
      teaches: { ...(number % 5 === 0 ? { question: ["yes"], hinted: [], asks: [] } : {}), crisis: [] },
    })),
    ...shops.flat().map(({ text }) => ({
      text,
      own: false,
      teaches: { crisis: [], ...(intentOf(text) === "person" ? {} : { asks: [] }) },
    })),
  ].filter(({ text }) => crisisSigns(text) === undefined);
}
