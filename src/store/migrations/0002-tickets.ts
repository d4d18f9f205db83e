import { type Kysely, sql } from "kysely";

/** Tickets with their audit, drafts, stars, reminders that gather, known staff; messages without a case. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of [
    "time_zone text",
    "category text",
    "ticket text not null default '{}'",
    "staff_id text",
    "desk_channel text",
    "opened bigint not null default 0",
    "closed bigint",
  ])
    await sql`alter table conversations add column ${sql.raw(column)}`.execute(db);
  await sql`update conversations set opened = updated, staff_id = detail ->> '$.staff.id'`.execute(db);
  await sql`update conversations set closed = updated where state = 'resolved'`.execute(db);
  await sql`create index conversations_person on conversations (student_id, opened)`.execute(db);
  await sql`create index conversations_staff on conversations (staff_id, since) where state = 'human'`.execute(
    db,
  );

  // The lists of the desk, read in their order; and names, searched without reading the cases.
  for (const index of [
    "conversations_list on conversations ((since is null), since, updated desc, state, staff_id) where wake_at is not null",
    "conversations_name on conversations (student_name, student_id)",
  ])
    await sql`create index ${sql.raw(index)}`.execute(db);

  await db.schema
    .createTable("audit")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("conversation", "integer", (column) => column.notNull().references("conversations.number"))
    .addColumn("time", "bigint", (column) => column.notNull())
    .addColumn("by", "text", (column) => column.notNull())
    .addColumn("person_id", "text")
    .addColumn("person_name", "text")
    .addColumn("what", "text", (column) => column.notNull())
    .addColumn("before", "text")
    .addColumn("after", "text")
    .execute();
  await sql`create index audit_conversation on audit (conversation, id)`.execute(db);

  await db.schema
    .createTable("drafts")
    .addColumn("number", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("conversation", "integer", (column) => column.notNull().references("conversations.number"))
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull().defaultTo("open"))
    .addColumn("edited", "real")
    .addColumn("time", "bigint", (column) => column.notNull())
    .execute();

  await db.schema
    .createTable("stars")
    .addColumn("conversation", "integer", (column) => column.notNull().references("conversations.number"))
    .addColumn("closing", "integer", (column) => column.notNull())
    .addColumn("of", "text", (column) => column.notNull())
    .addColumn("stars", "integer", (column) => column.notNull())
    .addColumn("words", "text")
    .addColumn("time", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("stars_once", ["conversation", "closing"])
    .execute();

  await db.schema
    .createTable("staff")
    .addColumn("platform", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("seen", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("staff_known", ["platform", "id"])
    .execute();

  await db.schema
    .createTable("reminders")
    .addColumn("conversation", "integer", (column) => column.primaryKey().references("conversations.number"))
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("line", "text", (column) => column.notNull())
    .addColumn("created", "bigint", (column) => column.notNull())
    .execute();

  await db.schema
    .createTable("owner")
    .addColumn("generation", "integer", (column) => column.notNull())
    .execute();
  await sql`insert into owner values (0)`.execute(db);

  await freeOutbox(db);
}

/** Messages may belong to no case, go to a place of their own, and go before all others. */
async function freeOutbox(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("outbox_next")
    .addColumn("id", "integer", (column) => column.primaryKey().autoIncrement())
    .addColumn("key", "text", (column) => column.notNull().unique())
    .addColumn("conversation", "integer", (column) => column.references("conversations.number"))
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
    .addColumn("to_place", "text")
    .addColumn("urgent", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`insert into outbox_next select *, null, 0 from outbox`.execute(db);
  await sql`drop table outbox`.execute(db);
  await sql`alter table outbox_next rename to outbox`.execute(db);
  for (const index of [
    "outbox_open on outbox (conversation, side, to_place, id, state) where state in ('pending', 'sending', 'ambiguous')",
    "outbox_to on outbox (to_place, created) where to_place is not null",
    "outbox_slot on outbox (conversation, slot) where slot is not null",
    "outbox_place on outbox (place, id) where place is not null and op = 'post'",
    "outbox_sent on outbox (place, sent_id) where place is not null and op = 'post'",
  ])
    await sql`create index ${sql.raw(index)}`.execute(db);
}
