import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import SQLite from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { type DeskmateProcess, startProcess } from "../src/measure/speed/process.ts";
import { createFakeDiscord, type FakeDiscord } from "./fakes/discord/discord.ts";
import type { Channel, User } from "./fakes/discord/world.ts";
import { FakeSlack } from "./fakes/slack.ts";

const kills = 100;
/** Slack takes about one message a second in a channel, and the desk is one. */
const students = 3;
const lineEveryMs = 5000;
/** So many from each student, and half as many from staff: on a slow machine too the desk's channel holds them. */
const linesEach = 24;
const staff = ["U0ANNA", "U0BO"] as const;

const folder = mkdtempSync(join(tmpdir(), "deskmate-kill-pairs-"));
let deskmate: DeskmateProcess | undefined;
afterAll(async () => {
  await deskmate?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * The process is killed again and again while students on Discord and staff in Slack talk, and while both
 * services refuse, fail, cut the line before or after they took a message, and ask for patience.
 */
test(`S22: ${kills} kills and faults on both sides lose nothing and show nothing twice`, {
  retry: 0,
  timeout: 700_000,
}, async () => {
  const discord = await createFakeDiscord();
  const slack = await FakeSlack.start({ againMs: 500 });
  const settings = await settingsFor(discord, slack);
  deskmate = await startProcess(settings);

  let running = true;
  const opened = await Promise.all(
    Array.from({ length: students }, (_, index) => open({ discord, slack, index })),
  );
  const talks = opened.map((one) => talk({ discord, slack, ...one, goOn: () => running }));
  const trouble = makeTrouble(discord, slack, () => running);
  for (let kill = 0; kill < kills; kill++) {
    // What may have been sent to Slack is looked for over twelve seconds: some processes live to see the end of it.
    await sleep(kill % 20 === 19 ? 13_000 : 50 + Math.random() * 600);
    await deskmate.kill();
    deskmate = await startProcess(settings);
  }
  running = false;
  await trouble;
  discord.rest.calm();
  const said = await Promise.all(talks);

  const problems = await eventually(() => said.flatMap((one) => checkTalk(discord, slack, one)));
  await deskmate.stop();
  await discord.close();
  await slack.close();

  const relayed = said.reduce((sum, one) => sum + one.fromStudent.length + one.fromStaff.length, 0);
  expect(problems).toEqual([]);
  expect(relayed, "lines that were relayed during the kills").toBeGreaterThan(kills);
  expect(unfinished()).toEqual({ events: 0, messages: 0 });
});

async function settingsFor(discord: FakeDiscord, slack: FakeSlack): Promise<Record<string, string>> {
  for (const id of staff) slack.workspace.user(id, { name: id.slice(2) });
  slack.workspace.channel("C0DESK", staff);
  discord.limits.set(() => ({ requests: 1000, perMs: 1000 }));
  discord.limits.global = { requests: 1000, perMs: 1000 };
  return {
    PORT: String(await freePort()),
    DATA_DIR: folder,
    KNOWLEDGE_DIR: resolve("knowledge"),
    LOG_LEVEL: "silent",
    DESK: "slack:T01/C0DESK",
    ...slack.settings,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
  };
}

type Opened = {
  readonly index: number;
  readonly student: User;
  readonly owner: string;
  readonly place: Channel;
  readonly thread: string;
};
type Talk = Opened & { readonly fromStudent: readonly string[]; readonly fromStaff: readonly string[] };

/** A student asks for a person, and one of the staff claims the case. */
async function open(on: { discord: FakeDiscord; slack: FakeSlack; index: number }): Promise<Opened> {
  const { discord, slack, index } = on;
  const student: User = discord.world.member(`Student${index}`);
  const place = discord.direct(student);
  const owner = staff[index % staff.length] ?? staff[0];
  await waitFor(() => discord.gateway.connected > 0 || undefined);
  discord.say(student, place, "can i talk to a person");
  const thread = await waitFor(
    () =>
      slack
        .messages("C0DESK")
        .find(
          ({ thread_ts, blocks }) => !thread_ts && JSON.stringify(blocks).includes(student.global_name ?? ""),
        )?.ts,
  );
  await slack.press(owner, "C0DESK", thread, "claim");
  await waitFor(
    () => discord.world.standing(place.id).some(({ content }) => content.includes("has taken")) || undefined,
  );
  return { index, student, owner, place, thread };
}

/** Both write, until it is over. */
async function talk(
  on: Opened & { discord: FakeDiscord; slack: FakeSlack; goOn: () => boolean },
): Promise<Talk> {
  const { discord, slack, goOn, ...opened } = on;
  const { index, student, owner, place, thread } = opened;
  const fromStudent: string[] = [];
  const fromStaff: string[] = [];
  for (let line = 1; line <= linesEach && goOn(); line++) {
    fromStudent.push(`student ${index} line ${line}.`);
    discord.say(student, place, `student ${index} line ${line}.`);
    if (line % 2 === 0) {
      fromStaff.push(`staff ${index} line ${line}.`);
      slack.say(owner, "C0DESK", `staff ${index} line ${line}.`, { thread });
    }
    await sleep(lineEveryMs);
  }
  return { ...opened, fromStudent, fromStaff };
}

/** Every kind of bad luck, on both sides, over and over. */
async function makeTrouble(discord: FakeDiscord, slack: FakeSlack, goOn: () => boolean): Promise<void> {
  const troubles: readonly (() => void)[] = [
    () => discord.rest.trouble("POST", /messages$/, "takes and resets"),
    () => discord.rest.trouble("POST", /messages$/, "takes and fails"),
    () => discord.rest.trouble("POST", /messages$/, "fails"),
    () => discord.limits.block(300),
    () => discord.gateway.drop(),
    () => discord.gateway.reconnect(),
    () => slack.api.fail("chat.postMessage", { type: "reset", after: true }),
    () => slack.api.fail("chat.postMessage", { type: "reset", after: false }),
    () => slack.api.fail("chat.postMessage", { type: "status", status: 500, after: true }),
    () => slack.api.limit("chat.postMessage", 1000),
    () => slack.socket.cut(),
    () => slack.socket.refresh("refresh_requested"),
  ];
  for (let turn = 0; goOn(); turn++) {
    troubles[turn % troubles.length]?.();
    await sleep(1000 + Math.random() * 1000);
  }
}

/** Every line stands once and in order on the other side. */
function checkTalk(discord: FakeDiscord, slack: FakeSlack, one: Talk): readonly string[] {
  const atDesk = slack.messages("C0DESK", one.thread).map(({ text }) => text);
  const atStudent = discord.world
    .standing(one.place.id)
    .flatMap(({ author, content }) => (author.bot ? content : []));
  return [
    ...checkLines("at the desk", atDesk, /student \d+ line \d+\./, one.fromStudent),
    ...checkLines("at the student", atStudent, /staff \d+ line \d+\./, one.fromStaff),
  ];
}

function checkLines(
  where: string,
  shown: readonly string[],
  pattern: RegExp,
  lines: readonly string[],
): readonly string[] {
  const found = shown.flatMap((text) => pattern.exec(text)?.[0] ?? []);
  const at = Math.max(lines.length, found.length);
  for (let index = 0; index < at; index++)
    if (found[index] !== lines[index])
      return [
        `${where}: ${lines.length} sent, ${found.length} shown, at ${index}: ${lines[index]} / ${found[index]}`,
      ];
  return [];
}

/** The rows that are in no end state. */
function unfinished(): { events: number; messages: number } {
  const db = new SQLite(join(folder, "deskmate.db"), { readonly: true });
  const count = (sql: string) => (db.prepare(sql).get() as { n: number }).n;
  const rows = {
    events: count("select count(*) n from inbox where state = 'new'"),
    messages: count("select count(*) n from outbox where state not in ('delivered', 'dropped')"),
  };
  db.close();
  return rows;
}

async function eventually(check: () => readonly string[]): Promise<readonly string[]> {
  for (let wait = 0; wait < 600; wait++) {
    if (check().length === 0) {
      // Nothing may follow either.
      await sleep(4000);
      return check();
    }
    await sleep(500);
  }
  return check();
}

async function waitFor<T>(find: () => T | undefined): Promise<T> {
  for (let wait = 0; wait < 1200; wait++) {
    const found = find();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error("waited a minute in vain");
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
