import type { Line } from "../../answering/question.ts";
import type { Mood } from "../reading.ts";

const UPSET = new Set<Mood["name"]>(["frustrated", "angry", "discouraged", "confused"]);

/**
 * Whether a student is not content with what the bot just said: rejects or corrects it, asks for something
 * else instead, or is upset after it. Without an answer before it nobody is.
 */
export function displeased(words: string, mood: Mood, again: boolean, history: readonly Line[]): boolean {
  if (history.at(-1)?.who !== "bot") return false;
  const start = words.trim().toLowerCase().slice(0, MOST);
  return again || REJECTS.test(start) || CORRECTS.test(start) || (UPSET.has(mood.name) && mood.sure >= SURE);
}

const MOST = 400;
const SURE = 0.4;

/** At the beginning: what stands later is often about something else. */
const REJECTS =
  /^(?:(?:hm+|um+|uh+|oh|well|ok(?:ay)?|sorry|but|i think|actually|yeah|yes|hey|wait|bot|er+)[,.! ]{1,3}){0,2}(?:no\b(?! (?:problem|worries|need|idea|doubt|more questions|thank|thanks|that'?s (?:all|it|fine|good)|nothing|i'?m (?:good|fine|all))|[,.]? ?(?:thank|thanks|that(?:'s| is) (?:all|it|fine|good)|i'?m (?:good|fine|done)))|nope\b|nah\b|not (?:really|quite|that|what|at all|helpful|true|exactly|sure|good|this|interested)|neither|none of|wrong|that'?s (?:not|wrong|incorrect|no)|this (?:is not|isn'?t|doesn'?t)|it (?:is not|isn'?t|doesn'?t|still)|i (?:don'?t|didn'?t|do not|did not|can'?t|haven'?t|hate|never|already|really don'?t|wouldn'?t|am not|'m not)\b|still\b|too (?:long|short|complicated|expensive|late|early|far|many|much)|you (?:already|don'?t|didn'?t|keep|misunderst|are wrong|just said)|不是|不对|没有?用|不行|错了|没懂|答非所问|还是不|这不是|不太对|没解决|不需要|已经试过)/;

const CORRECTS =
  /\b(?:instead|rather|other than|something (?:else|different|other)|anything else|any others?|some others?|another (?:one|option|way)|a different|different one|other (?:options?|ones?|kinds?|choices?)|not that one|i (?:said|meant|asked)|what i (?:asked|meant|said)|didn'?t (?:ask|mean|help|work|answer)|doesn'?t (?:help|work|answer)|not helpful|useless|i'?ve (?:already )?(?:seen|tried|read|done)|already (?:seen|tried|told|said|read)|never (?:seen|heard)|haven'?t (?:seen|heard)|not (?:a|really a|my|much of a) (?:big )?(?:fan|thing|into)|change (?:it|that|the)|make (?:it|that) \w+ instead|check (?:on )?another|are you sure|really\?|what\?|huh)\b|换一个|别的|另外一个|我问的|我说的是|都试过|已经说过|你确定/;
