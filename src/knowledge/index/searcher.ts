/** Searches one index: question → terms → best passages → closer look → hits and how sure they are. */
import type { Found, Query } from "../passage.ts";
import { withHistory } from "../question/follow-up.ts";
import { kindOf } from "../question/kind.ts";
import type { Words } from "../question/question.ts";
import { type Translated, translate } from "../question/translate.ts";
import { nearTerms } from "../question/typo.ts";
import { type Shape, sureness } from "../sure.ts";
import { bonus } from "./bonus.ts";
import { fuse } from "./fuse.ts";
import type { Index } from "./index-data.ts";
import { Looker } from "./look.ts";
import { oneLanguage } from "./one-language.ts";
import { type Ranked, Ranker, rarity } from "./rank.ts";
import type { Sought } from "./seen.ts";

/** How many passages get the closer look; twice as many changed no figure. */
const LOOKED_AT = 24;
const USUAL_LIMIT = 8;
/** A question is searched by its rarest words: pasted logs have thousands. */
const MOST_WORDS = 48;

/** Of so many unknown words it is looked what they were meant to be; a paste has thousands. */
const MOST_TYPOS = 4;

/** What another word for the asked one counts. */
const OTHER_WORDS = 0.4;
/** And its translation, where the articles are in another language. */
const TRANSLATED = 0.8;
/** What a translation counts beside the words themselves, where only some articles are. */
const TRANSLATED_TOO = 0.5;
/** Articles exist in a language if all but a few do. */
const NEARLY_ALL = 0.95;
const HAN = /[\u3400-\u9fff]/;

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
  /** The shares of articles that exist in Chinese, and in another language. */
  readonly #shares: { readonly chinese: number; readonly other: number };

  constructor(index: Index) {
    this.index = index;
    this.#shares = sharesOf(index);
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
      known.flatMap(({ term, worth, common, others, likeness }) => [
        ...(term < 0 ? [] : [{ term, weight: worth, common }]),
        ...others.map((other) => ({ term: other, weight: worth * likeness, common })),
      ]),
      LOOKED_AT,
    );
    const ranked = similar ? fuse(byWords, similar) : byWords;
    const looks = this.#looker.look(
      sought,
      ranked.map(({ passage }) => passage),
    );
    const kind = kindOf(query.text);
    const judged = ranked
      .map(({ passage, score }, at) => {
        const look = looks[at];
        return { passage, score: look ? score + bound * bonus(look, kind) : score, look };
      })
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
    const lack = this.#lack(text);
    const translated = lack === "none" ? [] : translate(text);
    const covered = new Set(translated.flatMap(({ covers }) => covers));
    let typos = 0;
    const sought: Sought[] = withHistory(text, history, words).flatMap((asked) => {
      const { term, weight, content, common, alternatives = [], written = false } = asked;
      const id = this.index.dictionary.find(term);
      const others = this.#known(alternatives);
      // its translation is sought in its place
      if (id < 0 && others.length === 0 && lack === "all" && covered.has(term)) return [];
      if (id < 0 && others.length === 0 && content && typos++ < MOST_TYPOS)
        others.push(...nearTerms(this.index.dictionary, term));
      // a joined pair of words that nobody writes together says nothing
      if (id < 0 && others.length === 0 && !content) return [];
      const worth = weight * (id < 0 ? this.#rarity(...others) : this.#rarity(id));
      return [{ term: id, others, likeness: OTHER_WORDS, worth, content, common, written }];
    });
    sought.push(...translated.flatMap((one) => this.#inOtherLanguage(one, lack === "all")));
    if (sought.length <= MOST_WORDS) return sought;
    const least = sought.map(({ worth }) => worth).sort((a, b) => b - a)[MOST_WORDS - 1] ?? 0;
    return sought.filter(({ worth }) => worth >= least).slice(0, MOST_WORDS);
  }

  /** Which articles don't exist in the language of the question. */
  #lack(text: string): "none" | "some" | "all" {
    const { chinese, other } = this.#shares;
    const share = HAN.test(text) ? chinese : other;
    return share > NEARLY_ALL ? "none" : share < 1 - NEARLY_ALL ? "all" : "some";
  }

  /** `instead`: there is nothing in the question's own language, so that the translation says what is asked. */
  #inOtherLanguage({ translations }: Translated, instead: boolean): Sought[] {
    const [first = []] = translations;
    const words = this.#known(translations.flatMap((terms) => (terms.length === 1 ? terms : [])));
    const parts = first.length > 1 ? this.#known(first) : [];
    const groups = parts.length > 0 ? parts.map((part) => [part]) : words.length > 0 ? [words] : [];
    return groups.map((others) => ({
      term: -1,
      others,
      likeness: TRANSLATED,
      worth: (this.#rarity(...others) * (instead ? 1 : TRANSLATED_TOO)) / Math.sqrt(groups.length),
      content: instead,
      common: false,
      written: false,
    }));
  }

  #known(terms: readonly string[]): number[] {
    return terms.map((term) => this.index.dictionary.find(term)).filter((id) => id >= 0);
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
    let holders = 0;
    for (const term of terms) if (term >= 0) holders += this.index.holders(term);
    return rarity(this.index.passageCount, Math.min(holders, this.index.passageCount));
  }
}

function sharesOf(index: Index): { readonly chinese: number; readonly other: number } {
  let chinese = 0;
  let other = 0;
  for (let article = 0; article < index.articleCount; article++) {
    if (index.languageOf(article) === "zh") chinese++;
    else other++;
  }
  const all = Math.max(1, index.idCount);
  return { chinese: chinese / all, other: other / all };
}

/** By term: what it is worth by itself. */
function worthsOf(index: Index): Float32Array {
  const worths = new Float32Array(index.dictionary.size);
  for (let term = 0; term < worths.length; term++)
    if (index.data.light[term] !== 1) worths[term] = rarity(index.passageCount, index.holders(term));
  return worths;
}
