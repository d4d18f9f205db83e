import { ACTIONS, type Action } from "#ports/controls.ts";
import type { Fault, Mark } from "#ports/platform.ts";
import type { Chat, Seen, Side, Who } from "./chat.ts";

/**
 * Plays a dialogue script. What happens:
 *
 *     student> text              staff> text               written by Mia, and by Anna in the thread of the case
 *     student Lee> text          staff Bo> text            by others
 *     staff #1> text                                       in the thread of that ticket
 *     student edit 1> text       staff edit 1> text        their first message changes
 *     student delete 1           staff delete 1
 *     student! helpful           staff! claim              a button or choice that stands before them
 *     student! stars = 5         staff! snooze = 2h        one of several, or an option of a choice
 *     staff! reply {text: Hi}                              with its form filled in
 *     student!! claim            staff Bo!! resolve        a forged one, or a command
 *     student reacts 👍 on part  student unreacts 👍 on part   to the newest message with these words
 *     student reacts 🎫 on #1                               to the first message that they wrote
 *     student leaves                                       and can't be reached any more
 *     +10m  +8h                                            time passes
 *     fail student denied        mend student              the platform of a side refuses everything, and works
 *     lose thread                                          somebody deletes the thread of the case
 *
 * What is seen after it; all of it must be expected, in order on each side:
 *
 *     bot< part                  desk< part                a new message of the bot with these words
 *     bot~ part                  desk~ part                a message that was changed in place
 *     bot- part                  desk- part                a message that is gone
 *     Anna< part                 Mia< part                 words of a person, shown to the other side (also ~)
 *     bot to Lee< part           Anna to Lee< part         to a student other than Mia
 *     Anna to desk< part                                   words of staff from a form, shown to colleagues
 *     bot< part [helpful person]                           with exactly these buttons
 *     desk only Bo< part                                   that Bo alone sees
 *     mark< delivered                                      on a message that staff wrote
 *     reacted< 👍                unreacted< 👍              shown on a person's message
 *
 * Throws DialogueError at the first line that does not hold.
 */
export async function play(file: string, text: string, chat: Chat): Promise<void> {
  let waiting: readonly Seen[] = [];
  let number = 0;
  const fault = (words: string) => new DialogueError(`${file}:${number}: ${words}`);
  const nothingMore = () => {
    const [first] = waiting;
    if (first) throw fault(`nobody expected: ${written(first)}`);
  };
  for (const raw of [...text.split("\n"), ""]) {
    number += 1;
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const expected = parseExpected(line);
    if (expected) {
      const stream = waiting.filter((seen) => streamOf(seen) === expected.stream);
      const [next] = stream;
      if (!next) throw fault(`expected ${line}\nbut saw nothing more there${also(waiting)}`);
      if (!expected.holds(next)) throw fault(`expected ${line}\nbut saw ${written(next)}`);
      waiting = waiting.filter((seen) => seen !== next);
      continue;
    }
    nothingMore();
    const act = parseAct(line);
    if (!act) throw fault(`can't read: ${line}`);
    try {
      await act(chat);
    } catch (error) {
      throw fault(error instanceof Error ? error.message : String(error));
    }
    waiting = await chat.seen();
  }
  nothingMore();
}

export class DialogueError extends Error {
  override readonly name = "DialogueError";
}

type Act = (chat: Chat) => Promise<void> | void;

function parseAct(line: string): Act | undefined {
  const time = /^\+(\d+)(ms|s|m|h)$/.exec(line);
  if (time) return (chat) => chat.pass(Number(time[1]) * unit[time[2] as keyof typeof unit]);
  const broken = /^(?:fail (student|desk) (\w+)|mend (student|desk))$/.exec(line);
  if (broken) return (chat) => chat.fail((broken[1] ?? broken[3]) as Side, broken[2] as Fault | undefined);
  if (line === "lose thread") return (chat) => chat.loseThread();
  const [, side, name, ticket, rest = ""] =
    /^(student|staff)(?: ([A-Z]\w*))?(?: #(\d+))?(.*)$/.exec(line) ?? [];
  if (!side) return undefined;
  const who: Who =
    side === "student"
      ? { side, name: name ?? "Mia" }
      : { side: "desk", name: name ?? "Anna", ...(ticket && { ticket: Number(ticket) }) };
  const said = /^>(.*)$/.exec(rest);
  if (said) return (chat) => chat.say(who, unescaped(said[1] ?? ""));
  const edited = /^ edit (\d+)>(.*)$/.exec(rest);
  if (edited) return (chat) => chat.edit(who, Number(edited[1]), unescaped(edited[2] ?? ""));
  const removed = /^ delete (\d+)$/.exec(rest);
  if (removed) return (chat) => chat.remove(who, Number(removed[1]));
  const reacted = /^ (un)?reacts (\S+) on (?:#(\d+)|(.+))$/.exec(rest);
  if (reacted) {
    const [, un, emoji = "", nth, part = ""] = reacted;
    return (chat) => chat.react(who, nth === undefined ? part : Number(nth), emoji, un === undefined);
  }
  if (rest === " leaves") return (chat) => chat.leave(who.name);
  const [, sign, wish, option, fields] = /^(!!?) (\w+)(?: = (\S+))?(?: \{(.*)\})?$/.exec(rest) ?? [];
  const action = ACTIONS.find((one) => one === wish);
  if (!sign || !action) return undefined;
  const given = { ...(option && { option }), ...(fields && { fields: fieldsOf(fields) }) };
  return (chat) => (sign === "!!" ? chat.forge(who, action, given) : chat.press(who, action, given));
}

/** `text: Hi | more: words` as the fields of a form. */
function fieldsOf(written: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    written.split(" | ").map((field) => {
      const [, name = "", value = ""] = /^(\w+): ?(.*)$/.exec(field.trim()) ?? [];
      return [name, unescaped(value)];
    }),
  );
}

const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function unescaped(text: string): string {
  return text.trim().replaceAll("\\n", "\n");
}

function parseExpected(line: string): { stream: string; holds(seen: Seen): boolean } | undefined {
  const mark = /^mark< (\w+)$/.exec(line);
  if (mark) {
    const [, name] = mark;
    return { stream: "mark", holds: (seen) => seen.how === "marked" && seen.mark === (name as Mark) };
  }
  const reaction = /^(un)?reacted< (\S+)$/.exec(line);
  if (reaction) {
    const [, un, emoji] = reaction;
    const added = un === undefined;
    const holds = (seen: Seen) => seen.how === "reacted" && seen.emoji === emoji && seen.added === added;
    return { stream: "reaction", holds };
  }
  const [, by, only, to, sign, words = ""] =
    /^(bot|desk|[A-Z]\w*)(?: only (\w+))?(?: to (\w+))?([<~-]) ?(.*)$/.exec(line) ?? [];
  if (!by || !sign) return undefined;
  const [, part = "", buttons] = /^(.*?)(?: ?\[([a-zA-Z ]*)\])?$/.exec(words) ?? [];
  // Students are those who are named on the desk's side.
  const atDesk = by === "desk" || to === "desk" || (to === undefined && students.has(by));
  const as = by === "bot" || by === "desk" ? undefined : by;
  const actions = buttons?.split(" ").filter((one) => one !== "") as Action[] | undefined;
  return {
    stream: atDesk ? "desk" : (to ?? "Mia"),
    holds(seen) {
      if (!seen.text.includes(unescaped(part))) return false;
      if (seen.how !== "new" && seen.how !== "changed") return sign === "-" && seen.how === "gone";
      if (onlyOf(seen) !== only) return false;
      if (seen.how !== (sign === "<" ? "new" : "changed") || seen.as !== as) return false;
      return actions === undefined || actions.join(" ") === seen.buttons.join(" ");
    },
  };
}

const students = new Set(["Mia", "Lee"]);

function onlyOf({ at }: Seen): string | undefined {
  return at.side === "desk" ? at.only : undefined;
}

function streamOf(seen: Seen): string {
  if (seen.how === "marked") return "mark";
  if (seen.how === "reacted") return "reaction";
  return seen.at.side === "desk" ? "desk" : seen.at.name;
}

function also(waiting: readonly Seen[]): string {
  return waiting.length === 0 ? "" : `; elsewhere: ${waiting.map(written).join("; ")}`;
}

/** As the script would expect it. */
function written(seen: Seen): string {
  if (seen.how === "marked") return `mark< ${seen.mark}`;
  if (seen.how === "reacted") return `${seen.added ? "" : "un"}reacted< ${seen.emoji}`;
  const bot = seen.at.side === "desk" ? "desk" : "bot";
  if (seen.how === "gone") return `${bot}- ${seen.text}`;
  const to = seen.at.side === "student" && seen.at.name !== "Mia" ? ` to ${seen.at.name}` : "";
  const buttons = seen.buttons.length > 0 ? ` [${seen.buttons.join(" ")}]` : "";
  const words = seen.text.replaceAll("\n", "\\n");
  const only = onlyOf(seen) === undefined ? "" : ` only ${onlyOf(seen)}`;
  return `${seen.as ?? bot}${only}${to}${seen.how === "new" ? "<" : "~"} ${words}${buttons}`;
}
