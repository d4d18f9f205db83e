import type { Log } from "#ports/platform.ts";
import type { AnswererOptions } from "../../src/answering/answer.ts";
import { createAnswerer } from "../../src/answering/answer.ts";
import { createBudget } from "../../src/answering/asking/budget.ts";
import type { Answer, AnswerPart, Line, Question } from "../../src/answering/question.ts";
import type { Found, Passage, Query, Search } from "../../src/knowledge/passage.ts";
import { terms } from "../../src/knowledge/text/terms.ts";
import { understand } from "../../src/understanding/understand.ts";

function passage(
  id: string,
  language: string,
  title: string,
  path: readonly string[],
  text: string,
): Passage {
  const article = { id, title, language, updated: "2026-09-14", escalate: id.startsWith("refunds") };
  return { article, path, anchor: path.join("-").toLowerCase().replaceAll(" ", "-"), text };
}

export const FLEX = passage(
  "lessons/flexbox",
  "en",
  "Flexbox",
  ["Centring"],
  `Flexbox is a layout mode that arranges children in one direction. To centre a child, make its parent a flex container and set both alignments:

\`\`\`css
.parent { display: flex; justify-content: center; align-items: center; }
\`\`\`

The parent needs a height, otherwise there is no room in which the child could be centred vertically.`,
);

export const FLEX_GAPS = passage(
  "lessons/flexbox",
  "en",
  "Flexbox",
  ["Gaps"],
  `\`gap\` sets the space between flex children, because margins would also push the outer edges. For example:

\`\`\`css
.parent { display: flex; gap: 1rem; }
\`\`\``,
);

export const REFUND = passage(
  "refunds",
  "en",
  "Refunds",
  ["How to get your money back"],
  `You can get a refund within 14 days of your purchase. Do it in three steps:

1. Open your account page at https://school.example/account.
2. Choose the course and press **Refund**.
3. Confirm. The money arrives within 10 working days.

A tutor will reply to questions about refunds within one working day.`,
);

export const REFUND_ZH = passage(
  "refunds",
  "zh",
  "退款",
  ["如何退款"],
  "购买后 14 天内可以申请退款。打开账户页面,选择课程,点击“退款”即可。退款会在 10 个工作日内到账。",
);

export const IMAGES = passage(
  "lessons/images",
  "en",
  "Images",
  [],
  `An image needs two attributes. \`src\` names the file, and \`alt\` describes the picture for people who can't see it.

![A tomato](images/tomato.jpg)

See [lesson 3](03-structure.md) and [MDN](https://developer.mozilla.org/img). <script>alert(1)</script> <!channel> @everyone look`,
);

const LONG = passage(
  "lessons/git",
  "en",
  "Git",
  ["Commits"],
  Array.from(
    { length: 30 },
    (_, n) =>
      `Sentence number ${n} explains ${n === 20 ? "rebasing a branch onto another" : "a detail of commits"} in some words.`,
  ).join(" "),
);

export const COURSE: readonly Passage[] = [FLEX, FLEX_GAPS, REFUND, REFUND_ZH, IMAGES, LONG];

/** Finds by shared words; a stand-in for the index. */
export const search: Search = {
  async search({ text, history = [], language, limit = 8 }: Query): Promise<Found> {
    const asked = new Set(terms(text).filter((term) => !COMMON.has(term)));
    const before = new Set(history.flatMap((line) => terms(line)).filter((term) => !COMMON.has(term)));
    const hits = COURSE.map((passage) => {
      const known = new Set(terms([passage.article.title, ...passage.path, passage.text].join("\n")));
      const score = [...asked].filter((term) => known.has(term)).length;
      const carried = [...before].filter((term) => known.has(term)).length / 2;
      return { passage, score: score + carried + (passage.article.language === language ? 0.1 : 0) };
    })
      .filter(({ score }) => score >= 1)
      .sort((a, b) => b.score - a.score)
      .slice(0, limit);
    const share = (hits[0]?.score ?? 0) / Math.max(1, asked.size);
    return { hits, sure: Math.min(1, share) };
  },
};

const COMMON = new Set(
  terms(
    "a how do i is the to of in an it and what my me can for you about with 怎么 么办 什么 我想 可以 吗 的 了",
  ),
);

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export function ask(text: string, history: readonly Line[] = [], student = "s1"): Question {
  return { text, history, student, reading: understand(text, history) };
}

export function answerer(options: Partial<AnswererOptions> = {}) {
  return createAnswerer({
    search,
    budget: createBudget(1_000_000, 100_000, () => 0),
    articleUrl: ({ article, anchor }) =>
      `https://school.example/a/${article.language}/${article.id}#${anchor}`,
    allowedHosts: ["school.example"],
    now: () => 0,
    log: silent,
    ...options,
  });
}

export async function parts(
  question: Question,
  options: Partial<AnswererOptions> = {},
): Promise<readonly AnswerPart[]> {
  return await Array.fromAsync(answerer(options).answer(question));
}

export async function reply(question: Question, options: Partial<AnswererOptions> = {}): Promise<Answer> {
  const last = (await parts(question, options)).at(-1);
  if (last === undefined || !("answer" in last)) throw new Error("no answer at the end");
  return last.answer;
}

/** A conversation: each text is asked with what was said before. */
export async function talk(
  texts: readonly string[],
  options: Partial<AnswererOptions> = {},
): Promise<readonly Answer[]> {
  const history: Line[] = [];
  const answers: Answer[] = [];
  for (const text of texts) {
    const answer = await reply(ask(text, [...history]), options);
    answers.push(answer);
    history.push({ who: "student", text }, { who: "bot", text: answer.text });
  }
  return answers;
}
