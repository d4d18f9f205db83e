import { phrases } from "../../conversation/phrases/phrases.ts";
import { transcriptEn } from "../../conversation/phrases/transcript/en.ts";
import { transcriptZh } from "../../conversation/phrases/transcript/zh.ts";
import type { CaseRecord, RecordedTurn, Shape } from "../transcript.ts";

/** What a transcript says around the words of people, the same in every format that is read. */
export function createTeller({ language, zone }: Shape) {
  const words = { en: transcriptEn, zh: transcriptZh }[language];
  const clock = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
    timeZone: zone,
    dateStyle: "medium",
    timeStyle: "short",
  });
  const at = (time: number) => clock.format(time);
  return {
    words,
    at,
    facts({ conversation, closed }: CaseRecord): readonly (readonly [label: string, value: string])[] {
      const { facts } = words;
      const { state, ticket, opened } = conversation;
      return [
        [facts.state, phrases(language).desk.state(state)],
        [facts.opened, at(opened)],
        ...(closed === undefined ? [] : [[facts.closed, at(closed)] as const]),
        ...(ticket.category === undefined ? [] : [[facts.category, ticket.category] as const]),
        [facts.zone, zone],
      ];
    },
    /** Who said it, when, and what became of it. */
    head({ by, author, time, mark, rating, internal, isDeleted }: RecordedTurn) {
      const told = [
        internal ? words.note : mark && words.marks[mark],
        isDeleted ? words.deleted : undefined,
        rating && (rating > 0 ? words.helpful.yes : words.helpful.no),
      ];
      return {
        who: by === "bot" ? words.bot : author.name,
        when: at(time),
        marks: told.filter((one) => one !== undefined),
      };
    },
    change({ what, before, after, person, by, time }: CaseRecord["audit"][number]): string {
      const who = person?.name ?? (by === "bot" ? words.time : by);
      const from = before === undefined ? "" : `${before} → `;
      return `${at(time)} · ${who} · ${words.what[what]}: ${from}${after ?? words.nothing}`;
    },
    rating({ stars, words: said, of, time }: CaseRecord["stars"][number]): string {
      return `${at(time)} · ${words.of[of]} · ${"★".repeat(stars)}${"☆".repeat(5 - stars)}${said ? ` · ${said}` : ""}`;
    },
    files: (turn: RecordedTurn) => turn.files.map(({ name, size }) => `📎 ${name} (${inWords(size)})`),
  };
}

function inWords(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
