/** Brings the index file up to date with the folder. */

import { cut } from "../cutting/cut.ts";
import { isSound, readIndex, writeIndex } from "../index/file.ts";
import { type FileNote, type LoadedFile, loadFolder, type Progress } from "../load/folder.ts";
import type { Article } from "../passage.ts";
import { Builder, type Copied, copyOf } from "./builder.ts";
import { readNotes } from "./notes.ts";

export type BuildOptions = {
  readonly folder: string;
  /** The index file, to be read and replaced. */
  readonly file: string;
  /** Files that broke an earlier attempt in a way that could not be caught. */
  readonly avoid: readonly string[];
  readonly onProgress: (progress: Progress) => void;
};

/** Writes the file if anything changed, and says whether it did. Throws if the folder can't be read. */
export async function build({ folder, file, avoid, onProgress }: BuildOptions): Promise<boolean> {
  const old = (await isSound(file)) ? readIndex(file) : undefined;
  const before = old ? readNotes(old) : [];
  const known = new Map(before.filter(({ repeats }) => !repeats).map((note) => [note.path, note]));
  const assembly = new Assembly(old ? copyOf(old) : undefined, before);
  for await (const loaded of loadFolder(folder, { known, avoid: new Set(avoid), onProgress }))
    assembly.add(loaded);
  const { notes } = assembly;
  if (old && JSON.stringify(before) === JSON.stringify(notes)) return false;
  await writeIndex(file, assembly.builder.finish(notes));
  return true;
}

/** The new index as it grows, file by file. */
class Assembly {
  readonly builder = new Builder();
  readonly notes: FileNote[] = [];
  readonly #old: Copied | undefined;
  /** By path: the number of the file's first article in the old index. */
  readonly #places = new Map<string, number>();
  /** By language and id: the file that holds the article. */
  readonly #holders = new Map<string, string>();

  constructor(old: Copied | undefined, before: readonly FileNote[]) {
    this.#old = old;
    let at = 0;
    for (const { path, articles } of before) {
      this.#places.set(path, at);
      at += articles;
    }
  }

  add({ note, articles }: LoadedFile): void {
    const { path } = note;
    let added = 0;
    let repeated: string | undefined;
    for (const article of articles === "unchanged" ? this.#numbers(note) : articles) {
      const holder = this.#claim(article, path);
      if (holder !== undefined) repeated = holder;
      else {
        if (typeof article !== "number") this.builder.add(article, passagesOf(article));
        else if (this.#old) this.builder.copy(this.#old, article);
        added++;
      }
    }
    this.notes.push(
      repeated === undefined
        ? { ...note, articles: added }
        : { ...note, articles: added, repeats: true, reason: `repeats an article of ${repeated}` },
    );
  }

  #numbers({ path, articles }: FileNote): number[] {
    const first = this.#places.get(path) ?? 0;
    return Array.from({ length: articles }, (_, at) => first + at);
  }

  /** The file that holds the article already, if one does. */
  #claim(article: Article | number, path: string): string | undefined {
    const index = this.#old?.index;
    const key =
      typeof article === "number"
        ? `${index?.languageOf(article)}:${index?.head(article).id}`
        : `${article.language}:${article.id}`;
    const holder = this.#holders.get(key);
    if (holder === undefined) this.#holders.set(key, path);
    return holder;
  }
}

/** An article that Markdown breaks on, or that is a title only, is one passage. */
function passagesOf(article: Article): ReturnType<typeof cut> {
  const whole = { path: [], anchor: "", text: article.markdown.trim() };
  try {
    const passages = cut(article);
    return passages.length > 0 ? passages : [whole];
  } catch {
    return [whole];
  }
}
