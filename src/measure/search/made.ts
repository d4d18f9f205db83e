/** Articles and questions made by rule, the same at every run: as many as are asked for, with words as rare as in English. */
import type { Article, Passage } from "../../knowledge/passage.ts";

export const PASSAGES_PER_ARTICLE = 4;
const WORDS_PER_PASSAGE = 80;
const ASKED_WORDS = 9;

/** The commonest words of English stand at the head, as in any English text. */
const COMMON =
  "the of to and a in is it you that for on are with as i this be at have or from by not what all when your can there use how if will up about out then them would so these has her two more no way could my than been who its now did get come may part where over new after also".split(
    " ",
  );
const VOCABULARY = 200_000;

export type Made = { readonly article: Article; readonly passages: readonly Omit<Passage, "article">[] };

export function madeArticle(number: number): Made {
  const draw = drawer(number);
  const article = {
    id: `made/${number}`,
    title: sentence(draw, 4),
    language: "en",
    updated: "2026-09-01",
    tags: [sentence(draw, 1)],
    alsoAskedAs: [sentence(draw, 6)],
    escalate: false,
    markdown: "",
  };
  const passages = Array.from({ length: PASSAGES_PER_ARTICLE }, (_, at) => ({
    path: [sentence(draw, 3)],
    anchor: `section-${at}`,
    text: sentence(draw, WORDS_PER_PASSAGE),
  }));
  return { article, passages };
}

/** Asks with words of one of the passages, most of them common ones, as students do. */
export function madeQuestion(number: number, articles: number): string {
  const draw = drawer(number + 1_000_003);
  const { passages } = madeArticle(Math.floor(draw() * articles));
  const words = passages[Math.floor(draw() * passages.length)]?.text.split(" ") ?? [];
  const from = Math.floor(draw() * (words.length - ASKED_WORDS));
  return `how do I ${words.slice(from, from + ASKED_WORDS).join(" ")}?`;
}

function sentence(draw: () => number, length: number): string {
  return Array.from({ length }, () => word(rank(draw()))).join(" ");
}

/** By Zipf's law: the word of rank r is 1/r as frequent as the first. */
function rank(chance: number): number {
  return Math.floor(Math.exp(chance * Math.log(VOCABULARY))) - 1;
}

function word(rank: number): string {
  const common = COMMON[rank];
  if (common !== undefined) return common;
  let letters = "";
  for (let rest = rank; rest > 0; rest = Math.floor(rest / 80))
    letters += `${"bcdfghklmnprstvz"[rest % 16]}${"aiou"[(rest >> 4) % 4]}`;
  return `${letters}k${"aiou"[rank % 4]}`;
}

/** Numbers from 0 to 1; those of neighbouring seeds have nothing to do with each other. */
function drawer(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
