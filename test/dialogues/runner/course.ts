import type { Answer, Answerer } from "../../../src/answering/question.ts";
import type { Replies } from "../../../src/desk/replies.ts";

/** A course of loops and refunds, in two languages. It follows up on what was said before. */
export const course: Answerer = {
  async *answer({ text, reading, history }) {
    const { language, wants } = reading;
    const said = `${history.map((line) => line.text).join("\n")}\n${text}`;
    const answer = (key: keyof typeof sentences, change: Partial<Answer> = {}): { answer: Answer } => {
      const words = { text: sentences[key][language], citations: [], by: "quote" } as const;
      return { answer: { ...words, found: true, sure: 0.9, escalate: false, ...change } };
    };
    if (/refund|退款/.test(text)) yield answer("refund", { escalate: true });
    else if (!/loop|循环/.test(said)) yield answer("unknown", { found: false, sure: 0.1 });
    else if (wants === "simpler") yield answer("simpler");
    else if (wants === "example") yield answer("example");
    else if (/array|数组/.test(text)) yield answer("array");
    else if (/loop|循环/.test(text)) yield answer("loop");
    else yield answer("unknown", { found: false, sure: 0.1 });
  },
};

const sentences = {
  loop: { en: "A loop repeats a block of code. [1]", zh: "循环会重复执行一段代码。[1]" },
  simpler: { en: "A loop does a thing again and again. [1]", zh: "循环就是反复做同一件事。[1]" },
  example: { en: "For example, a loop prints 1 to 10. [1]", zh: "比如用循环打印 1 到 10。[1]" },
  array: { en: "A loop visits each item of an array. [1]", zh: "循环可以依次处理数组的每一项。[1]" },
  refund: { en: "Refunds take five days. [1]", zh: "退款需要五天。[1]" },
  unknown: { en: "I don't know this one.", zh: "这个我不知道。" },
};

/** The ready replies of this course's desk. */
export const replies: Pick<Replies, "list" | "text"> = {
  list: () => [{ id: "refund-sent", title: "The refund is on its way" }],
  text: (id, language, { student, staff, ticket }) => {
    if (id !== "refund-sent") return undefined;
    const words = {
      en: `Hello ${student}, your refund is on its way (#${ticket}). ${staff}`,
      zh: `${student} 你好，退款已发出（#${ticket}）。${staff}`,
    };
    return words[language];
  },
};
