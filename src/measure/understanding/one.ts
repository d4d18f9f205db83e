/** Reads our own sentences, each after the four before it, and prints the figures. Started by `speed.ts`. */
import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { Line } from "../../answering/question.ts";
import { percentile } from "../ranking.ts";

const OWN = new URL("../../understanding/training/", import.meta.url);
const SENTENCE = z.object({ text: z.string() });
const BEFORE = 4;
/** Further rounds until the engine has compiled all of it, as in a bot that has run for a while. */
const WARM_UP = 3;

const texts = readdirSync(OWN)
  .sort()
  .flatMap((name) => readFileSync(new URL(name, OWN), "utf8").trim().split("\n"))
  .map((line) => SENTENCE.parse(JSON.parse(line)).text);
const lines = texts.map((text, at): Line => ({ who: at % 2 === 0 ? "student" : "bot", text }));

globalThis.gc?.();
const empty = process.memoryUsage.rss();
const started = process.cpuUsage();
const { shippedWeights } = await import("../../understanding/weights/weights.ts");
const { understand } = await import("../../understanding/understand.ts");
const imported = process.cpuUsage();
shippedWeights();
const loadMs = spentUs(imported) / 1000;
understand("How do I loop over an array?", []);
understand("数组怎么循环？", []);
const firstReadingMs = spentUs(started) / 1000;

read();
read();
globalThis.gc?.();
const memoryMb = Math.round(((process.memoryUsage.rss() - empty) / 2 ** 20) * 10) / 10;
// Memory first: what compiling it again and again leaves behind is the engine's.
for (let round = 0; round < WARM_UP; round++) read();
const us = read();

process.stdout.write(
  JSON.stringify({
    memoryMb,
    loadMs: Math.round(loadMs),
    firstReadingMs: Math.round(firstReadingMs),
    messages: us.length,
    usPerMessageP50: Math.round(percentile(us, 0.5)),
    usPerMessageP99: Math.round(percentile(us, 0.99)),
  }),
);

function read(): number[] {
  return texts.map((text, at) => {
    const before = process.cpuUsage();
    understand(text, lines.slice(Math.max(0, at - BEFORE), at));
    return spentUs(before);
  });
}

function spentUs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
