/**
 * Whether a message asks for work that is graded to be done: then the bot only hints. When it is due, how it
 * is handed in and what it counts are questions like others.
 */
export function graded(words: string): boolean {
  const text = words.toLowerCase().slice(0, MOST);
  return WORK.test(text) && DO_IT.test(text) && !ABOUT.test(text.replace(WHOLE_ANSWER, " "));
}

const MOST = 4_000;
const WORK =
  /\b(?:homework|assignment|graded|quiz|exam|midterm|finals?|project|problem set|pset|coursework|essay|lab report|test question|exercise \d+|question \d+|task \d+)\b|作业|大作业|测验|小测|考试|期中|期末|考题|试题|课程设计|实验报告|论文|第.{1,3}题|结课项目/;
const DO_IT =
  /\b(?:solve|solution|answers?|do my|do this|do it|write|finish|complete|code for|full code|whole code|give me|send me|help me with|stuck on|how do i do|what is the result|implement|fix my)\b|答案|帮我(?:写|做|完成|解|改)|替我|代写|代做|直接给|给我(?:代码|写|做)|怎么(?:做|写|解|答)|求解|解法|完整代码|参考代码|不会做|不会写|卡在/;
const ABOUT =
  /\b(?:due|deadline|extension|submit|upload|hand in|turn in|points|worth|late|when is|where (?:do|can) i)\b|截止|延期|提交|上传|占多少|几分|什么时候|迟交|补交|在哪/;
const WHOLE_ANSWER = /\b(?:before|due) (?:it is |it's )?due\b/g;
