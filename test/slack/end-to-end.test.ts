import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Log } from "#ports/platform.ts";
import type { Answerer } from "../../src/answering/question.ts";
import { createCore } from "../../src/core.ts";
import { alwaysOpen } from "../../src/desk/roster.ts";
import { openStore } from "../../src/store/store.ts";
import { understand } from "../../src/understanding/understand.ts";
import { buttons, FakeSlack } from "../fakes/slack.ts";
import { adapter, DESK, until } from "./serve.ts";

const answerer: Answerer = {
  async *answer() {
    yield { draft: "A loop" };
    const url = "https://help.example.org/articles/loops";
    const citations = [{ number: 1, title: "Loops", path: ["While"], url, updated: "2026-09-14" }];
    yield {
      answer: {
        text: "A **loop** repeats. [1]",
        citations,
        found: true,
        sure: 0.9,
        escalate: false,
        by: "quote",
      },
    };
  },
};

/** Said once in a conversation. */
const IS_BOT = "I'm a bot; if you'd rather have a person, just say so.";

async function run() {
  const fake = await FakeSlack.start();
  const { workspace } = fake;
  workspace.user("U0MIA", { name: "Mia" });
  workspace.user("U0BEN", { name: "Ben" });
  workspace.user("U0ANA", { name: "Ana" });
  workspace.channel("C0DESK", ["U0BEN", "U0ANA"]);
  workspace.channel("C0HELP", ["U0MIA"]);
  workspace.direct("U0MIA");
  const folder = mkdtempSync(join(tmpdir(), "deskmate-slack-"));
  const logged: string[] = [];
  const keep = (event: string) => void logged.push(event);
  const log: Log = { info: keep, warn: keep, error: keep };
  const core = createCore({
    store: await openStore(folder),
    answerer,
    understand,
    article: () => undefined,
    platforms: [adapter(fake)],
    desk: DESK,
    roster: { ...alwaysOpen(DESK), holdMs: 0 },
    deskLanguage: "en",
    route: () => undefined,
    clock: { now: Date.now },
    log,
  });
  await core.start();
  onTestFinished(async () => {
    await core.stop(500);
    await fake.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const settle = async () => {
    await fake.delivered();
    await core.idle();
    await fake.delivered();
    await core.idle();
  };
  return { fake, settle, logged };
}

const blocks = (message: { blocks?: unknown } | undefined) => JSON.stringify(message?.blocks);

test("a student in a direct message, the desk in a channel: from the question to the hand-back", async () => {
  const { fake, settle, logged } = await run();
  const direct = () => fake.messages("D0MIA");

  const question = fake.say("U0MIA", "D0MIA", "what is a loop?");
  await settle();
  const answer = direct().at(-1);
  expect(answer?.text).toBe(`A loop repeats. [1]\n\n${IS_BOT}`);
  expect(blocks(answer)).toContain(
    "<https://help.example.org/articles/loops|Loops › While> · updated 2026-09-14",
  );
  expect(buttons(answer as never).map(({ action_id }) => action_id)).toContain("person");

  await fake.press("U0MIA", "D0MIA", answer?.ts ?? "", "person");
  await settle();
  const status = direct().at(-1);
  expect(status?.text).toMatch(/#1/);
  const [card] = fake.messages("C0DESK");
  expect(card?.text).toContain("Mia");
  expect(fake.messages("C0DESK", card?.ts).length).toBeGreaterThan(1);

  await fake.press("U0BEN", "C0DESK", card?.ts ?? "", "claim");
  await settle();
  expect(fake.workspace.message("D0MIA", status?.ts ?? "")?.text).toContain("Ben");
  await fake.press("U0ANA", "C0DESK", card?.ts ?? "", "resolve");
  await settle();
  expect(fake.messages("C0DESK", card?.ts).at(-1)?.text).toContain("Ben");

  const line = fake.say("U0BEN", "C0DESK", "Look at line 3.", { thread: card?.ts ?? "" });
  const note = fake.say("U0BEN", "C0DESK", "// she is new", { thread: card?.ts ?? "" });
  const other = fake.say("U0ANA", "C0DESK", "CANARY", { thread: card?.ts ?? "" });
  await settle();
  const relayed = direct().at(-1);
  expect(relayed?.text).toBe("Ben: Look at line 3.");
  const marks = (ts: string) => fake.workspace.message("C0DESK", ts)?.reactions.map(({ name }) => name);
  await until(() => marks(line)?.length === 1);
  expect([line, note, other].map(marks)).toEqual([["white_check_mark"], ["lock"], ["lock"]]);

  fake.edit("C0DESK", line, "Look at line 4.");
  const reply = fake.say("U0MIA", "D0MIA", "still <broken>");
  await settle();
  expect(fake.workspace.message("D0MIA", relayed?.ts ?? "")?.text).toBe("Ben: Look at line 4.");
  const copy = fake.messages("C0DESK", card?.ts).at(-1);
  expect(copy?.text).toBe("Mia: still &lt;broken&gt;");
  fake.edit("D0MIA", reply, "it works now");
  await settle();
  expect(fake.workspace.message("C0DESK", copy?.ts ?? "")?.text).toBe("Mia: it works now");
  fake.remove("D0MIA", reply);
  await settle();
  expect(fake.workspace.message("C0DESK", copy?.ts ?? "")).toBeUndefined();

  await fake.press("U0BEN", "C0DESK", card?.ts ?? "", "handBack");
  await settle();
  fake.say("U0MIA", "D0MIA", "and what is a while loop?");
  await settle();
  expect(direct().at(-1)?.text).toBe("A loop repeats. [1]");

  expect(fake.texts("D0MIA").join("\n")).not.toMatch(/CANARY|she is new/);
  expect(fake.called).toEqual([]);
  expect(fake.messages("C0DESK").filter(({ thread_ts, ts }) => !thread_ts && ts !== card?.ts)).toEqual([]);
  expect(logged.filter((event) => /refused|given up|not taken/.test(event))).toEqual([]);
  expect(fake.workspace.message("D0MIA", question)).toBeDefined();
});

test("a question in a channel is answered in its thread, with everything that follows", async () => {
  const { fake, settle } = await run();
  const ts = fake.say("U0MIA", "C0HELP", "<@U0BOT> what is a loop?");
  await settle();
  expect(fake.texts("C0HELP", ts)).toEqual(["<@U0BOT> what is a loop?", `A loop repeats. [1]\n\n${IS_BOT}`]);
  expect(fake.api.of("assistant.threads.setStatus")).toHaveLength(1);
  fake.say("U0MIA", "C0HELP", "can I talk to a person?", { thread: ts });
  await settle();
  const [card] = fake.messages("C0DESK");
  await fake.press("U0BEN", "C0DESK", card?.ts ?? "", "claim");
  fake.say("U0BEN", "C0DESK", "I am here.", { thread: card?.ts ?? "" });
  await settle();
  expect(fake.texts("C0HELP", ts).at(-1)).toBe("Ben: I am here.");
  expect(fake.messages("C0HELP").every((message) => message.ts === ts || message.thread_ts === ts)).toBe(
    true,
  );
  expect(fake.called).toEqual([]);
});
