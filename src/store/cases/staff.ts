import { type Kysely, sql } from "kysely";
import type { Person } from "../../conversation/conversation.ts";
import type { Schema } from "../schema.ts";

type Db = Kysely<Schema>;

/** Remembers that one of the staff was at the desk, with the name that they have now. */
export async function seeStaff(db: Db, platform: string, person: Person, now: number): Promise<void> {
  const { id, name } = person;
  await db
    .insertInto("staff")
    .values({ platform, id, name, seen: now })
    .onConflict((conflict) => conflict.columns(["platform", "id"]).doUpdateSet({ name, seen: now }))
    .execute();
}

/** Who is called so at the desks of the platform, by name or id; of several, who was there last. */
export async function staffCalled(db: Db, platform: string, name: string): Promise<Person | undefined> {
  const wanted = name.trim().replace(/^@/, "").toLowerCase();
  const rows = await db
    .selectFrom("staff")
    .select(["id", "name"])
    .where("platform", "=", platform)
    .orderBy("seen", "desc")
    .execute();
  return rows.find((row) => row.id.toLowerCase() === wanted || row.name.toLowerCase() === wanted);
}

/** How many open cases each of those names has at the desks of the platform; `undefined` for who was never there. */
export async function loadsOf(
  db: Db,
  platform: string,
  names: readonly string[],
): Promise<readonly { readonly name: string; readonly cases: number | undefined }[]> {
  return Promise.all(
    names.map(async (name) => {
      const person = await staffCalled(db, platform, name);
      return { name, cases: person && (await casesOf(db, person.id)) };
    }),
  );
}

async function casesOf(db: Db, staff: string): Promise<number> {
  const { count } = await db
    .selectFrom("conversations")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("state", "=", sql.lit("human"))
    .where("staff_id", "=", staff)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** How many open cases each of them has. */
export async function loads(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom("conversations")
    .select(["staff_id", (eb) => eb.fn.countAll<number>().as("count")])
    .where("state", "=", "human")
    .groupBy("staff_id")
    .execute();
  return new Map(rows.map(({ staff_id, count }) => [staff_id ?? "", Number(count)]));
}
