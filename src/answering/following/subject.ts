import { askedTerms } from "../../knowledge/question/question.ts";
import { commonCharacters, isVague } from "../../knowledge/text/common-words.ts";
import type { Question } from "../question.ts";

export type Wish = "answer" | "simpler" | "example" | "more" | "less";

export function wishOf(wants: Question["reading"]["wants"]): Wish {
  return wants === "simpler" || wants === "example" || wants === "more" || wants === "less"
    ? wants
    : "answer";
}

/** A subject stands early; a long paste is not read to its end. */
export const MOST = 2_000;

/** The telling terms of a message; of a wish those that are left when the wish itself is taken out. */
export function subject(text: string, wish: Wish): readonly string[] {
  const start = text.slice(0, MOST);
  return askedTerms(wish === "answer" ? start : start.replace(WISHES_ZH, " "))
    .filter(({ term, content }) => content && !(wish !== "answer" && WISHES_EN.has(term)))
    .map(({ term }) => term);
}

/** Whether a question names nothing by itself: "how do I fix it", 这两个有什么不同. What it is about was said before. */
export function namesNothing(text: string): boolean {
  const rest = text.slice(0, MOST).replace(WEAK_ZH, " ");
  const han = [...rest.matchAll(/\p{Script=Han}+/gu)].flatMap(([run]) => commonCharacters(run));
  return (
    han.filter((isCommon) => !isCommon).length < 2 &&
    subject(rest, "answer").every((term) => isVague(term) || WEAK_EN.has(term))
  );
}

/** As stems. */
const WISHES_EN = new Set(
  `exampl sampl demo anoth simpl simpler simplifi easi easier detail elabor continu understand explain explan
  less brief briefli summar summari tldr long shorten concis complic confus lost deeper depth eli5 follow term plain english inform info code differ concret practic short
  word`.split(/\s+/),
);

const WISHES_ZH =
  /再来|简短|精简|短一点|太长|总结|概括|长话短说|[再更举给看来讲说换用点下个段太难懂好]|详细|具体|深入|仔细|展开|简单|通俗|直白|易懂|一点|一些|例子|示例|实例|代码|还是|不懂|没懂|明白|理解|说法|方式|解释|介绍|继续|接着|往下|复杂|困惑|人话|大白话|一个|几个/g;

/** Beside the vague words of the search, as stems. */
const WEAK_EN = new Set(
  "first second third fourth last next former latter both two three part line compar work stop help bit actual".split(
    " ",
  ),
);

const WEAK_ZH =
  /不同|区别|差别|差异|比较|解决|处理|修复|办法|方法|意思|原因|具体|究竟|到底|已经|可能|情况|发生|出现|作用|两个|两者|二者|这些|那些|这|那|它们?|第[一二三四五]个?|最后|前者|后者|刚才|上面|哪个好|更好|一样/g;
