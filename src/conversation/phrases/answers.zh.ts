import type { answersEn } from "./answers.en.ts";

/** 回答里除了课程原文之外的话（中文）。 */
export const answersZh = {
  quoted: (section, mark) => `课程资料「${section}」里是这样说的 ${mark}：`,
  alsoQuoted: (section, mark) => `另外，「${section}」里提到 ${mark}：`,
  simpler: (section, mark) => `简单来说（出自「${section}」）${mark}：`,
  example: (section, mark) => `「${section}」里有个例子 ${mark}：`,
  more: (section, mark) => `关于这一点，「${section}」里还有 ${mark}：`,
  otherLanguage: {
    en: "这部分内容目前只有英文版，下面是原文。",
    zh: "这部分内容目前只有中文版，下面是原文。",
  },
  unknown: "这个我不知道：我手头的课程资料里没有答案。",
  near: "找到的最接近的内容：",
  toPerson: "如果不是你要的，可以找老师帮忙。",
  exhausted: "课程资料里关于这一点就这些了。可以请老师换个方式给你讲。",
  noMoreExamples: "课程资料里没有别的例子了。可以请老师给你举一个。",
  shorter: (section, mark) => `一句话概括（出自「${section}」）${mark}：`,
  /** 每条提示的开头：之前给过几条提示就靠它来数。 */
  hintSign: /^提示 \d+\/\d+：/,
  hint: (number, of) => `提示 ${number}/${of}：这里我会一步步带你想，答案留给你自己写。`,
  noMoreHints: "这道题我能给的提示就这些了。先照着试试看，如果还是卡住，可以请老师看看你写的内容。",
  locked: "这部分内容你还没有解锁，我不能提前引用。完成前一部分后就会开放。",
  which: "你的问题可能指好几个内容，你想问的是哪一个？",
  whatAbout: "你指的是哪方面？告诉我主题、第几课或者报错信息，我来查。",
} satisfies typeof answersEn;
