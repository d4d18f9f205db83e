import type { Kysely, Selectable } from "kysely";
import type { Address, Mark, StoredFile } from "#ports/platform.ts";
import type { Because, Side, Turn } from "../../conversation/conversation.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

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
  return rows.reverse().map(turnFrom);
}

export async function addTurn(
  db: Db,
  turn: Omit<Turn, "number" | "internal" | "because"> & {
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
      sources: sourcesColumn(turn.sources),
      read: turn.read ?? null,
    })
    .returning("number")
    .executeTakeFirstOrThrow();
  return number;
}

/** As the desk was told of them: those up to `last`, the newest `limit`, without the deleted ones. */
export async function turnsUpTo(
  db: Db,
  conversation: number,
  last: number,
  limit: number,
): Promise<readonly Turn[]> {
  const rows = await db
    .selectFrom("turns")
    .selectAll()
    .where("conversation", "=", conversation)
    .where("number", "<=", last)
    .where("deleted", "=", 0)
    .orderBy("number", "desc")
    .limit(limit)
    .execute();
  return rows.reverse().map(turnFrom);
}

/** What a case began with, for a list. */
export async function firstWords(db: Db, conversation: number): Promise<string | undefined> {
  const row = await db
    .selectFrom("turns")
    .select("text")
    .where("conversation", "=", conversation)
    .where("by", "=", "student")
    .where("deleted", "=", 0)
    .orderBy("number")
    .limit(1)
    .executeTakeFirst();
  return row?.text;
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
  return row && { ...turnFrom(row), conversation: row.conversation };
}

export async function turnNumbered(db: Db, number: number): Promise<Turn | undefined> {
  const row = await db.selectFrom("turns").selectAll().where("number", "=", number).executeTakeFirst();
  return row && turnFrom(row);
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
  change: { text?: string; internal?: boolean; mark?: Mark; sources?: readonly string[] | undefined },
): Promise<void> {
  const { internal, sources, ...rest } = change;
  await db
    .updateTable("turns")
    .set({
      ...rest,
      ...(internal !== undefined && { internal: Number(internal) }),
      ...("sources" in change && { sources: sourcesColumn(sources) }),
    })
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

/** Why the student's 👎 was given; `false` without one in that case, or if the reason was told before. */
export async function setBecause(
  db: Db,
  turn: { conversation: number; number: number },
  because: Because,
): Promise<boolean> {
  const result = await db
    .updateTable("turns")
    .set({ because })
    .where("number", "=", turn.number)
    .where("conversation", "=", turn.conversation)
    .where("rating", "=", -1)
    .where("because", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Forgets the words; the row stays, so that a late copy of the message is known. */
export async function forgetTurn(db: Db, number: number): Promise<void> {
  await db
    .updateTable("turns")
    .set({ text: "", files: "[]", sources: null, read: null, deleted: 1 })
    .where("number", "=", number)
    .execute();
}

export function turnFrom(row: Selectable<Schema["turns"]>): Turn {
  return {
    number: row.number,
    side: row.side as Side,
    by: row.by as Turn["by"],
    author: { id: row.author_id, name: row.author_name },
    text: row.text,
    internal: row.internal === 1,
    files: JSON.parse(row.files) as StoredFile[],
    time: row.time,
    ...(row.sources !== null && { sources: JSON.parse(row.sources) as string[] }),
    ...(row.read !== null && { read: row.read }),
    ...(row.because !== null && { because: row.because as Because }),
  };
}

function sourcesColumn(sources: readonly string[] | undefined): string | null {
  return sources === undefined || sources.length === 0 ? null : JSON.stringify(sources);
}
