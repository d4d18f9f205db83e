/** Searches one index: question → terms → best passages → closer look → hits and how sure they are. */
import type { Found, Hit, Query } from "../passage.ts";
import { type Shape, sureness } from "../sure.ts";
import { withHistory } from "../text/follow-up.ts";
import type { Words } from "../text/question.ts";
import { fuse } from "./fuse.ts";
import type { Index } from "./index-data.ts";
import { harmonic, type Look, Looker, type Sought } from "./look.ts";
import { oneLanguage } from "./one-language.ts";
import { type Ranked, Ranker, rarity } from "./rank.ts";

/** How many passages get the closer look. */
const LOOKED_AT = 50;
const USUAL_LIMIT = 8;

/** What the closer look adds to a score, as shares of what the whole question is worth. */
export const LOOK_WEIGHTS = { covered: 0.25, line: 0.3, near: 0.12, linePower: 3 };

/** What helps a search when it is there. */
export type Aids = {
  readonly words?: Words | undefined;
  /** The passages nearest in meaning. */
  readonly similar?: readonly Ranked[] | undefined;
};

export type Judged = { readonly hits: readonly Ranked[]; readonly shape: Shape };

export class Searcher {
  readonly index: Index;
  readonly #ranker: Ranker;
  readonly #looker: Looker;

  constructor(index: Index) {
    this.index = index;
    this.#ranker = new Ranker(index);
    this.#looker = new Looker(index, (term) => (index.data.light[term] === 1 ? 0 : this.#rarity(term)));
  }

  search(query: Query, aids: Aids = {}): Found {
    const { hits, shape } = this.judge(query, aids);
    const found: Hit[] = hits
      .slice(0, query.limit ?? USUAL_LIMIT)
      .map(({ passage, score }) => ({ passage: this.index.passage(passage), score }));
    return { hits: found, sure: sureness(shape) };
  }

  /** The passages by number, and what `sure` is computed from. */
  judge(query: Query, { words, similar }: Aids = {}): Judged {
    const sought = this.#seek(query, words);
    const bound = sought.reduce((sum, { worth, content }) => (content ? sum + worth : sum), 0);
    const byWords = this.#ranker.top(
      sought.filter(({ term }) => term >= 0).map(({ term, worth }) => ({ term, weight: worth })),
      LOOKED_AT,
    );
    const ranked = similar ? fuse(byWords, similar) : byWords;
    const looks = this.#looker.look(
      sought,
      ranked.map(({ passage }) => passage),
    );
    const judged = ranked
      .map(({ passage, score }, at) => ({
        passage,
        score: score + bound * bonus(looks[at]),
        look: looks[at],
      }))
      .sort((a, b) => b.score - a.score || a.passage - b.passage);
    const hits = oneLanguage(this.index, judged, query.language);
    const shape = {
      looks: hits.flatMap(({ look }) => look ?? []),
      scores: hits.map(({ score }) => score),
      bound,
      words: sought.filter(({ content }) => content).length,
    };
    return { hits, shape };
  }

  #seek({ text, history = [] }: Query, words: Words | undefined): Sought[] {
    return withHistory(text, history, words).flatMap(({ term, weight, content }) => {
      const id = this.index.dictionary.find(term);
      // a joined pair of words that nobody writes together says nothing
      return id < 0 && !content ? [] : [{ term: id, worth: weight * this.#rarity(id), content }];
    });
  }

  #rarity(term: number): number {
    const { postings } = this.index.data;
    const holders = term < 0 ? 0 : (postings[term + 1] ?? 0) - (postings[term] ?? 0);
    return rarity(this.index.passageCount, holders);
  }
}

function bonus(look: Look | undefined): number {
  if (!look) return 0;
  const { line, lineAsked, covered, near } = look;
  return (
    LOOK_WEIGHTS.covered * covered + LOOK_WEIGHTS.line * harmonic(line, lineAsked) ** LOOK_WEIGHTS.linePower + LOOK_WEIGHTS.near * near
  );
}
