/** Turns streams of terms into postings with their BM25F weight, so that a search only adds numbers. */
import { ASKED, HEADING, type Ranking, TEXT, TITLE } from "../index/fields.ts";
import { BREAK, IMPACT, type IndexData } from "../index/index-data.ts";

type Streams = Pick<IndexData, "articleStream" | "passageStream" | "articleOf" | "firstPassage"> & {
  readonly stream: Uint32Array;
};
type Weighed = Pick<IndexData, "postings" | "passages" | "impacts" | "peaks">;

export function weigh(streams: Streams, termCount: number, ranking: Ranking): Weighed {
  const usual = usualLengths(streams);
  const frequencies = new Float32Array(termCount);
  const found: number[] = [];
  const postings = new Uint32Array(termCount + 1);
  const count = streams.articleOf.length;
  for (let at = 0; at < count; at++) {
    read(streams, at, { usual, ranking, frequencies, found });
    for (const term of found) {
      frequencies[term] = 0;
      postings[term + 1] = (postings[term + 1] ?? 0) + 1;
    }
  }
  for (let term = 0; term < termCount; term++)
    postings[term + 1] = (postings[term + 1] ?? 0) + (postings[term] ?? 0);

  const total = postings[termCount] ?? 0;
  const passages = new Uint32Array(total);
  const impacts = new Uint8Array(total);
  const peaks = new Uint8Array(termCount);
  const next = postings.slice();
  for (let at = 0; at < count; at++) {
    read(streams, at, { usual, ranking, frequencies, found });
    for (const term of found) {
      const frequency = frequencies[term] ?? 0;
      frequencies[term] = 0;
      const impact = Math.max(1, Math.round((IMPACT * frequency) / (ranking.saturation + frequency)));
      const to = next[term] ?? 0;
      next[term] = to + 1;
      passages[to] = at;
      impacts[to] = impact;
      if (impact > (peaks[term] ?? 0)) peaks[term] = impact;
    }
  }
  return { postings, passages, impacts, peaks };
}

type Scratch = {
  readonly usual: readonly number[];
  readonly ranking: Ranking;
  /** By term; all zero between two passages. */
  readonly frequencies: Float32Array;
  readonly found: number[];
};

/** Fills `found` with the passage's terms and `frequencies` with their field-weighted frequency. */
function read(streams: Streams, at: number, scratch: Scratch): void {
  const article = streams.articleOf[at] ?? 0;
  const first = streams.firstPassage[article] ?? 0;
  const start = streams.articleStream[article] ?? 0;
  const end = streams.passageStream[first] ?? 0;
  const titleEnd = streams.stream.indexOf(BREAK, start) + 1;
  scratch.found.length = 0;
  add(streams.stream, start, titleEnd, TITLE, scratch);
  add(streams.stream, titleEnd, end, ASKED, scratch);
  const own = streams.passageStream[at] ?? 0;
  const headingEnd = streams.stream.indexOf(BREAK, own) + 1;
  add(streams.stream, own, headingEnd, HEADING, scratch);
  const text = startOfText(streams, at);
  add(streams.stream, headingEnd, text, ASKED, scratch);
  add(streams.stream, text, streams.stream.indexOf(BREAK, text), TEXT, scratch);
}

/** Behind the heading and the questions that the section answers. */
function startOfText(
  { stream, articleStream, passageStream, articleOf, firstPassage }: Streams,
  at: number,
): number {
  const article = articleOf[at] ?? 0;
  const isLast = at + 1 === firstPassage[article + 1];
  const end = (isLast ? articleStream[article + 1] : passageStream[at + 1]) ?? 0;
  return stream.lastIndexOf(BREAK, end - 2) + 1;
}

function add(stream: Uint32Array, from: number, to: number, field: 0 | 1 | 2 | 3, scratch: Scratch): void {
  const { weight, length } = scratch.ranking.fields[field];
  const each = weight / (1 - length + (length * Math.max(1, to - from)) / (scratch.usual[field] ?? 1));
  for (let i = from; i < to; i++) {
    const term = stream[i] ?? BREAK;
    if (term === BREAK) continue;
    if (scratch.frequencies[term] === 0) scratch.found.push(term);
    scratch.frequencies[term] = (scratch.frequencies[term] ?? 0) + each;
  }
}

/** The mean length of each field over the passages that have it. */
function usualLengths(streams: Streams): number[] {
  const { stream, articleStream, passageStream, articleOf, firstPassage } = streams;
  const sums = [0, 0, 0, 0];
  const counts = [0, 0, 0, 0];
  const note = (field: number, length: number) => {
    if (length <= 0) return;
    sums[field] = (sums[field] ?? 0) + length;
    counts[field] = (counts[field] ?? 0) + 1;
  };
  for (let at = 0; at < articleOf.length; at++) {
    const article = articleOf[at] ?? 0;
    const start = articleStream[article] ?? 0;
    const titleEnd = stream.indexOf(BREAK, start);
    note(TITLE, titleEnd - start);
    note(ASKED, (passageStream[firstPassage[article] ?? 0] ?? 0) - titleEnd - 1);
    const own = passageStream[at] ?? 0;
    const headingEnd = stream.indexOf(BREAK, own);
    note(HEADING, headingEnd - own);
    const text = startOfText(streams, at);
    note(ASKED, text - headingEnd - 1);
    note(TEXT, stream.indexOf(BREAK, text) - text);
  }
  return sums.map((sum, field) => Math.max(1, sum / Math.max(1, counts[field] ?? 0)));
}
