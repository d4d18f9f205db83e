import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Address, InboundEvent } from "#ports/platform.ts";
import { Acceptance } from "../../src/store/accepting.ts";
import { openStore } from "../../src/store/store.ts";
import { temporaryFolder } from "./folder.ts";

function event(id: string, change: Partial<InboundEvent> = {}): InboundEvent {
  const at = "web:mia" as Address;
  const from = { id: "mia", name: "Mia", kind: "student" } as const;
  const base = { id, at, from, time: 1, type: "message", message: id, text: id, files: [] } as const;
  return { ...base, ...change } as InboundEvent;
}

test("events that come at once are stored in their order, each once, whatever comes twice", async () => {
  const store = await openStore(temporaryFolder());
  const ids = Array.from({ length: 200 }, (_, n) => String(n % 150));
  const fresh = await Promise.all(ids.map((id) => store.accept(event(id))));
  expect(fresh).toEqual(ids.map((_, n) => n < 150));
  expect(await store.accept(event("7"))).toBe(false);
  const shown = await store.history("web:mia" as Address, 500);
  expect(shown.map(({ id }) => id)).toEqual(ids.slice(0, 150));
  await store.close();
});

test("an event that can't be stored spoils none of those that came with it", async () => {
  const store = await openStore(temporaryFolder());
  const poison = event("2", { time: Number.NaN });
  const results = await Promise.allSettled([event("1"), poison, event("3")].map((one) => store.accept(one)));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  await store.close();
  await expect(store.accept(event("4"))).rejects.toMatchObject({ fault: "closed" });
});

test("events of a crowd wait for those that come in the next turn, and share the work with them", async () => {
  const store = await openStore(temporaryFolder());
  let transactions = 0;
  const acceptance = new Acceptance((work) => {
    transactions += 1;
    return store.transact(work);
  });
  const accepted: Promise<boolean>[] = [];
  for (let n = 0; n < 40; n++) {
    accepted.push(acceptance.accept(event(String(n))));
    if (n % 10 === 9) await turn();
  }
  expect((await Promise.all(accepted)).every((isNew) => isNew)).toBe(true);
  expect(transactions).toBe(1);
  await store.close();
});
