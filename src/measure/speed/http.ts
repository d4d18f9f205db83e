import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { percentile } from "../ranking.ts";
import { startProcess } from "./process.ts";
import { WebClient } from "./web-client.ts";

/** All with an answer, and none that goes to a person: after that the bot would be silent. */
const questions = [
  "how do i center a div with flexbox",
  "what does npm ERR! missing script mean",
  "TypeError: x is not a function",
  "what is the difference between let and const",
  "how do i undo a commit",
  "怎么用 flexbox 居中",
  "数组怎么遍历",
  "端口被占用 EADDRINUSE 怎么办",
];

/**
 * A real process on the sample course: start with a built index, memory at rest, and the time from sending a
 * question over HTTP to the first text of the answer in the stream, one student after the other.
 */
export async function measureHttp(options: { questions: number }): Promise<Record<string, number>> {
  const data = mkdtempSync(join(tmpdir(), "deskmate-bench-"));
  const settings = { PORT: "0", DATA_DIR: data, KNOWLEDGE_DIR: resolve("knowledge") };
  try {
    const first = await startProcess(settings);
    await first.stop();
    const deskmate = await startProcess(settings);
    await sleep(3000);
    const idle = deskmate.residentBytes();
    const times: number[] = [];
    for (let asked = 0; asked < options.questions; asked += questions.length)
      times.push(...(await askAll(deskmate.base)));
    const busy = deskmate.residentBytes();
    await deskmate.stop();
    return {
      "start to ready, ms": Math.round(deskmate.readyMs),
      "idle memory, MB": Math.round(idle / 1e6),
      "memory after questions, MB": Math.round(busy / 1e6),
      questions: times.length,
      "first text p50, ms": round(percentile(times, 0.5)),
      "first text p99, ms": round(percentile(times, 0.99)),
    };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function askAll(base: string): Promise<readonly number[]> {
  const { client, at } = await WebClient.student(base);
  client.read(at);
  const times: number[] = [];
  for (const text of questions) times.push(await askOne(client, at, text));
  await client.close();
  return times;
}

async function askOne(client: WebClient, at: string, text: string): Promise<number> {
  const started = performance.now();
  const answered = new Promise<number>((done) => {
    const stop = client.onPush((push) => {
      if (push.type !== "draft" && !(push.type === "upsert" && push.message?.from === "bot")) return;
      stop();
      done(performance.now() - started);
    });
  });
  await client.post({ at, id: randomUUID(), type: "message", text });
  const first = await Promise.race([answered, sleep(5000)]);
  if (first === undefined) throw new Error(`no answer to: ${text}`);
  // The next question waits for the whole answer of this one.
  await sleep(20);
  return first;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
