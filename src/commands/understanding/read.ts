import colors from "picocolors";
import type { Line } from "../../answering/question.ts";
import { policy } from "../../conversation/policy.ts";
import { preface } from "../../conversation/preface.ts";
import { upsetAfter } from "../../conversation/student/upset.ts";
import type { Reading } from "../../understanding/reading.ts";
import { understand } from "../../understanding/understand.ts";
import { print, printJson } from "../terminal.ts";

/** Shows what is understood of the last message of a conversation with the bot, and what would be done and why. */
export async function read(messages: readonly string[], options: { json?: true }): Promise<void> {
  const history: Line[] = [];
  const readings: Reading[] = [];
  let upset = 0;
  let before = 0;
  let milliseconds = 0;
  for (const text of messages) {
    const started = performance.now();
    const reading = understand(text, history);
    milliseconds = Math.round((performance.now() - started) * 100) / 100;
    readings.push(reading);
    before = upset;
    upset = upsetAfter(before, reading);
    history.push({ who: "student", text }, { who: "bot", text: "…" });
  }
  const reading = readings.at(-1);
  if (reading === undefined) return;
  const does = decisions(reading, before, upset);
  if (options.json) return printJson({ reading, upset: round(upset), does, milliseconds });
  for (const [name, value] of Object.entries(reading))
    print(`${name.padEnd(12)} ${typeof value === "object" ? Object.values(value).join(" · ") : value}`);
  print("");
  for (const { what, why } of does) print(`→ ${what} ${colors.dim(`because ${why}`)}`);
  print(colors.dim(`read in ${milliseconds} ms`));
}

type Decision = { readonly what: string; readonly why: string };

/** The rules of `conversation/` in words, for a case that the bot has. */
function decisions(reading: Reading, before: number, upset: number): Decision[] {
  const { crisis, wants, person, mood, graded, rephrases, question, foreign } = reading;
  if (crisis)
    return [
      { what: "sends the help lines at once and calls staff", why: `the words sound like danger: ${crisis}` },
    ];
  const rising = upset >= policy.upsetAt && before >= policy.upsetBefore && reading.trend !== "easing";
  const met = preface(reading, "answer", reading.language, []);
  const found: (Decision | false)[] = [
    wants === "person" && { what: "hands over to a person", why: "the student asks for one" },
    wants !== "person" &&
      rising && {
        what: "hands over to a person",
        why: `the student is upset for the second time (${round(upset)})`,
      },
    person === "hinted" && {
      what: "answers, then offers a person",
      why: "only staff may be able to settle it",
    },
    person === "refused" && { what: "does not offer a person", why: "the student wants none" },
    met !== undefined && {
      what: `begins with “${met}”`,
      why: `the mood is ${mood.name}, ${mood.intensity} of 1`,
    },
    graded && { what: "only hints", why: "it is graded work" },
    rephrases && { what: "counts a half miss", why: "the question was asked before" },
    foreign !== undefined && {
      what: `answers in ${reading.language === "zh" ? "Chinese" : "English"} and says so`,
      why: `it is written in ${foreign}`,
    },
    !question && { what: "stays silent in a channel that it only listens to", why: "nothing is asked" },
  ];
  const decided = found.filter((one) => one !== false);
  return decided.length > 0
    ? decided
    : [{ what: "answers from the knowledge base", why: "it is a question like others" }];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
