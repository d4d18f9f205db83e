import type { Push } from "../../wire.ts";
import type { Api } from "./api.ts";

export type Connection = { close(): void };
export type ConnectionState = "open" | "lost" | "refused";

/** The server says something at least every 15 s: silence beyond this is a dead connection. */
const SILENCE_MS = 40_000;
const LONGEST_WAIT_MS = 8_000;

/** Listens to places until closed, again and again. Each new connection begins with snapshots. */
export function listen(
  api: Api,
  places: readonly string[],
  heard: (push: Push) => void,
  changed: (state: ConnectionState) => void,
): Connection {
  const closed = new AbortController();
  let wake: (() => void) | undefined;
  const online = () => wake?.();
  addEventListener("online", online);

  const run = async () => {
    for (let tries = 0; !closed.signal.aborted; tries++) {
      try {
        await once(api, places, closed.signal, (push) => {
          tries = 0;
          changed("open");
          heard(push);
        });
      } catch (error) {
        if (error instanceof SignedOut) return changed("refused");
      }
      if (closed.signal.aborted) return;
      changed("lost");
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      setTimeout(resolve, Math.min(LONGEST_WAIT_MS, 300 * 2 ** tries) * (0.75 + Math.random() / 2));
      await promise;
    }
  };
  void run();
  return {
    close() {
      closed.abort();
      removeEventListener("online", online);
      wake?.();
    },
  };
}

class SignedOut extends Error {}

/** One connection, from its first byte to its end. */
async function once(
  api: Api,
  places: readonly string[],
  closed: AbortSignal,
  heard: (push: Push) => void,
): Promise<void> {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENCE_MS);
  try {
    const response = await api.stream(places, AbortSignal.any([closed, silent.signal]));
    if (response.status === 401 || response.status === 403) throw new SignedOut();
    if (!response.ok || response.body === null) return;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MS);
      const frames = (rest + part.value).split("\n\n");
      rest = frames.pop() ?? "";
      for (const frame of frames) {
        if (frame.startsWith("data: ")) heard(JSON.parse(frame.slice(6)) as Push);
      }
    }
  } finally {
    clearTimeout(timer);
  }
}
