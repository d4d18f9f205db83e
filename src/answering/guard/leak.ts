import { MARKERS, NO_ANSWER } from "../asking/prompt.ts";

/** This many words of the instructions in a row are no accident. */
const RUN = 6;

const SECRET =
  /\b(?:sk-[A-Za-z0-9_-]{16,}|xox[a-z]-[A-Za-z0-9-]{10,}|gh[opsu]_[A-Za-z0-9]{20,}|AKIA[A-Z0-9]{12,}|eyJ[\w-]{10,}\.eyJ)/;

/** Tells whether a text holds the instructions, their canary, the wrapper's marks or a key. */
export function createLeakCheck(system: string, canary: string): (text: string) => boolean {
  const runs = new Set(runsOf(system));
  const sign = squeezed(canary);
  return (text) => {
    if (squeezed(text).includes(sign) || SECRET.test(text) || text.includes(NO_ANSWER)) return true;
    const lower = text.toLowerCase();
    return MARKERS.some((marker) => lower.includes(marker)) || runsOf(text).some((run) => runs.has(run));
  };
}

function runsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const runs: string[] = [];
  for (let at = 0; at + RUN <= words.length; at++) runs.push(words.slice(at, at + RUN).join(" "));
  return runs;
}

/** Spelt out, hyphenated or capitalised it is still the same. */
function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
