import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { limits } from "../limits.ts";
import { type Box, DONE, type Done, type Job, type Text } from "./job.ts";
import { Unreadable } from "./unreadable.ts";

/** Reads one file at a time in a process of its own. Its methods throw only Unreadable. */
export type Reader = {
  read(kind: "picture" | "pdf" | "docx", bytes: Uint8Array, signal: AbortSignal): Promise<Text>;
  /** The picture as PNG, with nothing to see in the boxes. */
  blacken(bytes: Uint8Array, boxes: readonly Box[], signal: AbortSignal): Promise<Uint8Array>;
  close(): void;
};

export type ReaderTimes = { readonly idleMs: number; readonly fileMs: number };

/**
 * What strangers send is unpacked in a process that has no settings, no keys, may write no file and start no
 * program. It is started by the first file, ended after a rest so that all its memory comes back, and killed when a
 * file takes longer than `fileMs` or the signal says that nobody waits any more.
 */
export function createReader(times: ReaderTimes = limits): Reader {
  let child: ChildProcess | undefined;
  let rest: NodeJS.Timeout | undefined;
  let before: Promise<unknown> = Promise.resolve();

  function end(): void {
    clearTimeout(rest);
    child?.kill("SIGKILL");
    child = undefined;
  }

  async function ask(job: Job, signal: AbortSignal): Promise<Done> {
    if (signal.aborted) throw new Unreadable("slow");
    clearTimeout(rest);
    child ??= start();
    try {
      return await reply(child, job, AbortSignal.any([signal, AbortSignal.timeout(times.fileMs)]));
    } catch (error) {
      // What it was doing is unknown: the next file gets a new one.
      end();
      throw error;
    } finally {
      rest = setTimeout(end, times.idleMs);
      rest.unref();
    }
  }

  async function inTurn(job: Job, signal: AbortSignal): Promise<Done> {
    const mine = before.then(() => ask(job, signal));
    // The next one waits for this one to end, whichever way.
    before = mine.catch(() => undefined);
    return await mine;
  }

  return {
    async read(kind, bytes, signal) {
      const done = await inTurn({ do: kind, bytes }, signal);
      if ("text" in done) return done.text;
      throw new Unreadable("unreadable" in done ? done.unreadable : "broken");
    },
    async blacken(bytes, boxes, signal) {
      const done = await inTurn({ do: "blacken", bytes, boxes }, signal);
      if ("png" in done) return done.png;
      throw new Unreadable("unreadable" in done ? done.unreadable : "broken");
    },
    close: end,
  };
}

function start(): ChildProcess {
  const child = fork(fileURLToPath(new URL("./child.ts", import.meta.url)), {
    env: {},
    execArgv: ["--max-old-space-size=256", "--permission", "--allow-fs-read=*", "--no-warnings"],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  // It doesn't keep us alive while it rests.
  child.unref();
  child.channel?.unref();
  return child;
}

function reply(child: ChildProcess, job: Job, signal: AbortSignal): Promise<Done> {
  return new Promise((resolve, reject) => {
    child.channel?.ref();
    const over = () => {
      child.off("message", told).off("error", failed).off("exit", failed);
      signal.removeEventListener("abort", late);
      child.channel?.unref();
    };
    const told = (answer: unknown) => {
      over();
      const done = DONE.safeParse(answer);
      if (done.success) resolve(done.data);
      else reject(new Unreadable("broken"));
    };
    const failed = (cause: unknown) => {
      over();
      reject(new Unreadable("broken", { cause }));
    };
    const late = () => {
      over();
      reject(new Unreadable("slow"));
    };
    child.once("message", told).once("error", failed).once("exit", failed);
    signal.addEventListener("abort", late, { once: true });
    child.send(job, (error) => error && failed(error));
  });
}
