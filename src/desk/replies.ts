import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Log } from "#ports/platform.ts";
import type { Language } from "../conversation/conversation.ts";
import { BadFile, textOf } from "../knowledge/load/draft.ts";
import { splitFrontMatter } from "../knowledge/load/front-matter.ts";
import { watchFolder } from "../knowledge/watch.ts";

/** What a reply may speak of: `{student}`, `{staff}`, `{ticket}`. All other braces stay as they are written. */
export type Values = { readonly student: string; readonly staff: string; readonly ticket: number };

/** The ready replies of the desk, as its files are now. */
export interface Replies {
  /** Those of the category first, then those of none; without a category, all. Titles in the language, if they have it. */
  list(category: string | undefined, language: Language): readonly { id: string; title: string }[];
  /** In the language if it is written in it, else in another; `undefined` when there is no such reply. */
  text(id: string, language: Language, values: Values): string | undefined;
  /** Files that hold no reply, with the reason, as a person reads it after the file's name. */
  skipped(): readonly { path: string; reason: string }[];
  /** From now on follows the changes of the folder. */
  watch(): void;
  close(): Promise<void>;
}

type Reply = {
  readonly id: string;
  readonly language: Language;
  readonly title: string;
  readonly category: string | undefined;
  readonly text: string;
};

const languages = ["en", "zh"] as const satisfies readonly Language[];
const largest = 100_000;

const fields = z.object({
  title: z.string().trim().min(1).max(80),
  category: z.string().trim().min(1).optional(),
});

/**
 * Reads `en/*.md` and `zh/*.md` of the folder; the same name in both is the same reply. A folder that is not there has
 * none, and a file that can't be used is left out.
 */
export async function openReplies(folder: string, log: Log): Promise<Replies> {
  let { replies, skipped } = await readAll(folder);
  let watcher: ReturnType<typeof watchFolder> | undefined;
  let reading = Promise.resolve();
  const reload = () => {
    reading = reading.then(async () => {
      ({ replies, skipped } = await readAll(folder));
      log.info("replies read", { replies: replies.length, skipped: skipped.length });
    });
  };
  /** One for each id, in the language where it can be had. */
  const versions = (language: Language): readonly Reply[] => {
    const byId = Map.groupBy(replies, ({ id }) => id);
    return [...byId.values()].flatMap(
      (same) => same.find((one) => one.language === language) ?? same.slice(0, 1),
    );
  };
  return {
    list(category, language) {
      const all = versions(language);
      const fitting = category === undefined ? all : all.filter((reply) => reply.category === category);
      const general = category === undefined ? [] : all.filter((reply) => reply.category === undefined);
      return [...fitting, ...general].map(({ id, title }) => ({ id, title }));
    },
    text(id, language, values) {
      const reply = versions(language).find((one) => one.id === id);
      return reply && filled(reply.text, values);
    },
    skipped: () => skipped,
    watch() {
      watcher ??= watchFolder(folder, reload);
    },
    async close() {
      await watcher?.close();
      await reading;
    },
  };
}

type Read = { readonly replies: readonly Reply[]; readonly skipped: { path: string; reason: string }[] };

async function readAll(folder: string): Promise<Read> {
  const replies: Reply[] = [];
  const skipped: { path: string; reason: string }[] = [];
  for (const language of languages)
    for (const name of await markdownIn(join(folder, language)))
      try {
        const bytes = await readFile(join(folder, language, name));
        replies.push(parse(bytes, { id: name.replace(/\.md$/, ""), language }));
      } catch (error) {
        skipped.push({
          path: `${language}/${name}`,
          reason: error instanceof BadFile ? error.message : "can't be read",
        });
      }
  return { replies, skipped };
}

async function markdownIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(".md") && !name.startsWith(".")).sort();
}

function parse(bytes: Uint8Array, file: { id: string; language: Language }): Reply {
  if (bytes.length > largest) throw new BadFile(`is larger than ${largest / 1000} kB`);
  const { fields: given, markdown } = splitFrontMatter(textOf(bytes));
  const about = fields.safeParse(given ?? {});
  if (!about.success) {
    const wrong = new Set(about.error.issues.map(({ path }) => String(path[0] ?? "front matter")));
    throw new BadFile(`has a wrong or missing ${[...wrong].join(", ")}`);
  }
  const text = markdown.trim();
  if (text === "") throw new BadFile("has no text");
  return { ...file, title: about.data.title, category: about.data.category, text };
}

/** Only the known three, each in its own braces, in one pass: a name that looks like a variable stays a name. */
function filled(text: string, { student, staff, ticket }: Values): string {
  const values: Record<string, string> = {
    student: asWords(student),
    staff: asWords(staff),
    ticket: String(ticket),
  };
  return text.replace(
    /(?<!\{)\{(student|staff|ticket)\}(?!\})/g,
    (whole, name: string) => values[name] ?? whole,
  );
}

/** A name on one line without the marks that Markdown and chat platforms act on. */
function asWords(name: string): string {
  const plain = name.replace(/[<>[\]()*`~|\\#]/g, "");
  return plain.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
}
