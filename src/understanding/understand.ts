import { LRUCache } from "lru-cache";
import type { Line } from "../answering/question.ts";
import { simplify } from "../knowledge/text/traditional.ts";
import { crisisIn } from "./crisis/crisis.ts";
import { languageOf } from "./language/language.ts";
import { moodOf, trendOf } from "./mood/mood.ts";
import { legible, plain } from "./plain.ts";
import type { Reading } from "./reading.ts";
import { displeased } from "./wants/displeased.ts";
import { graded } from "./wants/graded.ts";
import { intentOf } from "./wants/intent.ts";
import { orPerson, personOf } from "./wants/person.ts";
import { isQuestion } from "./wants/question.ts";
import { rephrases } from "./wants/rephrases.ts";
import { features } from "./weights/features.ts";
import { shippedWeights } from "./weights/weights.ts";

/** How many of the student's last lines the trend looks back on. */
const LOOK_BACK = 3;

/** A message is looked back on by those that follow it: its mood, which follows from its text alone, is remembered. */
const moods = new LRUCache<string, Reading["mood"]>({ max: 200 });
const REMEMBERED = 1000;

/**
 * Reads one student message in its conversation. The same input has the same reading; linear in the text and bounded: a
 * text of any size takes about a millisecond. `history` is this conversation without the message; `locale` is a hint only.
 */
export function understand(text: string, history: readonly Line[], locale?: string): Reading {
  const written = plain(text);
  const words = simplify(written);
  const found = features(words);
  const scores = shippedWeights().score(found);
  const wants = legible(text) ? orPerson(words, intentOf(words), scores) : "nothing";
  const mood = moodOf(found, words, scores);
  remember(text, mood);
  const crisis = crisisIn(text);
  const person = personOf(words, wants, scores);
  const again = rephrases(words, history);
  return {
    ...languageOf(written, history, locale),
    wants,
    mood,
    trend: trendOf(moodsOf(history), mood),
    ...(crisis && { crisis }),
    ...(person && { person }),
    ...(displeased(words, mood, again, history) && { displeased: true }),
    rephrases: again,
    graded: graded(words),
    question: isQuestion(words, wants, scores),
  };
}

function moodsOf(history: readonly Line[]): Reading["mood"][] {
  return history
    .filter(({ who }) => who === "student")
    .slice(-LOOK_BACK)
    .map(({ text }) => moods.get(text) ?? remember(text, moodOfText(text)));
}

function moodOfText(text: string): Reading["mood"] {
  const words = simplify(plain(text));
  const found = features(words);
  return moodOf(found, words, shippedWeights().score(found));
}

function remember(text: string, mood: Reading["mood"]): Reading["mood"] {
  if (text.length <= REMEMBERED) moods.set(text, mood);
  return mood;
}
