/** The nouns of the knowledge base. Articles are cut into passages, one per section or less. */

/** A document as written. `id` is its path in its folder without the language and the ending: `enrolment/refunds`. */
export type Article = {
  readonly id: string;
  readonly title: string;
  /** BCP 47 primary tag, `en` or `zh`. The same `id` in another language is the same article. */
  readonly language: string;
  /** Date of the last change, `2026-09-14`. */
  readonly updated: string;
  readonly tags: readonly string[];
  readonly alsoAskedAs: readonly string[];
  /** A person should take such cases. */
  readonly escalate: boolean;
  /** Work that is graded: students get hints for it, never its solution. */
  readonly graded?: true;
  /** The module that must be unlocked to read it, by the learning platform's id. */
  readonly module?: string;
  readonly markdown: string;
};

/** A piece of an article that can be quoted and cited by itself. */
export type Passage = {
  readonly article: Pick<Article, "id" | "title" | "language" | "updated" | "escalate" | "graded" | "module">;
  /** Headings from below the title down to this section; empty for the text before the first heading. */
  readonly path: readonly string[];
  /** The section's id in the rendered article; empty for the text before the first heading. */
  readonly anchor: string;
  /** CommonMark. */
  readonly text: string;
};

export type Hit = { readonly passage: Passage; readonly score: number };

/** What a search found, best first. `sure` is the calibrated probability (0–1) that the hits hold the answer. */
export type Found = { readonly hits: readonly Hit[]; readonly sure: number };

export type Query = {
  readonly text: string;
  /** Prefer passages in this language where the same article exists in several. */
  readonly language?: string;
  /** Earlier words of the student in this conversation, oldest first: what a follow-up leaves unsaid. */
  readonly history?: readonly string[];
  readonly limit?: number;
};

/** Something that can be asked for passages. Never fails: without its embedder it searches by words alone. */
export interface Search {
  search(query: Query): Promise<Found>;
}
