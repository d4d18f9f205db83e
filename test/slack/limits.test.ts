import { expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { createLimits } from "../../adapters/slack/calls/limits.ts";
import { serve } from "./serve.ts";

const A = "slack:T01/C0DESK" as Address;
const B = "slack:T01/D0MIA" as Address;

test("S15, I31 a limited channel is left alone until its time, and the others go on", async () => {
  const { fake, slack } = await serve({ slack: { paceMs: 100 } });
  fake.api.limit("chat.postMessage", 3000, "C0DESK");
  const refused = await slack.send(A, { text: "x" }, "x").catch((error: unknown) => error);
  expect(refused).toMatchObject({ fault: "limited" });
  const { retryAfterMs = 0 } = refused as { retryAfterMs?: number };
  expect(retryAfterMs).toBeGreaterThan(100);
  const ended = performance.now() + retryAfterMs;
  const queued = await Promise.allSettled(
    Array.from({ length: 500 }, (_, n) => slack.send(A, { text: `${n}` }, `a${n}`)),
  );
  expect(queued.every(({ status }) => status === "rejected")).toBe(true);
  for (let n = 0; n < 10; n += 1) await slack.send(B, { text: `${n}` }, `b${n}`);
  expect(fake.texts("D0MIA")).toHaveLength(10);
  await new Promise((resolve) => setTimeout(resolve, ended - performance.now()));
  await slack.send(A, { text: "later" }, "later");
  expect(fake.texts("C0DESK")).toEqual(["later"]);
  // The one that was told so.
  expect(fake.api.impatient).toHaveLength(1);
});

test("S15 afterwards one message a second, without a burst; a fresh channel takes a few at once", () => {
  let now = 1_000_000;
  const limits = createLimits(() => now, 1000);
  expect([1, 2, 3, 4, 5].map(() => limits.take("fresh", 0))).toEqual([0, 0, 0, 0, 1000]);
  limits.order("a", 30_000);
  expect(limits.take("a", 4000)).toBe(30_000);
  now += 29_999;
  expect(limits.take("a", 0)).toBe(1);
  now += 1;
  expect([1, 2, 3].map(() => limits.take("a", 5000))).toEqual([0, 1000, 2000]);
  expect(limits.take("b", 0)).toBe(0);
});

test("only posts keep a pace: sixty people at once are all heard", async () => {
  const { fake, host } = await serve({ slack: { paceMs: 1000 } });
  for (let n = 10; n < 70; n += 1) {
    fake.workspace.user(`U0P${n}`);
    fake.workspace.direct(`U0P${n}`);
    fake.say(`U0P${n}`, `D0P${n}`, "hello");
  }
  await fake.delivered();
  expect(host.events).toHaveLength(60);
  expect(fake.attempts.every(({ status }) => status === 200)).toBe(true);
});
