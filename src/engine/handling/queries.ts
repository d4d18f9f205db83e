import type { OutboundMessage } from "#ports/platform.ts";
import type { Conversation } from "../../conversation/conversation.ts";
import { phrases } from "../../conversation/phrases/phrases.ts";
import { preview } from "../../conversation/phrases/preview.ts";
import { duration } from "../../conversation/phrases/when.ts";
import { policy } from "../../conversation/policy.ts";
import { priorityOf } from "../../conversation/ticket/priority.ts";
import { overdueSince } from "../../desk/overdue.ts";
import { transcript } from "../../desk/transcript.ts";
import { loads } from "../../store/cases/staff.ts";
import { firstWords } from "../../store/cases/turns.ts";
import { ticketsOfStudent } from "../../store/conversations.ts";
import { caseRecord, listTickets, type TicketFilter } from "../../store/tickets.ts";
import { lines } from "../thinker.ts";
import { platformOf } from "./find.ts";
import type { EventOf, Handled, Work } from "./work.ts";

/** Questions about cases, answered to whoever asked and to nobody else. They change nothing. */

/** The student's own tickets: by the identity that the platform proved. */
export async function listOwn(work: Work, handled: Handled<EventOf<"message" | "action">>): Promise<void> {
  const { event, conversation } = handled;
  const { store, roster, understand } = work.parts;
  const words = event.type === "message" ? event.text : "";
  const language =
    words === "" && conversation
      ? conversation.language
      : understand(words, lines([]), event.from.locale).language;
  const said = phrases(language);
  const own = await store.read(async (db) => {
    const student = { platform: platformOf(event.at), id: event.from.id };
    const found = await ticketsOfStudent(db, student, policy.listed);
    return Promise.all(
      found.map(async (one) => ({ one, about: preview((await firstWords(db, one.number)) ?? "", 60) })),
    );
  });
  const rows = own.map(({ one, about }) => {
    const staff = one.state.name === "human" ? roster.shownName(one.state.staff) : undefined;
    return said.ticketLine(one.number, said.ticketState(one.state, staff), about);
  });
  const text = rows.length === 0 ? said.noTickets : [said.tickets, "", ...rows].join("\n");
  return work.answerAt(handled, { text, tone: "status" });
}

/** `wish`: nothing, `mine`, `unclaimed`, `overdue`, or a student's name. */
export async function listCases(
  work: Work,
  handled: Handled<EventOf<"message" | "action">>,
  wish: string,
): Promise<void> {
  const { store, roster, deskLanguage } = work.parts;
  const now = work.now;
  const desk = phrases(deskLanguage).desk;
  const { tickets, count, load } = await store.read(async (db) => ({
    ...(await listTickets(db, filterOf(work, handled, wish), policy.listed)),
    load: await loads(db),
  }));
  const rows = tickets.map(({ conversation }) => {
    const { number, student } = conversation;
    return desk.listLine(number, student.name, factsOf(work, conversation).join(" · "));
  });
  const names = new Map(
    tickets.flatMap(({ conversation: { state } }) =>
      state.name === "human" ? [[state.staff.id, state.staff.name] as const] : [],
    ),
  );
  const loaded = [...names].map(([id, name]) => `${name} ${load.get(id) ?? 0}`);
  const shift = roster.onDuty(now);
  const people = [...(shift.length > 0 ? [desk.onShift(shift.join(", "))] : []), ...loaded];
  const text = [desk.listed(count, rows.length), "", ...rows, "", people.join(" · ")].join("\n").trim();
  return work.answerAt(handled, { text, tone: "note" });
}

function filterOf(work: Work, { event }: Handled, wish: string): TicketFilter {
  const { roster } = work.parts;
  const open = { states: ["waiting", "human"] } as const;
  switch (wish.trim().toLowerCase()) {
    case "":
    case "all":
    case "全部":
      return open;
    case "mine":
    case "我的":
      return { states: ["human"], staff: event.from.id };
    case "unclaimed":
    case "无人接手":
    case "待接手":
      return { states: ["waiting"] };
    case "overdue":
    case "超时":
      return { ...open, waitingSince: overdueSince(roster, work.now, policy.reminders[0]) };
    default:
      return { student: wish.trim() };
  }
}

function factsOf(work: Work, conversation: Conversation): readonly string[] {
  const { roster, deskLanguage } = work.parts;
  const { state, ticket } = conversation;
  const desk = phrases(deskLanguage).desk;
  const since = "since" in state ? state.since : undefined;
  const waited = since === undefined ? 0 : roster.businessMs(since, work.now);
  const priority = priorityOf(conversation, work.now, waited);
  return [
    desk.state(state),
    ...(priority === "normal" || state.name === "resolved" ? [] : [desk.priorities[priority]]),
    ...(ticket.category === undefined ? [] : [ticket.category]),
    ...(since === undefined ? [] : [duration(deskLanguage, work.now - since)]),
  ];
}

/** The case to read and keep, as files: Markdown, JSON and HTML, or the one that was named. */
export async function showTranscript(
  work: Work,
  handled: Handled<EventOf<"message" | "action">>,
  wish: string,
): Promise<void> {
  const { store, deskLanguage, roster } = work.parts;
  const { conversation, pending } = handled;
  const record = conversation && (await store.read((db) => caseRecord(db, conversation.number)));
  if (!record) return work.suppress(pending, "no case to tell of");
  const format = formats.find(({ format }) => format === wish.trim().toLowerCase()) ?? formats[0];
  const shape = { notes: true, language: deskLanguage, zone: roster.zone };
  const text = transcript(record, format.format, shape);
  const file = await store.keepFile({
    name: `ticket-${conversation.number}.${format.ending}`,
    type: format.type,
    bytes: new TextEncoder().encode(text),
  });
  const message: OutboundMessage = {
    text: phrases(deskLanguage).desk.transcript(conversation.number),
    tone: "note",
    files: [file],
  };
  return work.answerAt(handled, message);
}

const formats = [
  { format: "markdown", ending: "md", type: "text/markdown" },
  { format: "json", ending: "json", type: "application/json" },
  { format: "html", ending: "html", type: "text/html" },
] as const;
