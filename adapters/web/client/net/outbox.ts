import type { Refusal, WireEvent } from "../../wire.ts";
import { recall, remember } from "../boot.ts";
import type { Api } from "./api.ts";

export type SendState = "sending" | "waiting" | "sent" | { readonly failed: Refusal };

/**
 * What was written and is not known to be stored. Events leave one by one in their order, each again and again
 * under the same id until the server says that it has it; a reload goes on where it was.
 */
export type Outbox = {
  put(event: WireEvent): void;
  waiting(): readonly WireEvent[];
};

const LONGEST_WAIT_MS = 20_000;

export function createOutbox(
  api: Api,
  name: string,
  changed: (event: WireEvent, state: SendState) => void,
): Outbox {
  const key = `outbox:${name}`;
  let events = read(key);
  let busy = false;
  let wake: (() => void) | undefined;

  const keep = (next: readonly WireEvent[]) => {
    events = next;
    remember(key, next.length === 0 ? undefined : JSON.stringify(next), "session");
  };
  const pause = async (ms: number) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    const timer = setTimeout(resolve, ms);
    await promise;
    clearTimeout(timer);
  };
  const work = async () => {
    if (busy) return;
    busy = true;
    for (let tries = 0, event = events[0]; event !== undefined; event = events[0]) {
      changed(event, tries === 0 ? "sending" : "waiting");
      const answer = await api.post(event);
      if (answer.ok || !answer.again) {
        keep(events.slice(1));
        changed(event, answer.ok ? "sent" : { failed: answer.refusal });
        tries = 0;
        continue;
      }
      changed(event, "waiting");
      await pause(answer.afterMs ?? Math.min(LONGEST_WAIT_MS, 500 * 2 ** tries * (0.75 + Math.random() / 2)));
      tries++;
    }
    busy = false;
  };

  addEventListener("online", () => wake?.());
  queueMicrotask(() => void work());
  return {
    put(event) {
      keep([...events, event]);
      void work();
    },
    waiting: () => events,
  };
}

function read(key: string): readonly WireEvent[] {
  try {
    return JSON.parse(recall(key, "session") ?? "[]") as readonly WireEvent[];
  } catch {
    return [];
  }
}
