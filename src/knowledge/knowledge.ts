/** The knowledge base: a folder of articles that can be searched while it changes. */
import { join } from "node:path";
import type { Embedder } from "#ports/model.ts";
import type { Log } from "#ports/platform.ts";
import { isSound, readIndex } from "./index/file.ts";
import { Searcher } from "./index/searcher.ts";
import { Builder } from "./indexing/builder.ts";
import { readNotes } from "./indexing/notes.ts";
import { refresh } from "./indexing/refresh.ts";
import { isUnchanged, type Progress } from "./load/folder.ts";
import { type Skipped, walk } from "./load/walk.ts";
import type { Article, Found, Query, Search } from "./passage.ts";
import type { Words } from "./question/question.ts";
import { warmChinese } from "./text/chinese.ts";
import { Vectors } from "./vectors/vectors.ts";
import { watchFolder } from "./watch.ts";

export type KnowledgeOptions = {
  readonly folder: string;
  /** Where the index and the vectors are kept. Both are derived: deleting them costs only time. */
  readonly dataFolder: string;
  readonly embedder?: Embedder;
  readonly log: Log;
  readonly onProgress?: (progress: Progress) => void;
};

export type Counts = {
  /** The same article in two languages counts once. */
  readonly articles: number;
  readonly files: number;
  readonly passages: number;
  readonly skipped: number;
};

export interface Knowledge extends Search {
  /** In this language if it exists in it, else in another one. */
  article(id: string, language?: string): Article | undefined;
  counts(): Counts;
  /** The files that were left out, with what is wrong with them. */
  skipped(): readonly Skipped[];
  /** Brings the index up to date; answers go on from the old one until the new one is ready. Never fails. */
  reindex(): Promise<void>;
  /** From now on follows the changes of the folder. */
  watch(): void;
  close(): Promise<void>;
}

/**
 * Can be searched when it returns. With an index from before that is at once, and changes since then are taken
 * in behind it; without one the folder is indexed first. A folder that can't be read is an empty one.
 */
export async function openKnowledge(options: KnowledgeOptions): Promise<Knowledge> {
  const knowledge = new FolderKnowledge(options);
  await knowledge.open();
  return knowledge;
}

const INDEX_FILE = "knowledge.index";
const VECTOR_FILE = "knowledge.vectors";
const NEAREST = 50;

class FolderKnowledge implements Knowledge {
  readonly #options: KnowledgeOptions;
  readonly #file: string;
  readonly #stop = new AbortController();
  #searcher = new Searcher(new Builder().finish());
  #vectors: Vectors | undefined;
  #words: Words | undefined;
  #watcher: { close(): Promise<void> } | undefined;
  #checking: Promise<void> | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(options: KnowledgeOptions) {
    this.#options = options;
    this.#file = join(options.dataFolder, INDEX_FILE);
  }

  async open(): Promise<void> {
    const { embedder, dataFolder, log } = this.#options;
    if (embedder) this.#vectors = await Vectors.open(embedder, join(dataFolder, VECTOR_FILE), log);
    if (this.#load()) this.#checking = this.#check();
    else await this.reindex();
  }

  async search(query: Query): Promise<Found> {
    // Its 60 MB are for courses that are asked in Chinese; the first question is searched without it.
    if (this.#words === undefined && /[\u3400-\u9fff]/.test(query.text)) this.#warm();
    const { index } = this.#searcher;
    const similar = await this.#vectors?.nearest(spoken(query), index, NEAREST);
    try {
      // meanwhile another index may have come, whose passages have other numbers
      const isSame = this.#searcher.index === index;
      return this.#searcher.search(query, { words: this.#words, similar: isSame ? similar : undefined });
    } catch (error) {
      this.#options.log.error("index can't be read", { reason: reasonOf(error) });
      void this.reindex();
      return { hits: [], sure: 0 };
    }
  }

  article(id: string, language?: string): Article | undefined {
    const { index } = this.#searcher;
    const versions = index.versions(id);
    const at = versions.find((version) => index.languageOf(version) === language) ?? versions[0];
    return at === undefined ? undefined : index.article(at);
  }

  counts(): Counts {
    const { idCount, passageCount, facts } = this.#searcher.index;
    return { articles: idCount, files: facts.files, passages: passageCount, skipped: facts.skipped.length };
  }

  skipped(): readonly Skipped[] {
    return this.#searcher.index.facts.skipped;
  }

  /** One at a time; all who ask during one share the next, which sees what has changed since. */
  reindex(): Promise<void> {
    if (!this.#running) {
      this.#running = this.#refresh().finally(() => {
        this.#running = undefined;
      });
      return this.#running;
    }
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      return this.reindex();
    });
    return this.#next;
  }

  watch(): void {
    this.#watcher ??= watchFolder(this.#options.folder, () => void this.reindex());
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#watcher?.close();
    await this.#checking;
    await this.#running;
    await this.#vectors?.close();
    this.#searcher.index.close();
  }

  async #refresh(): Promise<void> {
    const { folder, log, onProgress } = this.#options;
    if (this.#stop.signal.aborted) return;
    try {
      const changed = await refresh({
        folder,
        file: this.#file,
        signal: this.#stop.signal,
        ...(onProgress ? { onProgress } : {}),
      });
      if (!changed) return;
      this.#load();
      log.info("knowledge indexed", { ...this.counts() });
    } catch (error) {
      if (!this.#stop.signal.aborted) log.error("knowledge not indexed", { reason: reasonOf(error) });
    }
  }

  /** Takes the index file in place of what was searched so far; `false` if there is none that can be used. */
  #load(): boolean {
    const index = readIndex(this.#file);
    if (!index) return false;
    this.#searcher.index.close();
    this.#searcher = new Searcher(index);
    this.#vectors?.follow(index);
    return true;
  }

  /** What was loaded may be older than the folder, or broken where it was not read yet. */
  async #check(): Promise<void> {
    if (!(await isSound(this.#file)) || (await this.#isStale())) await this.reindex();
  }

  async #isStale(): Promise<boolean> {
    const known = new Map(readNotes(this.#searcher.index).map((note) => [note.path, note]));
    const walked = await walk(this.#options.folder).catch(() => undefined);
    if (!walked) return true;
    const { files, skipped } = walked;
    return (
      files.length + skipped.length !== known.size ||
      !files.every((file) => isUnchanged(file, known.get(file.path)))
    );
  }

  #warm(): void {
    void warmChinese().then((words) => {
      this.#words = words;
    });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown";
}

/** What the embedder reads: the question after the words before it, which it may refer to. */
function spoken({ text, history = [] }: Query): string {
  return [...history.slice(-1), text].join("\n");
}
