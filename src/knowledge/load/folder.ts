/** Reads a folder of articles: only what changed, and nothing in it is fatal. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Article } from "../passage.ts";
import { readDocument } from "./document.ts";
import { type FoundFile, walk } from "./walk.ts";

/** What is known about a file since it was last read. */
export type FileNote = FoundFile & {
  readonly hash: string;
  /** How many articles it gave. */
  readonly articles: number;
  /** Why it gave none. */
  readonly reason?: string;
  /** Some of its articles are left out, since other files hold them too. */
  readonly repeats?: true;
};

/** A file with its articles, or `unchanged` if they are as they were when it was noted. */
export type LoadedFile = { readonly note: FileNote; readonly articles: readonly Article[] | "unchanged" };

export type LoadOptions = {
  /** Files that are refused unread. */
  readonly avoid?: ReadonlySet<string>;
  readonly known?: ReadonlyMap<string, FileNote>;
  readonly onProgress?: (progress: Progress) => void;
};

/** Told before a file is read, and once more at the end with `done === total`. */
export type Progress = { readonly done: number; readonly total: number; readonly path?: string };

const LARGEST = 5 * 1024 * 1024;

/** The files one by one, in the order of their paths. Throws only if the folder itself can't be read. */
export async function* loadFolder(
  folder: string,
  options: LoadOptions = {},
): AsyncGenerator<LoadedFile, void> {
  const { files, skipped } = await walk(folder);
  const total = files.length;
  for (const [done, file] of files.entries()) {
    options.onProgress?.({ done, total, path: file.path });
    yield options.avoid?.has(file.path)
      ? refused(file, "breaks its reader")
      : await load(folder, file, options.known?.get(file.path));
  }
  for (const { path, reason } of skipped)
    yield { note: { path, size: 0, mtime: 0, hash: "", articles: 0, reason }, articles: [] };
  options.onProgress?.({ done: total, total });
}

/** Whether a file is surely as it was noted, without reading it. */
export function isUnchanged(file: FoundFile, known: FileNote | undefined): boolean {
  return known !== undefined && known.size === file.size && known.mtime === file.mtime;
}

async function load(folder: string, file: FoundFile, known: FileNote | undefined): Promise<LoadedFile> {
  if (known && isUnchanged(file, known)) return { note: known, articles: "unchanged" };
  if (file.size > LARGEST) return refused(file, `is larger than ${LARGEST / 1024 / 1024} MB`);
  const bytes = await readFile(join(folder, file.path)).catch(() => undefined);
  if (!bytes) return refused(file, "can't be read");
  const hash = createHash("sha256").update(bytes).digest("base64url");
  if (known?.hash === hash) return { note: { ...known, ...file }, articles: "unchanged" };
  const read = await readDocument({ path: file.path, bytes, mtime: file.mtime });
  if ("reason" in read) return refused(file, read.reason, hash);
  return { note: { ...file, hash, articles: read.articles.length }, articles: read.articles };
}

function refused(file: FoundFile, reason: string, hash = ""): LoadedFile {
  return { note: { ...file, hash, articles: 0, reason }, articles: [] };
}
