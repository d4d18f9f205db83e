/** The searches that are compared, each as it is used out of the box for a question of several words. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { readIndex, writeIndex } from "../../knowledge/index/file.ts";
import type { Ranked } from "../../knowledge/index/rank.ts";
import { Searcher } from "../../knowledge/index/searcher.ts";
import { Builder } from "../../knowledge/indexing/builder.ts";
import { type Made, madeArticle } from "./made.ts";

/** Finds ten; says how many it found. */
export type Ask = (question: string) => number | Promise<number>;

export type Engine = {
  /** Indexes made articles; what it keeps in files it puts into the folder, to be opened later. */
  build(articles: number, folder: string): Promise<Ask | undefined>;
  /** For engines that keep files: opens what was built. */
  open?(folder: string): Ask;
};

export const ENGINES: Readonly<Record<string, Engine>> = {
  deskmate: { build: buildDeskmate, open: openDeskmate },
  "fts5 (OR, bm25)": { build: buildFts5, open: openFts5 },
  minisearch: { build: buildMiniSearch },
  orama: { build: buildOrama },
  flexsearch: { build: buildFlexSearch },
};

const LIMIT = 10;

async function buildDeskmate(articles: number, folder: string): Promise<undefined> {
  const builder = new Builder();
  for (let number = 0; number < articles; number++) {
    const { article, passages } = madeArticle(number);
    builder.add(article, passages);
  }
  await writeIndex(join(folder, "deskmate.index"), builder.finish());
}

/** The complete search: all fields, the closer look, `sure`, the passages read, and fusion with a ranking by meaning. */
function openDeskmate(folder: string): Ask {
  const index = readIndex(join(folder, "deskmate.index"));
  if (!index) throw new Error("the index is not there");
  const searcher = new Searcher(index);
  const similar: Ranked[] = Array.from({ length: 50 }, (_, at) => ({
    passage: (at * 7919) % index.passageCount,
    score: 0.8 - at / 100,
  }));
  return (text) => searcher.search({ text, limit: LIMIT }, { similar }).hits.length;
}

async function buildFts5(articles: number, folder: string): Promise<undefined> {
  const database = new DatabaseSync(join(folder, "fts5.db"));
  database.exec(`pragma journal_mode = off; pragma synchronous = off;
    create virtual table passages using fts5(title, asked, heading, body, tokenize = 'porter unicode61'); begin`);
  const insert = database.prepare("insert into passages values (?, ?, ?, ?)");
  for (const { title, asked, heading, body } of rows(articles)) insert.run(title, asked, heading, body);
  database.exec("commit");
  database.close();
}

function openFts5(folder: string): Ask {
  const database = new DatabaseSync(join(folder, "fts5.db"), { readOnly: true });
  const find = database.prepare(`select * from passages where passages match ? order by rank limit ${LIMIT}`);
  return (question) => find.all(wordsOf(question).join(" OR ")).length;
}

async function buildMiniSearch(articles: number): Promise<Ask> {
  const { default: MiniSearch } = await import("minisearch");
  const search = new MiniSearch({ fields: ["title", "asked", "heading", "body"] });
  for (const row of rows(articles)) search.add(row);
  return (question) => search.search(question).slice(0, LIMIT).length;
}

async function buildOrama(articles: number): Promise<Ask> {
  const orama = await import("@orama/orama");
  const fields = { title: "string", asked: "string", heading: "string", body: "string" } as const;
  const database = orama.create({ schema: fields });
  for (const { id, ...row } of rows(articles)) await orama.insert(database, { id: String(id), ...row });
  return async (term) => (await orama.search(database, { term, limit: LIMIT, threshold: 1 })).hits.length;
}

async function buildFlexSearch(articles: number): Promise<Ask> {
  const { default: flexSearch } = await import("flexsearch");
  const index = new flexSearch.Index({ tokenize: "strict" });
  for (const { id, title, asked, heading, body } of rows(articles))
    index.add(id, `${title} ${asked} ${heading} ${body}`);
  return (question) => index.search(question, { limit: LIMIT, suggest: true }).length;
}

type Row = {
  readonly id: number;
  readonly title: string;
  readonly asked: string;
  readonly heading: string;
  readonly body: string;
};

/** The passages, each with what it has of its article. */
function* rows(articles: number): Generator<Row, void> {
  let id = 0;
  for (let number = 0; number < articles; number++) {
    const { article, passages }: Made = madeArticle(number);
    for (const { path, text } of passages)
      yield {
        id: id++,
        title: article.title,
        asked: article.alsoAskedAs.join(" "),
        heading: path.join(" "),
        body: text,
      };
  }
}

function wordsOf(question: string): string[] {
  return question.toLowerCase().match(/[a-z]+/g) ?? [];
}
