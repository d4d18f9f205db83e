import { onTestFinished } from "vitest";
import type { Address } from "#ports/platform.ts";
import { createHarness, desk, type Harness, type HarnessOptions } from "../harness.ts";

export const anna = { id: "anna", name: "Anna", kind: "staff" } as const;

/** A harness that ends with the test. */
export async function harness(options?: HarnessOptions): Promise<Harness> {
  const h = await createHarness(options);
  onTestFinished(() => h.close());
  return h;
}

/** A case that waits for a person; the address of its thread. */
export async function escalated(h: Harness): Promise<Address> {
  await h.hear({ type: "message", text: "I want to talk to a person" });
  await h.idle();
  return threadOf(h);
}

/** A case that Anna has. */
export async function claimed(h: Harness): Promise<Address> {
  const thread = await escalated(h);
  await h.hear({ type: "action", action: "claim", at: thread, from: anna, value: "1" });
  await h.idle();
  return thread;
}

export function threadOf(h: Harness): Address {
  const card = h.platform.standing.find(({ message }) => message.card);
  return `${desk}/${card?.id}` as Address;
}

/** Until nothing is due, with the clock set forward to whatever waits. */
export async function settle(h: Harness, rounds = 12): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await h.idle();
    h.clock.time += 61_000;
  }
  await h.idle();
}

/** How many messages and events have come to no end. */
export async function unsettled(h: Harness): Promise<number> {
  const rows = await h.store.read((db) =>
    db.selectFrom("outbox").select("id").where("state", "not in", ["delivered", "dead", "dropped"]).execute(),
  );
  const events = await h.store.read((db) =>
    db.selectFrom("inbox").select("seq").where("state", "=", "new").execute(),
  );
  return rows.length + events.length;
}

export const count = (texts: readonly string[], text: string) =>
  texts.filter((other) => other === text).length;
