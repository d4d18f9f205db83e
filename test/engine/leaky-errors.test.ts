import { inspect } from "node:util";
import { expect, test } from "vitest";
import { type Fault, PlatformError } from "#ports/platform.ts";
import { anna, claimed, harness, settle } from "./claimed-case.ts";

const url = "https://user:CANARY@chat.example/hooks/CANARY?token=CANARY";
const cause = { config: { headers: { authorization: "Bearer CANARY" }, url }, response: { data: "CANARY" } };
const faults: readonly Fault[] = ["limited", "unavailable", "ambiguous", "gone", "denied", "invalid"];

/** How an adapter, its SDK or the runtime may fail, each with a secret wherever one fits. */
const errors: Readonly<Record<string, Error>> = {
  ...Object.fromEntries(faults.map((fault) => [`a fault: ${fault}`, new PlatformError(fault, { cause })])),
  "the SDK's own": Object.assign(new Error(`POST ${url} failed: CANARY`, { cause }), cause, {
    code: "CANARY",
  }),
  "fetch's": new TypeError("fetch failed", { cause: new Error(`connect to ${url} CANARY`) }),
  "several at once": new AggregateError([new Error(url), "CANARY"], "CANARY", { cause }),
  "a bad address": Object.assign(new TypeError("Invalid URL"), { input: url }),
  "bad JSON": new SyntaxError('Unexpected token in "CANARY" is not valid JSON'),
  "one that ran out of time": new DOMException("CANARY", "TimeoutError"),
};

test.each(Object.entries(errors))(
  "S35 %s: whatever fails, no secret of it comes into the log, to the desk or to the student",
  async (_, error) => {
    const h = await harness();
    const thread = await claimed(h);
    h.platform.fail = (_op, at) => (at === h.student ? error : undefined);
    await h.hear({ type: "message", text: "one line", at: thread, from: anna, message: "line" });
    await settle(h, 4);
    await h.hear({ type: "edited", text: "another", at: thread, from: anna, message: "line" });
    await h.hear({ type: "deleted", at: thread, from: anna, message: "line" });
    await h.hear({ type: "message", text: "are you there?" });
    await settle(h, 4);
    h.platform.fail = (_op, at) => (at === h.student ? undefined : error);
    await h.hear({ type: "message", text: "hello?" });
    await settle(h, 4);
    h.platform.fail = () => undefined;
    await settle(h, 4);
    const rows = await h.store.read((db) => db.selectFrom("outbox").selectAll().execute());
    expect(h.logged.length).toBeGreaterThan(0);
    expect(inspect([h.logged, h.platform.sent, rows], { depth: 20 })).not.toContain("CANARY");
  },
);
