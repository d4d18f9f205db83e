import { type Kysely, sql } from "kysely";

/** Inbox, conversations with their turns, outbox, files, and the adapters' small values. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("inbox")
    .addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("key", "text", (column) => column.notNull().unique())
    .addColumn("place", "text")
    .addColumn("conversation", "integer")
    .addColumn("event", "text")
    .addColumn("state", "text", (column) => column.notNull().defaultTo("new"))
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_at", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("last_try", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("reason", "text")
    .addColumn("time", "bigint", (column) => column.notNull())
    .execute();
  await sql`create index inbox_new on inbox (place, conversation, seq) where state = 'new'`.execute(db);

  await db.schema
    .createTable("conversations")
    .addColumn("number", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("student_id", "text", (column) => column.notNull())
    .addColumn("student_name", "text", (column) => column.notNull())
    .addColumn("student_at", "text", (column) => column.notNull())
    .addColumn("desk_at", "text")
    .addColumn("language", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("since", "bigint")
    .addColumn("detail", "text", (column) => column.notNull())
    .addColumn("wake_at", "bigint")
    .addColumn("updated", "bigint", (column) => column.notNull())
    .execute();
  // One open case per place: two first messages at once lose the race here, not in memory.
  await sql`create unique index conversations_open on conversations (student_at) where wake_at is not null`.execute(
    db,
  );
  await sql`create index conversations_desk on conversations (desk_at)`.execute(db);
  await sql`create index conversations_student on conversations (student_at, number)`.execute(db);
  await sql`create index conversations_wake on conversations (wake_at) where wake_at is not null`.execute(db);
  await sql`create index conversations_waiting on conversations (since) where state = 'waiting'`.execute(db);

  await db.schema
    .createTable("turns")
    .addColumn("number", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("conversation", "integer", (column) => column.notNull().references("conversations.number"))
    .addColumn("side", "text", (column) => column.notNull())
    .addColumn("by", "text", (column) => column.notNull())
    .addColumn("author_id", "text", (column) => column.notNull())
    .addColumn("author_name", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("files", "text", (column) => column.notNull().defaultTo("[]"))
    .addColumn("internal", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("deleted", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("rating", "integer")
    .addColumn("mark", "text")
    .addColumn("place", "text")
    .addColumn("message", "text")
    .addColumn("answers", "integer")
    .addColumn("time", "bigint", (column) => column.notNull())
    .execute();
  await sql`create index turns_conversation on turns (conversation, number)`.execute(db);
  await sql`create index turns_place on turns (place, number) where place is not null`.execute(db);
  await sql`create index turns_message on turns (place, message) where place is not null`.execute(db);

  await db.schema
    .createTable("outbox")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("key", "text", (column) => column.notNull().unique())
    .addColumn("conversation", "integer", (column) => column.notNull().references("conversations.number"))
    .addColumn("side", "text", (column) => column.notNull())
    .addColumn("op", "text", (column) => column.notNull())
    .addColumn("slot", "text")
    .addColumn("part", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("turn", "integer")
    .addColumn("message", "text")
    .addColumn("state", "text", (column) => column.notNull().defaultTo("pending"))
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("first_try", "bigint")
    .addColumn("next_at", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("last_try", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("place", "text")
    .addColumn("sent_id", "text")
    .addColumn("reason", "text")
    .addColumn("created", "bigint", (column) => column.notNull())
    .addColumn("settled", "bigint")
    .execute();
  await sql`create index outbox_open on outbox (conversation, side, id, state) where state in ('pending', 'sending', 'ambiguous')`.execute(
    db,
  );
  await sql`create index outbox_slot on outbox (conversation, slot) where slot is not null`.execute(db);
  await sql`create index outbox_place on outbox (place, id) where place is not null and op = 'post'`.execute(
    db,
  );
  await sql`create index outbox_sent on outbox (place, sent_id) where place is not null and op = 'post'`.execute(
    db,
  );

  await db.schema
    .createTable("files")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("size", "integer", (column) => column.notNull())
    .addColumn("bytes", "blob", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("kept")
    .addColumn("key", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();
}
