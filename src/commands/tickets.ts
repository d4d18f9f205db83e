import colors from "picocolors";
import { systemClock } from "../clock.ts";
import { readEnvironment } from "../config.ts";
import type { State } from "../conversation/conversation.ts";
import { phrases } from "../conversation/phrases/phrases.ts";
import { duration } from "../conversation/phrases/when.ts";
import { policy } from "../conversation/policy.ts";
import { overdueSince } from "../desk/overdue.ts";
import { type Format, transcript } from "../desk/transcript.ts";
import { readAllSettings, readRoster } from "../main.ts";
import { readBeside } from "../store/reading.ts";
import { caseRecord, type Listed, listTickets, type TicketFilter } from "../store/tickets.ts";
import { complain, print, printJson } from "./terminal.ts";

export const STATES = ["bot", "waiting", "human", "resolved"] as const satisfies readonly State["name"][];

export type Wanted = {
  readonly mine?: string;
  readonly unclaimed?: true;
  readonly overdue?: true;
  readonly student?: string;
  readonly state?: State["name"];
  readonly json?: true;
};

/** Cases printed at once; more are counted. */
const most = 200;

/** Lists the cases that people have to do with, or those that are asked for, also while Deskmate runs. */
export async function tickets(wanted: Wanted): Promise<void> {
  const settings = readAllSettings(readEnvironment());
  const roster = readRoster(settings);
  const now = systemClock.now();
  const filter: TicketFilter = {
    states: statesOf(wanted),
    ...(wanted.mine !== undefined && { staff: wanted.mine }),
    ...(wanted.student !== undefined && { student: wanted.student }),
    ...(wanted.overdue && { waitingSince: overdueSince(roster, now, policy.reminders[0]) }),
  };
  const { tickets: found, count } = await readBeside(settings.core.dataFolder, (db) =>
    listTickets(db, filter, most),
  );
  if (wanted.json) return printJson(found.map(({ conversation, updated }) => ({ ...conversation, updated })));
  const { listed } = phrases("en").desk;
  print(listed(count, found.length));
  for (const one of found) print(line(one, now));
}

/** Prints one case whole. Exits with 2 if there is none of that number. */
export async function showTicket(ticket: string, options: { format: Format; notes?: true }): Promise<void> {
  const settings = readAllSettings(readEnvironment());
  const { zone } = readRoster(settings);
  const number = /^#?(\d{1,15})$/.exec(ticket)?.[1];
  const record =
    number && (await readBeside(settings.core.dataFolder, (db) => caseRecord(db, Number(number))));
  if (!record) {
    complain(`There is no ticket ${ticket}.`, []);
    process.exitCode = 2;
    return;
  }
  const shape = { notes: options.notes === true, language: settings.core.deskLanguage, zone };
  process.stdout.write(transcript(record, options.format, shape));
}

/** Without a wish: the cases that people have or should take. */
function statesOf({ mine, unclaimed, student, state }: Wanted): readonly State["name"][] {
  if (state) return [state];
  if (unclaimed) return ["waiting"];
  if (mine !== undefined) return ["human"];
  return student === undefined ? ["waiting", "human"] : STATES;
}

function line({ conversation }: Listed, now: number): string {
  const { number, student, state, ticket } = conversation;
  const since = "since" in state ? state.since : undefined;
  const facts = [
    phrases("en").desk.state(state),
    ticket.category,
    since === undefined ? undefined : `waits ${duration("en", now - since)}`,
  ];
  const name = onOneLine(student.name);
  return `${colors.bold(`#${number}`)}  ${name}  ${colors.dim(facts.filter((fact) => fact !== undefined).join(" · "))}`;
}

/** A name may hold what a terminal obeys. */
function onOneLine(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
}
