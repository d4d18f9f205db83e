import { type Kysely, type Selectable, sql } from "kysely";
import type { Address } from "#ports/platform.ts";
import {
  type Conversation,
  type Language,
  newTicket,
  type Pause,
  type Person,
  type Reason,
  type State,
  type Ticket,
} from "../conversation/conversation.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export async function openConversationAt(db: Db, studentAt: Address): Promise<Conversation | undefined> {
  const row = await db
    .selectFrom("conversations")
    .selectAll()
    .where("student_at", "=", studentAt)
    .where("wake_at", "is not", null)
    .executeTakeFirst();
  return row && conversationFrom(row);
}

export async function caseOfThread(db: Db, thread: Address): Promise<Conversation | undefined> {
  const row = await db
    .selectFrom("conversations")
    .selectAll()
    .where("desk_at", "=", thread)
    .executeTakeFirst();
  return row && conversationFrom(row);
}

export async function conversationNumbered(db: Db, number: number): Promise<Conversation | undefined> {
  const row = await db
    .selectFrom("conversations")
    .selectAll()
    .where("number", "=", number)
    .executeTakeFirst();
  return row && conversationFrom(row);
}

/** Opens a case with the bot; its number is the next ticket number. */
export async function openConversation(
  db: Db,
  start: {
    student: Person;
    studentAt: Address;
    language: Language;
    timeZone?: string | undefined;
    wakeAt: number;
    now: number;
  },
): Promise<Conversation> {
  const { student, studentAt, language, timeZone, wakeAt, now } = start;
  const row = await db
    .insertInto("conversations")
    .values({
      student_id: student.id,
      student_name: student.name,
      student_at: studentAt,
      desk_at: null,
      language,
      ...columnsOf({ name: "bot", misses: 0 }),
      wake_at: wakeAt,
      updated: now,
      time_zone: timeZone ?? null,
      category: null,
      ticket: "{}",
      desk_channel: null,
      opened: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return conversationFrom(row);
}

/** `channel` is where its card goes, as long as there is none. */
export async function saveConversation(
  db: Db,
  conversation: Conversation,
  by: { channel: Address; now: number },
): Promise<void> {
  const { language, state, wakeAt, timeZone, deskAt } = conversation;
  const { category, ...ticket } = conversation.ticket;
  await db
    .updateTable("conversations")
    .set({
      language,
      ...columnsOf(state),
      wake_at: wakeAt ?? null,
      updated: by.now,
      time_zone: timeZone ?? null,
      category: category ?? null,
      ticket: JSON.stringify(ticket),
      ...(deskAt === undefined && { desk_channel: by.channel }),
    })
    .where("number", "=", conversation.number)
    .execute();
}

/** The newest case at the place that is over. */
export async function lastClosedAt(db: Db, studentAt: Address): Promise<Conversation | undefined> {
  const row = await db
    .selectFrom("conversations")
    .selectAll()
    .where("student_at", "=", studentAt)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && row.wake_at === null ? conversationFrom(row) : undefined;
}

/** The cases that a student of the platform brought to people, newest first; without `but`. */
export async function casesWithPeople(
  db: Db,
  student: { platform: string; id: string },
  but: number,
): Promise<readonly { number: number; opened: number; isOpen: boolean }[]> {
  const rows = await db
    .selectFrom("conversations")
    .select(["number", "opened", "wake_at"])
    .where("student_id", "=", student.id)
    .where("student_at", "like", `${student.platform}:%`)
    .where("desk_at", "is not", null)
    .where("number", "!=", but)
    .orderBy("opened", "desc")
    .limit(10)
    .execute();
  return rows.map(({ number, opened, wake_at }) => ({ number, opened, isOpen: wake_at !== null }));
}

/** The open cases of a student of the platform, wherever they write there. */
export async function openCasesOf(
  db: Db,
  student: { platform: string; id: string },
): Promise<readonly Conversation[]> {
  const rows = await db
    .selectFrom("conversations")
    .selectAll()
    .where("student_id", "=", student.id)
    .where("student_at", "like", `${student.platform}:%`)
    .where("wake_at", "is not", null)
    .execute();
  return rows.map(conversationFrom);
}

/** The student's own tickets, newest first: those that are open, and those that people had. */
export async function ticketsOfStudent(
  db: Db,
  student: { platform: string; id: string },
  limit: number,
): Promise<readonly Conversation[]> {
  const rows = await db
    .selectFrom("conversations")
    .selectAll()
    .where("student_id", "=", student.id)
    .where("student_at", "like", `${student.platform}:%`)
    .where((eb) => eb.or([eb("desk_at", "is not", null), eb("state", "in", ["waiting", "human"])]))
    .orderBy("opened", "desc")
    .limit(limit)
    .execute();
  return rows.map(conversationFrom);
}

/** Wakes the conversation at another time. */
export async function setWakeAt(db: Db, number: number, wakeAt: number): Promise<void> {
  await db.updateTable("conversations").set({ wake_at: wakeAt }).where("number", "=", number).execute();
}

/** The delivered card opened the thread of the case; `undefined` when the thread is gone. */
export async function setDeskThread(db: Db, number: number, thread: Address | undefined): Promise<void> {
  await db
    .updateTable("conversations")
    .set({ desk_at: thread ?? null })
    .where("number", "=", number)
    .execute();
}

/** Conversations whose time has come, without those that were told so already. */
export async function dueConversations(db: Db, now: number): Promise<readonly number[]> {
  const rows = await db
    .selectFrom("conversations")
    .select("number")
    .where("wake_at", "<=", now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("inbox")
            .select("seq")
            .where("key", "=", sql<string>`'woke:' || conversations.number`),
        ),
      ),
    )
    .orderBy("wake_at")
    .limit(500)
    .execute();
  return rows.map(({ number }) => number);
}

/** Each state by itself, so that many chats with the bot push nobody out who waits for a person. */
export async function openConversations(
  db: Db,
  most?: number,
): Promise<readonly (Conversation & { updated: number })[]> {
  const rows = [];
  for (const state of ["waiting", "human", "bot"] satisfies State["name"][]) {
    const query = db
      .selectFrom("conversations")
      .selectAll()
      .where("wake_at", "is not", null)
      .where("state", "=", state)
      .orderBy(sql`since is null`)
      .orderBy("since")
      .orderBy("updated", "desc");
    rows.push(...(await (most === undefined ? query : query.limit(most)).execute()));
  }
  return rows.map((row) => ({ ...conversationFrom(row), updated: row.updated }));
}

/** A row as the core knows it. */
export function conversationFrom(row: Selectable<Schema["conversations"]>): Conversation {
  const { category } = row;
  return {
    number: row.number,
    student: { id: row.student_id, name: row.student_name },
    studentAt: row.student_at as Address,
    deskAt: (row.desk_at ?? undefined) as Address | undefined,
    language: row.language as Language,
    timeZone: row.time_zone ?? undefined,
    opened: row.opened,
    ticket: { ...newTicket, ...(JSON.parse(row.ticket) as Partial<Ticket>), category: category ?? undefined },
    state: stateFrom(row, JSON.parse(row.detail) as Detail),
    wakeAt: row.wake_at ?? undefined,
  };
}

/** All that a state may hold besides what has a column of its own. */
type Detail = {
  misses?: number;
  offer?: true;
  reason?: Reason;
  reminders?: number;
  pause?: Pause;
  staff?: Person;
  place?: number;
  warned?: true;
  by?: "student" | "staff" | "quiet";
  of?: "bot" | "staff";
  had?: string;
};

type StateColumns = Pick<
  Selectable<Schema["conversations"]>,
  "state" | "since" | "detail" | "staff_id" | "closed"
>;

function columnsOf(state: State): StateColumns {
  const { name, ...detail } = state;
  const since = "since" in detail ? (detail.since ?? null) : null;
  const closed = "at" in detail ? detail.at : null;
  const staff_id = "staff" in detail ? detail.staff.id : null;
  return {
    state: name,
    since,
    closed,
    staff_id,
    detail: JSON.stringify({ ...detail, since: undefined, at: undefined }),
  };
}

function stateFrom(row: StateColumns & { updated: number }, detail: Detail): State {
  const since = row.since ?? undefined;
  const { misses = 0, reminders = 0, offer, place, pause, warned } = detail;
  const rests = pause && { pause };
  const name = row.state as State["name"];
  switch (name) {
    case "bot":
      return { name, misses, ...(offer && { offer }) };
    case "waiting":
      return {
        ...{ name, reason: detail.reason ?? "asked", since: since ?? 0, reminders },
        ...(place !== undefined && { place }),
        ...rests,
      };
    case "human": {
      const staff = detail.staff ?? { id: "", name: "" };
      return { name, staff, since, reminders, ...rests, ...(warned && { warned }) };
    }
    case "resolved": {
      const { by = "quiet", of = "bot", had } = detail;
      return { name, by, of, at: row.closed ?? row.updated, ...(had !== undefined && { had }) };
    }
  }
}
