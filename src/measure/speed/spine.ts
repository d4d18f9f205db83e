import type { Address, Host, InboundEvent, OutboundMessage, Platform, Sent } from "#ports/platform.ts";
import type { Answerer } from "../../answering/question.ts";
import { systemClock } from "../../clock.ts";
import { createCore } from "../../core.ts";
import { openStore } from "../../store/store.ts";
import { understand } from "../../understanding/understand.ts";

export type SpineFigures = {
  /** Questions that come all at once, from the first accepted to the last delivered. */
  readonly questionsPerSecond: number;
  /** Of questions that come one by one, from accepting to delivered. */
  readonly p50ms: number;
  readonly p99ms: number;
};

/** How many students ask at the same moment. */
const wave = 250;
const single = 200;

/**
 * Measures the whole way of a question: accepted, handled, answered, delivered, each step on the disk in
 * `folder`. Every question is a student's first, so that it opens a case.
 */
export async function measureSpine(options: {
  questions: number;
  folder: string;
  answerer: Answerer;
}): Promise<SpineFigures> {
  const { questions, folder, answerer } = options;
  const platform = new Loopback();
  const store = await openStore(folder);
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const core = createCore({
    store,
    answerer,
    understand,
    article: () => undefined,
    platforms: [platform],
    desk: "loop:desk" as Address,
    deskLanguage: "en",
    route: () => undefined,
    clock: systemClock,
    log: silent,
  });
  await core.start();
  // The first ones warm the compiler up and are not counted.
  await askAtOnce(platform, wave, "warm");
  const start = performance.now();
  for (let asked = 0; asked < questions; asked += wave)
    await askAtOnce(platform, Math.min(wave, questions - asked), `crowd-${asked}`);
  const seconds = (performance.now() - start) / 1000;
  const times: number[] = [];
  for (let index = 0; index < single; index++) times.push(await platform.ask(`single-${index}`));
  await core.stop();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { questionsPerSecond: questions / seconds, p50ms: at(0.5), p99ms: at(0.99) };
}

async function askAtOnce(platform: Loopback, count: number, name: string): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => platform.ask(`${name}-${index}`)));
}

/** A platform without an outside: what is delivered ends the wait of the student who asked. */
class Loopback implements Platform {
  readonly name = "loop";
  readonly textLimit = 4000;
  #host: Host | undefined;
  #sent = 0;
  readonly #waiting = new Map<Address, () => void>();

  /** Resolves with the milliseconds it took until the answer was there. */
  async ask(student: string): Promise<number> {
    const at = `loop:${student}` as Address;
    const start = performance.now();
    const answered = new Promise<void>((resolve) => this.#waiting.set(at, resolve));
    const event: InboundEvent = {
      id: student,
      at,
      from: { id: student, name: student, kind: "student" },
      time: systemClock.now(),
      type: "message",
      message: student,
      text: "What is the difference between let and const?",
      files: [],
    };
    await this.#host?.accept(event);
    await answered;
    return performance.now() - start;
  }

  async start(host: Host): Promise<void> {
    this.#host = host;
  }

  async send(to: Address, _message: OutboundMessage): Promise<Sent> {
    this.#sent += 1;
    this.#waiting.get(to)?.();
    this.#waiting.delete(to);
    return { id: String(this.#sent), repliesAt: to };
  }

  async find(): Promise<"absent"> {
    return "absent";
  }

  async edit(): Promise<void> {
    return undefined;
  }

  async remove(): Promise<void> {
    return undefined;
  }

  async mark(): Promise<void> {
    return undefined;
  }

  async react(): Promise<void> {
    return undefined;
  }

  async signal(): Promise<void> {
    return undefined;
  }

  async stop(): Promise<void> {
    return undefined;
  }
}
