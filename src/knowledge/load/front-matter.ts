/** The block between two `---` lines at the head of a Markdown file. */
import { parse } from "yaml";
import { z } from "zod";
import { BadFile, type Draft } from "./draft.ts";

const list = z
  .union([z.array(z.union([z.string(), z.number()])), z.string()])
  .transform((value) => (Array.isArray(value) ? value.map(String) : value.split(",")))
  .transform((items) => items.map((item) => item.trim()).filter((item) => item !== ""));

/** What an article may say about itself; other keys are left alone. */
const ABOUT = z.object({
  title: z
    .union([z.string(), z.number()])
    .transform((title) => String(title).trim())
    .optional(),
  tags: list.optional(),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}\b/)
    .transform((tag) => tag.split(/[-_]/)[0]?.toLowerCase() ?? tag)
    .optional(),
  updated: z.union([z.iso.date(), z.date().transform((date) => date.toISOString().slice(0, 10))]).optional(),
  escalate: z.boolean().optional(),
  graded: z.boolean().optional(),
  module: z
    .union([z.string(), z.number()])
    .transform((module) => String(module).trim())
    .optional(),
  "also-asked-as": list.optional(),
});

const OBJECT = z.record(z.string(), z.unknown());

/** Throws BadFile with what is wrong. Text without the block is an article too. */
export function readFrontMatter(text: string): Draft {
  const { fields, markdown } = splitFrontMatter(text);
  return fields === undefined ? { markdown } : { ...about(fields), markdown };
}

/** The block as it is written, unchecked, and the text below; no fields where there is no block. Throws BadFile. */
export function splitFrontMatter(text: string): { readonly fields?: unknown; readonly markdown: string } {
  const open = /^\ufeff?---[ \t]*\n/.exec(text);
  if (!open) return { markdown: text };
  const rest = text.slice(open[0].length);
  const close = /^---[ \t]*$/m.exec(rest);
  if (!close) throw new BadFile("has a front matter without an end");
  return {
    fields: readYaml(rest.slice(0, close.index)),
    markdown: rest.slice(close.index + close[0].length),
  };
}

function readYaml(yaml: string): unknown {
  try {
    return parse(yaml, { maxAliasCount: 10 }) ?? {};
  } catch (cause) {
    throw new BadFile("has a front matter that is not YAML", { cause });
  }
}

/** Checks what came from outside. Throws BadFile naming the field. */
export function about(value: unknown): Omit<Draft, "markdown" | "part"> {
  const given = OBJECT.safeParse(value);
  if (!given.success) throw new BadFile("has a front matter that is not a list of fields");
  // `tags:` with nothing behind it
  const parsed = ABOUT.safeParse(
    Object.fromEntries(Object.entries(given.data).filter(([, field]) => field !== null)),
  );
  if (!parsed.success) {
    const fields = new Set(parsed.error.issues.map(({ path }) => path[0] ?? "front matter"));
    throw new BadFile(`has a wrong ${[...fields].map(String).join(", ")}`);
  }
  const {
    title,
    tags,
    language,
    updated,
    escalate,
    graded,
    module,
    "also-asked-as": alsoAskedAs,
  } = parsed.data;
  return {
    ...(title ? { title } : {}),
    ...(tags ? { tags } : {}),
    ...(language ? { language } : {}),
    ...(updated ? { updated } : {}),
    ...(escalate === undefined ? {} : { escalate }),
    ...(graded ? { graded } : {}),
    ...(module ? { module } : {}),
    ...(alsoAskedAs ? { alsoAskedAs } : {}),
  };
}
