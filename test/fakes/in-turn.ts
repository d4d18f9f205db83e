import { setTimeout as sleep } from "node:timers/promises";

/**
 * Twenty a second: a busy hour of thousands of students, and what every platform takes. Discord allows a bot 50
 * requests a second in all (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit), and a
 * question needs two, the sign and the answer.
 */
const EVERY_MS = 50;

/** One question after the other at a steady rate, whether those before are answered or not: milliseconds of each. */
export async function inTurn(people: number, ask: (person: number) => Promise<number>) {
  const asked: Promise<number>[] = [];
  const start = performance.now();
  for (let person = 0; person < people; person++) {
    await sleep(Math.max(0, start + person * EVERY_MS - performance.now()));
    asked.push(ask(person));
  }
  return Promise.all(asked);
}

/** Milliseconds until it is so, looked at each millisecond: a loop that never rests would take the time of what is measured. */
export async function msUntil(isSo: () => boolean): Promise<number> {
  const start = performance.now();
  while (!isSo()) await sleep(1);
  return performance.now() - start;
}
