import { languageAskedFor } from "../../understanding/language/asked-for.ts";
import { understand } from "../../understanding/understand.ts";
import { limits } from "../limits.ts";
import type { Line } from "../question.ts";
import { asksForHint, wasHinting } from "../teaching/hinted.ts";
import { offered } from "./clarify.ts";
import { choice, isOneMore, rejection } from "./rejection.ts";
import { MOST, namesNothing, subject, type Wish, wishOf } from "./subject.ts";

/** What the student asked before, oldest first and as it was meant: only what names something. */
export function questions(history: readonly Line[]): readonly string[] {
  const found: string[] = [];
  for (let at = history.length - 1; at >= 0 && found.length < limits.carried; at--) {
    const line = history[at];
    if (line?.who !== "student") continue;
    const meant = meantBy(line.text, history.slice(0, at));
    if (meant !== undefined) found.unshift(meant);
  }
  return found;
}

/** What a line asked for by itself; `undefined` if it asked for nothing or only spoke of what was asked before. */
function meantBy(text: string, before: readonly Line[]): string | undefined {
  const chosen = choice(text, before);
  if (chosen !== undefined) return chosen;
  if (isOneMore(text) || languageAskedFor(text) !== undefined) return undefined;
  if (asksForHint(text) && wasHinting(before)) return undefined;
  const rejected = before.some(({ who }) => who === "bot") ? rejection(text) : undefined;
  const rest = rejected === undefined ? text : text.trim().slice(rejected.length);
  const { wants } = understand(text, []);
  const wish = wishOf(wants);
  const asks = wants === "answer" || wish !== "answer";
  // "How do I fix it?" went on about what was asked before it.
  if (wish === "answer" && before.length > 0 && namesNothing(rest)) return undefined;
  return asks && subject(rest, wish).length > 0 ? rest.trim().slice(0, MOST) : undefined;
}

/** What kind of answer the student wished for last, looking past "another one". */
export function lastWish(history: readonly Line[]): Wish {
  const line = history.findLast(({ who, text }) => who === "student" && !isOneMore(text));
  return line === undefined ? "answer" : wishOf(understand(line.text, []).wants);
}

/** What the bot offered when it asked back and the student has not been shown since, in order. */
export function notChosen(history: readonly Line[]): readonly string[] {
  const asked = history.findLastIndex((line) => offered([line]).length > 0);
  if (asked < 0) return [];
  const said = history.slice(asked + 1);
  const chosen = said.flatMap(({ who, text }) =>
    who === "student" ? [choice(text, history.slice(0, asked + 1)) ?? text] : [],
  );
  // Whoever asked about something else since then speaks of that.
  const isLast = chosen.every((text, at) => at === 0 || rejection(text) !== undefined);
  if (!isLast) return [];
  const options = offered(history.slice(0, asked + 1));
  const first = chosen[0];
  const left = options.filter((option) => option !== first);
  return options.includes(first ?? "") ? left.slice(chosen.length - 1) : [];
}
