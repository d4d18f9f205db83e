import type { Line } from "../../answering/question.ts";
import { simplify } from "../../knowledge/text/traditional.ts";
import { plain } from "../plain.ts";

/**
 * Whether a message asks again, in other words, what was asked before the bot's last answer: it says so, or
 * most of its terms were in that question.
 */
export function rephrases(words: string, history: readonly Line[]): boolean {
  const answered = history.findLastIndex(({ who }) => who === "bot");
  const before = history.slice(0, Math.max(0, answered)).findLast(({ who }) => who === "student");
  if (before === undefined) return false;
  if (SAYS_SO.test(words.slice(0, MOST).toLowerCase())) return true;
  const now = terms(words);
  const then = terms(plain(before.text));
  if (now.size < FEWEST || then.size < FEWEST) return false;
  let both = 0;
  for (const term of now) if (then.has(term)) both++;
  return both / Math.min(now.size, then.size) >= SHARED && both / Math.max(now.size, then.size) >= SHARED / 2;
}

const MOST = 1_000;
const FEWEST = 2;
const SHARED = 0.6;

const SAYS_SO =
  /\b(?:i mean|i meant|what i meant|that'?s not what i (?:asked|meant)|not what i asked|let me rephrase|in other words|i asked (?:about|how|why|what)|my question (?:was|is)|again:)|我是说|我是问|我问的是|我的意思是|不是问这个|问的不是|换句话说|我再问一遍/;

/** What a question is about: stems of its longer words, pairs of its Chinese characters. */
function terms(words: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [token] of simplify(words.slice(0, MOST).toLowerCase()).matchAll(
    /[a-z]{3,}|\p{Script=Han}+/gu,
  )) {
    if (/^[a-z]/.test(token)) {
      if (!COMMON.has(token)) found.add(token.slice(0, STEM));
    } else {
      const bare = token.replace(COMMON_ZH, "");
      for (let at = 0; at + 2 <= bare.length; at++) found.add(bare.slice(at, at + 2));
    }
  }
  return found;
}

const STEM = 5;
const COMMON = new Set(
  `the and for can could you how what why when where which who does did are was were will would should this that
  with from have has had not don't but its it's get got use using there please tell about want need know make
  still into your mine help me my`.split(/\s+/),
);
const COMMON_ZH =
  /怎么样|怎么|什么|为什么|如何|可以|能不能|是不是|请问|一下|老师|还是|这个|那个|[的了吗呢啊吧呀我你]/g;
