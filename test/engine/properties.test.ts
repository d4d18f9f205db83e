import fc from "fast-check";
import { expect, test } from "vitest";
import { type Address, PlatformError } from "#ports/platform.ts";
import { createHarness, desk, type Harness } from "../harness.ts";

/** What may happen to a claimed case; `line` picks one of the lines written so far. */
type Act =
  | { readonly do: "student" | "staff" | "finish" }
  | { readonly do: "edit" | "delete"; readonly line: number }
  | { readonly do: "crash"; readonly ticks: number }
  | { readonly do: "time"; readonly ms: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("student" as const, "staff" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom("edit" as const, "delete" as const), line: fc.nat(20) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("crash" as const), ticks: fc.nat(12) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("time" as const), ms: fc.constantFrom(-3_600_000, 600, 61_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("finish" as const) }) },
);

const fault = fc.constantFrom("none", "none", "unavailable", "limited", "ambiguous", "lost answer", "slow");

type Line = { readonly id: string; readonly by: "student" | "staff"; text: string | undefined };

const anna = { id: "anna", name: "Anna", kind: "staff" } as const;

test("whatever fails and wherever the process ends: every line arrives once, in order, as last revised (I2–I5, I7–I9)", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 3, maxLength: 25 }),
      fc.array(fault, { minLength: 1, maxLength: 20 }),
      fc.constantFrom(0, 3000),
      async (acts, faults, holdMs) => {
        const h = await createHarness({ roster: { holdMs } });
        try {
          const thread = await claim(h);
          const fail = breakPlatform(h, faults);
          const lines = await play(h, thread, acts);
          fail.stop();
          await settle(h);
          await check(h, thread, lines);
        } finally {
          await h.close();
        }
      },
    ),
    { numRuns: Number(process.env["RUNS"] ?? 60) },
  );
}, 120_000);

async function claim(h: Harness): Promise<Address> {
  await h.hear({ type: "message", text: "I want to talk to a person" });
  await h.idle();
  const thread = `${desk}/${h.platform.standing.find(({ message }) => message.card)?.id}` as Address;
  await h.hear({ type: "action", action: "claim", at: thread, from: anna, value: "1" });
  await h.idle();
  return thread;
}

/** Every call meets the next of the faults; what a dead process had asked for, but had not reached the platform, never happens. */
function breakPlatform(h: Harness, faults: readonly string[]): { stop(): void } {
  const { platform } = h;
  let calls = 0;
  const next = () => faults[calls++ % faults.length];
  const now: { fault: string | undefined } = { fault: undefined };
  platform.wait = async () => {
    const { core } = h;
    const fault = next();
    if (fault === "slow") await new Promise((resolve) => setTimeout(resolve, 3));
    else await new Promise(setImmediate);
    if (h.core !== core) await new Promise(() => undefined);
    now.fault = fault;
  };
  platform.fail = (op) => {
    const { fault } = now;
    if (fault === "unavailable" || fault === "limited" || fault === "ambiguous")
      return new PlatformError(fault);
    return fault === "lost answer" && op !== "find" ? fault : undefined;
  };
  return {
    stop() {
      platform.wait = () => undefined;
      platform.fail = () => undefined;
    },
  };
}

async function play(h: Harness, thread: Address, acts: readonly Act[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const [index, one] of acts.entries()) {
    switch (one.do) {
      case "student":
      case "staff": {
        const text = `line ${index} as written`;
        const line: Line = { id: `line${index}`, by: one.do, text };
        await h.hear({ ...by(line, thread), type: "message", message: line.id, text });
        lines.push(line);
        break;
      }
      case "edit":
      case "delete": {
        const line = lines[one.line % Math.max(1, lines.length)];
        if (line?.text === undefined) break;
        const text = `line ${line.id.slice(4)} as edited by ${index}`;
        line.text = one.do === "edit" ? text : undefined;
        const change = one.do === "edit" ? { type: "edited" as const, text } : { type: "deleted" as const };
        await h.hear({ ...by(line, thread), ...change, message: line.id });
        break;
      }
      case "crash":
        for (let tick = 0; tick < one.ticks; tick++) await new Promise(setImmediate);
        await h.restart();
        break;
      case "time":
        h.clock.time += one.ms;
        break;
      case "finish":
        await h.idle();
    }
  }
  return lines;
}

function by(line: Line, thread: Address) {
  return line.by === "staff" ? { at: thread, from: anna } : {};
}

async function settle(h: Harness): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await h.idle();
    h.clock.time += 61_000;
  }
  await h.idle();
}

async function check(h: Harness, thread: Address, lines: readonly Line[]): Promise<void> {
  const events = await h.store.read((db) => db.selectFrom("inbox").select("state").execute());
  expect(events.filter(({ state }) => state !== "done")).toEqual([]);
  const rows = await h.store.read((db) => db.selectFrom("outbox").select("state").execute());
  expect(rows.filter(({ state }) => state !== "delivered" && state !== "dropped")).toEqual([]);
  expect([...h.platform.appeared.values()].filter((times) => times > 1)).toEqual([]);
  for (const [writer, place] of [
    ["student", thread],
    ["staff", h.student],
  ] as const) {
    const shown = h.platform.texts(place).filter((text) => text.startsWith("line "));
    const meant = lines.flatMap(({ by, text }) => (by === writer && text !== undefined ? [text] : []));
    expect(shown).toEqual(meant);
    const kept = (await h.store.history(place, 200)).flatMap(({ from, message }) =>
      from === "bot" && message.text.startsWith("line ") ? [message.text] : [],
    );
    expect(kept).toEqual(meant);
  }
}
