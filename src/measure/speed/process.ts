import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A Deskmate in a process of its own, started as a user starts it. */
export type DeskmateProcess = {
  readonly process: ChildProcess;
  /** The page's origin, and the address with the one-time key. */
  readonly base: string;
  readonly url: string;
  /** From the start of the process to the line with the address. */
  readonly readyMs: number;
  residentBytes(): number;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Asks it to end. */
  stop(): Promise<void>;
};

const cli = fileURLToPath(new URL("../../bin.mjs", import.meta.url));

/** Starts it on the settings and waits until it is ready. Throws when it ends instead. */
export async function startProcess(settings: Readonly<Record<string, string>>): Promise<DeskmateProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, [cli, "start"], {
    env: { LOG_LEVEL: "error", NO_COLOR: "1", PATH: "", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const url = await new Promise<string>((found, fail) => {
    createInterface(child.stdout).on("line", (line) => {
      const match = /https?:\/\/\S+\/\?key=\S+/.exec(line);
      if (match) found(match[0]);
    });
    child.once("exit", (code) => fail(new Error(`deskmate ended with ${code}: ${complaints}`)));
  });
  return {
    process: child,
    url,
    base: new URL(url).origin,
    readyMs: performance.now() - started,
    residentBytes: () => residentBytes(child.pid),
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** From the kernel's account of the process; 0 where there is none. */
function residentBytes(pid: number | undefined): number {
  if (process.platform !== "linux" || pid === undefined) return 0;
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kib ?? 0) * 1024;
}
