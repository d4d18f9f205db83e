/** Searches one index: question → terms → best passages → closer look → hits and how sure they are. */
import type { Found, Query } from "../passage.ts";
import { withHistory } from "../question/follow-up.ts";
import type { Words } from "../question/question.ts";
import { type Shape, sureness } from "../sure.ts";
import { fuse } from "./fuse.ts";
import type { Index } from "./index-data.ts";
import { harmonic, type Look, Looker } from "./look.ts";
import { oneLanguage } from "./one-language.ts";
import { type Ranked, Ranker, rarity } from "./rank.ts";
import type { Sought } from "./seen.ts";
import { nearTerms } from "./typo.ts";

/** How many passages get the closer look; twice as many changed no figure. */
const LOOKED_AT = 24;
const USUAL_LIMIT = 8;
/** A question is searched by its rarest words: pasted logs have thousands. */
const MOST_WORDS = 48;

/** Of so many unknown words it is looked what they were meant to be; a paste has thousands. */
const MOST_TYPOS = 4;

/** What another word for the asked one counts. */
const OTHER_WORDS = 0.4;

/**
 * What the closer look adds to a score, as shares of what the whole question is worth. A line that says the
 * same as the question counts (hence the power), one that shares a word hardly does; long passages have many
 * words by chance. Chosen on the development sets: each is on a plateau. Coverage by itself, co-occurrence in
 * the course (latent semantic analysis) and feedback from the first hits were tried and raised nothing.
 */
const LOOK_WEIGHTS = { near: 0.12, line: 0.35, linePower: 3, together: 0.2, run: 0.1, size: -0.025, usualSize: 100 };

/** What helps a search when it is there. */
export type Aids = {
  readonly words?: Words | undefined;
  /** The passages nearest in meaning. */
  readonly similar?: readonly Ranked[] | undefined;
};

export type Judged = { readonly hits: readonly Ranked[]; readonly shape: Shape };

/** Answers one question after another; two at a time would share its scratch arrays, but nothing in it waits. */
export class Searcher {
  readonly index: Index;
  readonly #ranker: Ranker;
  readonly #looker: Looker;

  constructor(index: Index) {
    this.index = index;
    this.#ranker = new Ranker(index);
    this.#looker = new Looker(index, worthsOf(index));
  }

  search(query: Query, aids: Aids = {}): Found {
    const { hits, shape } = this.judge(query, aids);
    const found = hits.slice(0, query.limit ?? USUAL_LIMIT);
    return {
      hits: found.map(({ passage, score }) => ({ passage: this.index.passage(passage), score })),
      sure: sureness(shape),
    };
  }

  /** The passages by number, and what `sure` is computed from. */
  judge(query: Query, { words, similar }: Aids = {}): Judged {
    const sought = this.#seek(query, words);
    const content = sought.filter((one) => one.content);
    const bound = content.reduce((sum, { worth }) => sum + worth, 0);
    const known = sought.filter(({ term, others }) => term >= 0 || others.length > 0);
    const byWords = this.#ranker.top(
      known.flatMap(({ term, worth, common, others }) => [
        ...(term < 0 ? [] : [{ term, weight: worth, common }]),
        ...others.map((other) => ({ term: other, weight: worth * OTHER_WORDS, common })),
      ]),
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
      best: judged[0]?.look,
      scores: this.#byArticle(judged),
      bound,
      rarest: rarity(this.index.passageCount, 1),
      words: content.length,
    };
    return { hits, shape };
  }

  #seek({ text, history = [] }: Query, words: Words | undefined): Sought[] {
    let typos = 0;
    const sought = withHistory(text, history, words).flatMap((asked) => {
      const { term, weight, content, common, alternatives = [] } = asked;
      const id = this.index.dictionary.find(term);
      const others = alternatives
        .map((other) => this.index.dictionary.find(other))
        .filter((other) => other >= 0);
      if (id < 0 && others.length === 0 && content && typos++ < MOST_TYPOS)
        others.push(...nearTerms(this.index.dictionary, term));
      // a joined pair of words that nobody writes together says nothing
      if (id < 0 && others.length === 0 && !content) return [];
      return [
        {
          term: id,
          others,
          worth: weight * (id < 0 ? this.#rarity(...others) : this.#rarity(id)),
          content,
          common,
        },
      ];
    });
    if (sought.length <= MOST_WORDS) return sought;
    const least = sought.map(({ worth }) => worth).sort((a, b) => b - a)[MOST_WORDS - 1] ?? 0;
    return sought.filter(({ worth }) => worth >= least).slice(0, MOST_WORDS);
  }

  /** The best score of each article, whatever the language; of as many as were looked at. */
  #byArticle(ranked: readonly Ranked[]): number[] {
    const best = new Map<number, number>();
    for (const { passage, score } of ranked) {
      const article = this.index.idOf(this.index.articleOf(passage));
      if (!best.has(article)) best.set(article, score);
    }
    return [...best.values()];
  }

  /** Of words that say the same, taken together. */
  #rarity(...terms: readonly number[]): number {
    const { postings } = this.index.data;
    let holders = 0;
    for (const term of terms) if (term >= 0) holders += (postings[term + 1] ?? 0) - (postings[term] ?? 0);
    return rarity(this.index.passageCount, Math.min(holders, this.index.passageCount));
  }
}

/** By term: what it is worth by itself. */
function worthsOf({ data, dictionary, passageCount }: Index): Float32Array {
  const worths = new Float32Array(dictionary.size);
  for (let term = 0; term < worths.length; term++) {
    const holders = (data.postings[term + 1] ?? 0) - (data.postings[term] ?? 0);
    if (data.light[term] !== 1) worths[term] = rarity(passageCount, holders);
  }
  return worths;
}

function bonus(look: Look | undefined): number {
  if (!look) return 0;
  const { near, line, linePower, together, run, size, usualSize } = LOOK_WEIGHTS;
  return (
    near * look.near +
    line * harmonic(look.line, look.lineAsked) ** linePower +
    together * look.together +
    run * look.run +
    size * Math.log((1 + look.size) / usualSize)
  );
}
