import { type Kysely, type Selectable, sql } from "kysely";
import type { Address, Mark, StoredFile } from "#ports/platform.ts";
import type {
  Conversation,
  Language,
  Person,
  Reason,
  Side,
  State,
  Turn,
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
  return row && fromRow(row);
}

export async function caseOfThread(db: Db, thread: Address): Promise<Conversation | undefined> {
  const row = await db
    .selectFrom("conversations")
    .selectAll()
    .where("desk_at", "=", thread)
    .executeTakeFirst();
  return row && fromRow(row);
}

export async function conversationNumbered(db: Db, number: number): Promise<Conversation | undefined> {
  const row = await db
    .selectFrom("conversations")
    .selectAll()
    .where("number", "=", number)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** Opens a case with the bot; its number is the next ticket number. */
export async function openConversation(
  db: Db,
  start: { student: Person; studentAt: Address; language: Language; wakeAt: number; now: number },
): Promise<Conversation> {
  const { student, studentAt, language, wakeAt, now } = start;
  const row = await db
    .insertInto("conversations")
    .values({
      student_id: student.id,
      student_name: student.name,
      student_at: studentAt,
      desk_at: null,
      language,
      ...stateColumns({ name: "bot", misses: 0 }),
      wake_at: wakeAt,
      updated: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return fromRow(row);
}

export async function saveConversation(db: Db, conversation: Conversation, now: number): Promise<void> {
  const { language, state, wakeAt } = conversation;
  await db
    .updateTable("conversations")
    .set({ language, ...stateColumns(state), wake_at: wakeAt ?? null, updated: now })
    .where("number", "=", conversation.number)
    .execute();
}

/** Wakes the conversation at another time. */
export async function setWakeAt(db: Db, number: number, wakeAt: number): Promise<void> {
  await db.updateTable("conversations").set({ wake_at: wakeAt }).where("number", "=", number).execute();
}

/** The delivered card opened the thread of the case. */
export async function setDeskThread(db: Db, number: number, thread: Address): Promise<void> {
  await db.updateTable("conversations").set({ desk_at: thread }).where("number", "=", number).execute();
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

/** How many other cases have waited for a person since before `since`. */
export async function waitingBefore(db: Db, number: number, since: number): Promise<number> {
  const row = await db
    .selectFrom("conversations")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("state", "=", sql.lit("waiting"))
    .where("since", "<=", since)
    .where("number", "!=", number)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function openConversations(db: Db): Promise<readonly (Conversation & { updated: number })[]> {
  const rows = await db
    .selectFrom("conversations")
    .selectAll()
    .where("wake_at", "is not", null)
    .orderBy("updated", "desc")
    .limit(500)
    .execute();
  return rows.map((row) => ({ ...fromRow(row), updated: row.updated }));
}

/** The newest turns of the conversation that were not deleted, oldest first. */
export async function turnsOf(db: Db, conversation: number, limit: number): Promise<readonly Turn[]> {
  const rows = await db
    .selectFrom("turns")
    .selectAll()
    .where("conversation", "=", conversation)
    .where("deleted", "=", 0)
    .orderBy("number", "desc")
    .limit(limit)
    .execute();
  return rows.reverse().map(turnFromRow);
}

export async function addTurn(
  db: Db,
  turn: Omit<Turn, "number" | "internal"> & {
    conversation: number;
    place: Address | undefined;
    message: string | undefined;
    answers: number | undefined;
  },
): Promise<number> {
  const { number } = await db
    .insertInto("turns")
    .values({
      conversation: turn.conversation,
      side: turn.side,
      by: turn.by,
      author_id: turn.author.id,
      author_name: turn.author.name,
      text: turn.text,
      files: JSON.stringify(turn.files),
      internal: 0,
      deleted: 0,
      place: turn.place ?? null,
      message: turn.message ?? null,
      answers: turn.answers ?? null,
      time: turn.time,
    })
    .returning("number")
    .executeTakeFirstOrThrow();
  return number;
}

/** The turn that a platform's message became; deleted ones are gone. */
export async function turnWritten(
  db: Db,
  place: Address,
  message: string,
): Promise<(Turn & { conversation: number }) | undefined> {
  const row = await db
    .selectFrom("turns")
    .selectAll()
    .where("place", "=", place)
    .where("message", "=", message)
    .where("deleted", "=", 0)
    .executeTakeFirst();
  return row && { ...turnFromRow(row), conversation: row.conversation };
}

export async function turnNumbered(db: Db, number: number): Promise<Turn | undefined> {
  const row = await db.selectFrom("turns").selectAll().where("number", "=", number).executeTakeFirst();
  return row && turnFromRow(row);
}

/** The bot's turn that answered a student's turn. */
export async function answerTo(db: Db, turn: number, conversation: number): Promise<number | undefined> {
  const row = await db
    .selectFrom("turns")
    .select("number")
    .where("conversation", "=", conversation)
    .where("answers", "=", turn)
    .where("deleted", "=", 0)
    .executeTakeFirst();
  return row?.number;
}

export async function setTurn(
  db: Db,
  number: number,
  change: { text?: string; internal?: boolean; mark?: Mark },
): Promise<void> {
  const { internal, ...rest } = change;
  await db
    .updateTable("turns")
    .set({ ...rest, ...(internal !== undefined && { internal: Number(internal) }) })
    .where("number", "=", number)
    .execute();
}

/** `false` if it was rated so before. */
export async function rateTurn(db: Db, number: number, rating: 1 | -1): Promise<boolean> {
  const result = await db
    .updateTable("turns")
    .set({ rating })
    .where("number", "=", number)
    .where((eb) => eb.or([eb("rating", "is", null), eb("rating", "!=", rating)]))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Forgets the words; the row stays, so that a late copy of the message is known. */
export async function forgetTurn(db: Db, number: number): Promise<void> {
  await db
    .updateTable("turns")
    .set({ text: "", files: "[]", deleted: 1 })
    .where("number", "=", number)
    .execute();
}

function turnFromRow(row: Selectable<Schema["turns"]>): Turn {
  return {
    number: row.number,
    side: row.side as Side,
    by: row.by as Turn["by"],
    author: { id: row.author_id, name: row.author_name },
    text: row.text,
    internal: row.internal === 1,
    files: JSON.parse(row.files) as StoredFile[],
    time: row.time,
  };
}

function fromRow(row: Selectable<Schema["conversations"]>): Conversation {
  return {
    number: row.number,
    student: { id: row.student_id, name: row.student_name },
    studentAt: row.student_at as Address,
    deskAt: (row.desk_at ?? undefined) as Address | undefined,
    language: row.language as Language,
    state: stateFrom(row.state as State["name"], row.since ?? undefined, JSON.parse(row.detail) as Detail),
    wakeAt: row.wake_at ?? undefined,
  };
}

type Detail = {
  misses?: number;
  reason?: Reason;
  reminders?: number;
  staff?: Person;
  by?: "student" | "staff" | "quiet";
};

function stateColumns(state: State): { state: string; since: number | null; detail: string } {
  const { name, ...rest } = state;
  const { since = null, ...detail } = "since" in rest ? rest : { ...rest, since: null };
  return { state: name, since, detail: JSON.stringify(detail) };
}

function stateFrom(name: State["name"], since: number | undefined, detail: Detail): State {
  const { misses = 0, reason = "asked", reminders = 0, staff = { id: "", name: "" }, by = "quiet" } = detail;
  switch (name) {
    case "bot":
      return { name, misses };
    case "waiting":
      return { name, reason, since: since ?? 0, reminders };
    case "human":
      return { name, staff, since, reminders };
    case "resolved":
      return { name, by };
  }
}
