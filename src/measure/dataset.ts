/** Reads evaluation data: one JSON object a line, plain or gzip. Errors name the file and the line. */
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

export class DatasetError extends Error {
  override readonly name = "DatasetError";
}

export async function readLines<T>(file: string, row: z.ZodType<T>): Promise<T[]> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new DatasetError(`${file}: can't be read`, { cause });
  });
  const rows: T[] = [];
  let number = 0;
  for (const line of unpack(file, bytes).split("\n")) {
    number++;
    if (line.trim() === "") continue;
    rows.push(readLine(line, row, `${file}:${number}`));
  }
  if (rows.length === 0) throw new DatasetError(`${file}: holds no rows`);
  return rows;
}

function unpack(file: string, bytes: Buffer): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString("utf8");
  try {
    return gunzipSync(bytes).toString("utf8");
  } catch (cause) {
    throw new DatasetError(`${file}: is a broken gzip file`, { cause });
  }
}

function readLine<T>(line: string, row: z.ZodType<T>, place: string): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new DatasetError(`${place}: is not JSON`, { cause });
  }
  const parsed = row.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new DatasetError(`${place}: ${z.prettifyError(parsed.error)}`);
}

/** A document of `corpora/`. `in_kb` false: it is left out when refusing is measured. */
export const DOCUMENT = z.object({
  id: z.string(),
  lang: z.string().default("en"),
  title: z.string().default(""),
  heading: z.string().default(""),
  section: z.string().default(""),
  text: z.string().default(""),
  asked: z.array(z.string()).default([]),
  article: z.string().optional(),
  in_kb: z.boolean().default(true),
});
export type DocumentRow = z.infer<typeof DOCUMENT>;

const GRADES = z.record(z.string(), z.number());

/** A question of `dev/`. `answerable_masked` false: its document is left out when refusing is measured. */
export const QUESTION = z.object({
  id: z.string(),
  lang: z.string().default("en"),
  query: z.string(),
  history: z.array(z.string()).default([]),
  rel: GRADES.optional(),
  rel_cross: GRADES.optional(),
  rel_article: z.union([z.string(), z.array(z.string()), GRADES]).optional(),
  answerable_masked: z.boolean().optional(),
});
export type QuestionRow = z.infer<typeof QUESTION>;
