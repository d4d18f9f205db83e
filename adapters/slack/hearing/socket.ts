import type { SocketModeReceiver } from "@slack/bolt";
import type { Log } from "#ports/platform.ts";

type Client = SocketModeReceiver["client"];

const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;
/** Nobody waits longer for a connection to open or to close. */
const PATIENCE_MS = 5000;

/**
 * Holds one connection open and opens the next at once when Slack ends it, more slowly when that fails. Waits
 * for the first try, whatever its end. The answer closes it for good.
 */
export async function keepConnected(
  client: Client,
  parts: {
    readonly log: Log;
    readonly connected: () => void;
    readonly disconnected: () => void;
    readonly sleep: (ms: number) => Promise<void>;
  },
): Promise<() => Promise<void>> {
  const { log, connected, disconnected, sleep } = parts;
  const { promise: firstTry, resolve: tried } = Promise.withResolvers<void>();
  let isStopped = false;
  let isOpen = false;

  const run = async () => {
    for (let failures = 0; !isStopped; ) {
      const since = performance.now();
      try {
        await client.start();
        if (isStopped) return void (await client.disconnect());
        isOpen = true;
        const closed = new Promise<void>((done) => client.once("disconnected", () => done()));
        log.info("slack: connected");
        connected();
        tried();
        await closed;
        isOpen = false;
        disconnected();
        // A connection that ends as soon as it is open is a failure too (`too_many_websockets`).
        failures = performance.now() - since > SHORTEST_MS * 4 ? 0 : failures + 1;
      } catch (error) {
        failures += 1;
        log.warn("slack: no connection", {
          failures,
          reason: error instanceof Error ? error.name : "closed",
        });
      }
      tried();
      const wait = failures === 0 ? 0 : Math.min(SHORTEST_MS * 2 ** (failures - 1), LONGEST_MS);
      if (!isStopped && wait > 0) await sleep(wait);
    }
  };
  void run();
  await Promise.race([firstTry, sleep(PATIENCE_MS)]);
  return async () => {
    isStopped = true;
    // Slack may leave the closing handshake unfinished.
    if (isOpen) await Promise.race([client.disconnect(), sleep(PATIENCE_MS)]);
  };
}
