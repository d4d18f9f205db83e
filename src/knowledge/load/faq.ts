/** Questions and answers as a table or a list: each pair is an article. */
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { BadFile, type Draft, textOf } from "./draft.ts";
import { about } from "./front-matter.ts";
import { createPartNamer } from "./place.ts";

/** The names under which columns and keys are known, by what they mean. */
const NAMES = {
  question: ["question", "q", "title", "问题", "問題", "提问"],
  answer: ["answer", "a", "text", "content", "答案", "回答"],
  tags: ["tags", "tag", "标签"],
  language: ["language", "lang", "语言"],
  updated: ["updated", "date", "更新"],
  "also-asked-as": ["also-asked-as", "also_asked_as", "alsoaskedas", "variants", "相似问题"],
} as const;

const ROW = z.record(z.string(), z.unknown());

export function readCsv(bytes: Uint8Array): readonly Draft[] {
  try {
    const rows: unknown = parse(textOf(bytes), {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count_less: true,
    });
    return drafts(z.array(ROW).parse(rows));
  } catch (error) {
    if (error instanceof BadFile) throw error;
    const line: unknown = error instanceof Error && "lines" in error ? error.lines : undefined;
    throw new BadFile(typeof line === "number" ? `is broken at line ${line}` : "is a broken table", {
      cause: error,
    });
  }
}

/** A list of pairs, or an object that holds one. */
export function readJson(bytes: Uint8Array): readonly Draft[] {
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes));
  } catch (error) {
    throw error instanceof BadFile ? error : new BadFile("is not JSON", { cause: error });
  }
  const list = Array.isArray(value)
    ? value
    : Object.values(ROW.safeParse(value).data ?? {}).find(Array.isArray);
  const rows = z.array(ROW).safeParse(list);
  if (!rows.success) throw new BadFile("holds no list of questions and answers");
  return drafts(rows.data);
}

function drafts(rows: readonly Record<string, unknown>[]): Draft[] {
  const part = createPartNamer();
  const found = rows.flatMap((raw): Draft[] => {
    const row = new Map(Object.entries(raw).map(([name, value]) => [name.trim().toLowerCase(), value]));
    const field = (name: keyof typeof NAMES) => NAMES[name].map((alias) => row.get(alias)).find(isGiven);
    const question = field("question");
    const answer = field("answer");
    if (typeof question !== "string" || typeof answer !== "string") return [];
    const asked = field("also-asked-as");
    const escalate = row.get("escalate");
    const said = {
      title: question,
      tags: field("tags"),
      language: field("language"),
      updated: field("updated"),
      "also-asked-as": typeof asked === "string" ? asked.split(/[|\n]/) : asked,
      escalate: typeof escalate === "string" ? /^(?:true|yes|1|是)$/i.test(escalate) : escalate,
    };
    return [{ ...about(said), part: part(question), markdown: answer }];
  });
  if (found.length === 0) throw new BadFile("has no question and answer columns");
  return found;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== "" && value !== null;
}
