import type { Address } from "#ports/platform.ts";

/** Often enough to look like writing, seldom enough not to render a long answer a hundred times a second. */
const EVERY_MS = 60;

/**
 * Passes drafts on at a readable pace: the first at once, then always the newest. `end` drops what waits, so
 * that no draft comes after the message that it was a draft of.
 */
export type Drafts = { show(at: Address, text: string): void; end(at: Address): void; close(): void };

export function createDrafts(push: (at: Address, text: string) => void): Drafts {
  const waiting = new Map<Address, { newest: string | undefined; timer: NodeJS.Timeout }>();
  const wait = (at: Address) => {
    const timer = setTimeout(() => {
      const newest = waiting.get(at)?.newest;
      waiting.delete(at);
      if (newest === undefined) return;
      push(at, newest);
      wait(at);
    }, EVERY_MS);
    waiting.set(at, { newest: undefined, timer });
  };
  const end = (at: Address) => {
    clearTimeout(waiting.get(at)?.timer);
    waiting.delete(at);
  };
  return {
    show(at, text) {
      const held = waiting.get(at);
      if (held !== undefined) {
        held.newest = text;
        return;
      }
      push(at, text);
      wait(at);
    },
    end,
    close() {
      for (const at of [...waiting.keys()]) end(at);
    },
  };
}
