import { clauses, narrow } from "../plain.ts";
import type { Reading } from "../reading.ts";
import { english } from "./lexicon.en.ts";
import type { Lexicon } from "./lexicon.ts";
import { chinese } from "./lexicon.zh.ts";

type Wants = Reading["wants"];

const LEXICONS: readonly Lexicon[] = [english, chinese];

/** Whether a clause says a thing in the words of either language. */
export function says(part: string, thing: Exclude<keyof Lexicon, "trim">): boolean {
  return LEXICONS.some((lexicon) => lexicon[thing].test(seenBy(lexicon, part)));
}

function seenBy(lexicon: Lexicon, part: string): string {
  return lexicon === english ? narrow(part) : part;
}

/** A wish about the last answer is short; in a longer text the same words are part of a question. */
const SHORT_WORDS = 16;
const SHORT_HAN = 30;

/**
 * What a message asks for, from its plain words. A person is found anywhere in it; a wish about the last
 * answer only in a short message; "solved", thanks and greetings only when nothing else is said.
 */
export function intentOf(words: string): Wants {
  const parts = clauses(words);
  if (parts.some(asksForPerson)) return "person";
  const asked = /[?\uFF1F]/.test(words);
  if (!asked && short(words) && parts.some((part) => says(part, "abuse")) && !parts.some(asksAnew))
    return "abuse";
  if (short(words)) {
    const wish = WISHES.find((one) => parts.some((part) => says(part, one)));
    if (wish !== undefined && parts.every((part) => says(part, wish) || isSmall(part) || !asksAnew(part))) {
      return wish;
    }
  }
  return closing(parts, asked);
}

const WISHES = ["less", "example", "simpler", "more"] as const;

function asksForPerson(part: string): boolean {
  return LEXICONS.some((lexicon) => {
    const seen = seenBy(lexicon, part);
    return lexicon.person.test(seen) && !lexicon.notPerson.test(seen);
  });
}

/** A clause that is a question of its own: "I don't get it, why does my image not show". */
function asksAnew(part: string): boolean {
  return says(part, "asks");
}

/** Every clause must be small talk; then the weightiest of them names the message. */
function closing(parts: readonly string[], asked: boolean): Wants {
  if (parts.length === 0) return "answer";
  if (parts.some((part) => says(part, "but"))) return "answer";
  const kinds = parts.map(smallTalk);
  if (kinds.includes("solved") && !asked && kinds.every((kind) => kind !== undefined)) return "solved";
  if (kinds.some((kind) => kind === undefined || kind === "solved")) return "answer";
  if (kinds.includes("thanks")) return "thanks";
  if (kinds.includes("smallTalk")) return "smallTalk";
  return kinds.includes("greeting") ? "greeting" : "thanks";
}

function isSmall(part: string): boolean {
  return smallTalk(part) !== undefined;
}

function smallTalk(part: string): "solved" | "thanks" | "greeting" | "smallTalk" | "chat" | undefined {
  for (const lexicon of LEXICONS) {
    for (const kind of ["solved", "thanks", "greeting", "smallTalk", "chat"] as const) {
      if (lexicon[kind].test(seenBy(lexicon, part))) return kind;
    }
  }
  const bare = LEXICONS.reduce(
    (rest, { trim }) => rest.replace(trim[0], "").replace(trim[1], ""),
    `${part} `,
  ).trim();
  return bare === part || bare === "" ? undefined : smallTalk(bare);
}

function short(words: string): boolean {
  const han = words.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han <= SHORT_HAN && words.split(/\s+/).length <= SHORT_WORDS;
}
