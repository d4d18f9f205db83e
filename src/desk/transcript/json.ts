import type { CaseRecord } from "../transcript.ts";

/** For programs: times in ISO 8601, what is unknown left out. */
export function json({ conversation, closed, turns, audit, stars }: CaseRecord): string {
  const { number, student, studentAt, language, timeZone, opened, ticket, state } = conversation;
  const record = {
    ticket: number,
    state: state.name,
    staff: state.name === "human" ? state.staff : undefined,
    student: { ...student, at: studentAt, timeZone },
    language,
    category: ticket.category,
    opened: iso(opened),
    closed: closed === undefined ? undefined : iso(closed),
    turns: turns.map(({ time, isDeleted, ...turn }) => ({ ...turn, deleted: isDeleted, time: iso(time) })),
    audit: audit.map(({ time, ...line }) => ({ ...line, time: iso(time) })),
    ratings: stars.map(({ time, ...rating }) => ({ ...rating, time: iso(time) })),
  };
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
