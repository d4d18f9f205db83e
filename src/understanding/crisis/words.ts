import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import type { CrisisWords } from "../../conversation/crisis.ts";
import { crisisWords } from "../../conversation/phrases/crisis.ts";

const TEXT = z.string().trim().min(1);
const WORDS = z.object({
  selfHarm: TEXT,
  abuse: TEXT,
  danger: TEXT,
  emergency: TEXT,
  anywhere: TEXT,
  person: TEXT,
  about: TEXT,
});
const each = <T extends z.ZodType>(schema: T) => z.object({ en: schema, zh: schema, "zh-Hant": schema });
const CODE = z.string().regex(/^[A-Z]{2}$/, "is not a country code such as GB");
const FILE = z
  .object({
    texts: each(WORDS),
    anywhere: z.url(),
    without: each(z.array(CODE)),
    countries: z.record(
      CODE,
      z.object({ emergency: TEXT, selfHarm: z.array(TEXT).min(1), abuse: z.array(TEXT).default([]) }),
    ),
  })
  .superRefine(({ without, countries }, context) => {
    for (const code of Object.values(without).flat())
      if (!(code in countries)) context.addIssue(`without: ${code} is not among the countries`);
  });

/** The file of crisis words can't be used; the message says what to mend. */
export class CrisisWordsError extends Error {
  override readonly name = "CrisisWordsError";
}

/** Reads the words that the operator edits. Without the file the built-in ones hold; a broken one is an error. */
export async function readCrisisWords(file: string): Promise<CrisisWords> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new CrisisWordsError(`${file}: can't be read`, { cause: error });
  });
  if (text === undefined) return crisisWords;
  const parsed = FILE.safeParse(yamlOf(text, file));
  if (parsed.success) return parsed.data;
  throw new CrisisWordsError(`${file}: ${z.prettifyError(parsed.error)}`);
}

function yamlOf(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new CrisisWordsError(`${file}: is not YAML`, { cause });
  }
}
