import { answerPhrases } from "../../conversation/phrases/answers.ts";
import type { Line } from "../question.ts";

/** How many hints were given in this conversation. Both languages: a student may change theirs. */
export function hintsGiven(history: readonly Line[]): number {
  return history.filter(({ who, text }) => who === "bot" && isHint(text)).length;
}

/** Whether the bot was hinting just now: what goes on about it is still about the same task. */
export function wasHinting(history: readonly Line[]): boolean {
  const said = history.filter(({ who }) => who === "bot").slice(-LATELY);
  return said.some(({ text }) => isHint(text) || saysNoMore(text));
}

/** An offer may stand behind the hint. */
const LATELY = 2;

/** "Next hint", "I'm stuck", 直接给我答案: asks on about a task, however it is called. */
export function asksForHint(text: string): boolean {
  return text.length <= 60 && ASKS.test(text.trim().toLowerCase());
}

const ASKS =
  /\bhints?\b|\bstuck\b|\b(?:give|show|tell|send|want|need)(?: me)? (?:just )?the (?:full |whole |finished |final )?(?:code|solution|answer)\b|^(?:just )?the (?:code|solution|answer)(?: please)?|\bwhat(?:'s| is) the (?:solution|answer)\b|^(?:what )?(?:next|now)\??$|提示|卡住|不会|(?:直接|快|就)?(?:给|要|发|告诉)(?:我)?(?:完整|最终|全部)?(?:的)?(?:代码|答案|解法)|答案(?:呢|是什么)|^(?:然后|接下来|下一步)(?:呢|怎么办|怎么做)?[?？]?$/;

function isHint(text: string): boolean {
  const paragraphs = text.split("\n\n");
  return languages.some(({ hintSign }) => paragraphs.some((paragraph) => hintSign.test(paragraph)));
}

function saysNoMore(text: string): boolean {
  return languages.some(({ noMoreHints }) => text.includes(noMoreHints));
}

const languages = [answerPhrases("en"), answerPhrases("zh")];
