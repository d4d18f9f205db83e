import { type Kysely, sql } from "kysely";
import type { Mark } from "#ports/platform.ts";
import type { Conversation, State } from "../conversation/conversation.ts";
import type { Change } from "../conversation/ticket/changes.ts";
import type { CaseRecord, RecordedTurn } from "../desk/transcript.ts";
import { turnFrom } from "./cases/turns.ts";
import { conversationFrom } from "./conversations.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** Which cases; what is left out does not matter. */
export type TicketFilter = {
  readonly states?: readonly State["name"][];
  /** The id or the name of who has it. */
  readonly staff?: string;
  /** The student has waited for a person since then or longer. */
  readonly waitingSince?: number;
  /** The student's id, or a part of their name. */
  readonly student?: string;
};

export type Listed = { readonly conversation: Conversation; readonly updated: number };

/** Those that wait come first, the longest wait at the top, then the newest. `count` is of all. */
export async function listTickets(
  db: Db,
  filter: TicketFilter,
  limit: number,
): Promise<{ readonly tickets: readonly Listed[]; readonly count: number }> {
  const { states, staff, waitingSince, student } = filter;
  let query = db.selectFrom("conversations");
  // Closed cases are never woken: this keeps their number out of it.
  if (states?.includes("resolved") === false) query = query.where("wake_at", "is not", null);
  if (states) query = query.where("state", "in", states);
  if (staff !== undefined)
    query = query.where((eb) =>
      eb.or([eb("staff_id", "=", staff), eb(sql`detail ->> '$.staff.name'`, "=", staff)]),
    );
  if (waitingSince !== undefined) query = query.where("since", "<=", waitingSince);
  if (student !== undefined) {
    const part = `%${student.replace(/[\\%_]/g, "\\$&")}%`;
    // An index of the names alone is a tenth of the rows to read.
    const named = sql`select number from conversations where student_id = ${student} or student_name like ${part} escape '\\'`;
    query = query.where("number", "in", sql<number>`(${named})`);
  }
  const { count } = await query
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  const rows = await query
    .selectAll()
    .orderBy(sql`since is null`)
    .orderBy("since")
    .orderBy("updated", "desc")
    .limit(limit)
    .execute();
  return {
    count: Number(count),
    tickets: rows.map((row) => ({ conversation: conversationFrom(row), updated: row.updated })),
  };
}

/** All that is kept of a case; `undefined` for a number that was never given. */
export async function caseRecord(db: Db, number: number): Promise<CaseRecord | undefined> {
  const row = await db
    .selectFrom("conversations")
    .selectAll()
    .where("number", "=", number)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    conversation: conversationFrom(row),
    closed: row.closed ?? undefined,
    turns: await turnsIn(db, number),
    audit: await auditOf(db, number),
    stars: await starsOf(db, number),
  };
}

async function turnsIn(db: Db, conversation: number): Promise<readonly RecordedTurn[]> {
  const rows = await db
    .selectFrom("turns")
    .selectAll()
    .where("conversation", "=", conversation)
    .orderBy("number")
    .execute();
  return rows.map((row) => ({
    ...turnFrom(row),
    ...(row.mark !== null && { mark: row.mark as Mark }),
    ...(row.rating !== null && { rating: row.rating > 0 ? (1 as const) : (-1 as const) }),
    isDeleted: row.deleted === 1,
  }));
}

async function auditOf(db: Db, conversation: number): Promise<CaseRecord["audit"]> {
  const rows = await db
    .selectFrom("audit")
    .selectAll()
    .where("conversation", "=", conversation)
    .orderBy("id")
    .execute();
  return rows.map(({ time, by, person_id, person_name, what, before, after }) => ({
    time,
    by: by as CaseRecord["audit"][number]["by"],
    ...(person_id !== null && { person: { id: person_id, name: person_name ?? "" } }),
    what: what as Change["what"],
    before: before ?? undefined,
    after: after ?? undefined,
  }));
}

async function starsOf(db: Db, conversation: number): Promise<CaseRecord["stars"]> {
  const rows = await db
    .selectFrom("stars")
    .selectAll()
    .where("conversation", "=", conversation)
    .orderBy("closing")
    .execute();
  return rows.map(({ stars, words, of, time }) => ({
    stars,
    words: words ?? undefined,
    of: of as "bot" | "staff",
    time,
  }));
}
