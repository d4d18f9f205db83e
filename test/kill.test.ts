import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import SQLite from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { type DeskmateProcess, startProcess } from "../src/measure/speed/process.ts";
import { type Seen, WebClient } from "../src/measure/speed/web-client.ts";

const kills = 50;
const askers = 12;
const talkers = 6;

const folder = mkdtempSync(join(tmpdir(), "deskmate-kill-"));
let deskmate: DeskmateProcess | undefined;
afterAll(async () => {
  await deskmate?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** What one page has ever been shown, so that something doubled is seen even if it vanished again. */
class Journal {
  readonly client: WebClient;
  readonly at: string;
  readonly ever = new Map<string, Seen>();

  constructor(client: WebClient, at: string) {
    this.client = client;
    this.at = at;
    client.read(at);
    client.onPush(() => {
      for (const seen of client.at(at)) this.ever.set(seen.id, seen);
    });
  }

  now(): readonly Seen[] {
    return this.client.at(this.at);
  }
}

test(`S22: ${kills} kills during a stream of messages lose nothing and show nothing twice`, {
  retry: 0,
  timeout: 420_000,
}, async () => {
  const settings = {
    PORT: String(await freePort()),
    DATA_DIR: folder,
    KNOWLEDGE_DIR: resolve("knowledge"),
    LOG_LEVEL: "silent",
  };
  deskmate = await startProcess(settings);
  const { base } = deskmate;
  const staff = await WebClient.staff(deskmate.url);
  const desk = new Journal(staff, "desk");

  let running = true;
  const asking = await Promise.all(Array.from({ length: askers }, () => studentWhoAsks(base, () => running)));
  const talking = await Promise.all(
    Array.from({ length: talkers }, () => studentWithStaff(base, desk, () => running)),
  );

  const said = () => asking.reduce((sum, { asked }) => sum + asked.length, 0);
  const relayed = () =>
    talking.reduce((sum, { fromStudent, fromStaff }) => sum + fromStudent.length + fromStaff.length, 0);
  for (let kill = 0; kill < kills; kill++) {
    // On a slow machine as well, each life takes in something before it ends.
    const before = { said: said(), relayed: relayed() };
    await sleep(50 + Math.random() * 500);
    await waitFor(() => (said() > before.said && relayed() > before.relayed) || undefined);
    await deskmate.kill();
    deskmate = await startProcess(settings);
  }
  running = false;

  for (const { done } of [...asking, ...talking]) await done;
  const problems = await eventually(() => [
    ...asking.flatMap(({ journal, asked }) => checkAnswers(journal, asked)),
    ...talking.flatMap(({ journal, thread, fromStudent, fromStaff }) => [
      ...checkRelay("at the desk", thread(), fromStudent, "student"),
      ...checkRelay("at the student", journal, fromStaff, undefined),
    ]),
  ]);
  await Promise.all([...asking, ...talking].map(({ journal }) => journal.client.close()));
  await staff.close();
  await deskmate.stop();

  expect(problems).toEqual([]);
  expect(said(), "questions that were asked during the kills").toBeGreaterThan(kills);
  expect(relayed(), "lines that were relayed during the kills").toBeGreaterThan(kills);
  expect(unfinished()).toEqual({ events: 0, messages: 0 });
});

/** Of different things, none of which goes to a person: after that the bot would be silent. */
const questions = [
  "how do i center a div with flexbox",
  "what does npm ERR! missing script mean",
  "TypeError: x is not a function",
  "what is the difference between let and const",
  "how do i undo a commit",
  "数组怎么遍历",
];

/** Asks one question after the other, slowly enough for a person: what two machines say is not answered. */
async function studentWhoAsks(base: string, goOn: () => boolean) {
  const { client, at } = await WebClient.student(base);
  const journal = new Journal(client, at);
  const asked: string[] = [];
  const ask = async () => {
    while (goOn()) {
      const id = randomUUID();
      asked.push(id);
      const text = questions[asked.length % questions.length] ?? "";
      await client.post({ at, id, type: "message", text });
      await sleep(3300);
    }
  };
  return { journal, asked, done: ask() };
}

/** Asks for a person, who claims the case; then both write. */
async function studentWithStaff(base: string, desk: Journal, goOn: () => boolean) {
  const { client, at } = await WebClient.student(base);
  const journal = new Journal(client, at);
  const fromStudent: string[] = [];
  const fromStaff: string[] = [];
  const staff = desk.client;
  let thread: Journal | undefined;

  const post = (to: string, text: string, by: WebClient) =>
    by.post({ at: to, id: randomUUID(), type: "message", text });
  const talk = async () => {
    await post(at, "can i talk to a person", client);
    const ticket = await waitFor(
      () => /#(\d+)/.exec(journal.now().find(({ tone }) => tone === "status")?.text ?? "")?.[1],
    );
    const card = await waitFor(() => desk.now().find((seen) => seen.card?.ticket === Number(ticket))?.id);
    const there = `desk/${card}`;
    thread = new Journal(staff, there);
    await staff.post({ at: there, id: randomUUID(), type: "action", action: "claim", value: String(ticket) });
    await waitFor(() => desk.now().find((seen) => seen.id === card)?.card?.state === "human" || undefined);
    for (let line = 1; goOn(); line++) {
      fromStudent.push(`student ${ticket} line ${line}`);
      await post(at, `student ${ticket} line ${line}`, client);
      if (line % 2 === 0) {
        fromStaff.push(`staff ${ticket} line ${line}`);
        await post(there, `staff ${ticket} line ${line}`, staff);
      }
      await sleep(350);
    }
  };
  return { journal, thread: () => thread ?? journal, fromStudent, fromStaff, done: talk() };
}

/** One answer for each question: never two, never none. */
function checkAnswers(journal: Journal, asked: readonly string[]): readonly string[] {
  const ever = [...journal.ever.values()];
  const answers = ever.filter(({ from, tone }) => from === "bot" && tone === "answer").length;
  const questions = ever.filter(({ from }) => from === "student").length;
  if (answers === asked.length && questions === asked.length) return [];
  return [`${journal.at}: ${asked.length} asked, ${questions} questions and ${answers} answers shown`];
}

/** Every line once and in order, and never more than once at any time. */
function checkRelay(
  where: string,
  journal: Journal,
  lines: readonly string[],
  tone: string | undefined,
): readonly string[] {
  const shown = (seen: Iterable<Seen>) =>
    [...seen]
      .filter((one) => one.from === "bot" && one.tone === tone && / line \d+$/.test(one.text))
      .map(({ text }) => text);
  const now = shown(journal.now());
  const ever = shown(journal.ever.values());
  return [
    ...(JSON.stringify(now) === JSON.stringify(lines)
      ? []
      : [
          `${where} ${journal.at}: ${lines.length} sent, ${now.length} shown, ${firstDifference(now, lines)}`,
        ]),
    ...(ever.length === new Set(ever).size ? [] : [`${where} ${journal.at}: something was shown twice`]),
  ];
}

function firstDifference(now: readonly string[], lines: readonly string[]): string {
  const at = lines.findIndex((line, index) => now[index] !== line);
  return `first difference at ${at}: ${lines[at]} / ${now[at]}`;
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
  for (let wait = 0; wait < 60; wait++) {
    if (check().length === 0) {
      // Nothing may follow either.
      await sleep(1500);
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
