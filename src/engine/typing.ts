import { type Address, type Author, type Log, type Platform, PlatformError } from "#ports/platform.ts";
import type { Roster } from "../desk/roster.ts";
import { caseOfThread, openConversationAt } from "../store/conversations.ts";
import type { Store } from "../store/store.ts";
import { isDesk, platformOf } from "./handling/find.ts";

type Parts = {
  readonly store: Store;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly roster: Pick<Roster, "channels">;
  readonly log: Log;
};

/**
 * Shows to one side that somebody on the other is typing, while a person has the case. Of staff only the claimer:
 * others write to colleagues. A sign that did not appear does no harm.
 */
export async function relayTyping(parts: Parts, at: Address, from: Author): Promise<void> {
  const { store, platforms, roster, log } = parts;
  const isAtDesk = isDesk(at, roster.channels);
  try {
    const found = await store.read((db) => (isAtDesk ? caseOfThread(db, at) : openConversationAt(db, at)));
    if (found?.state.name !== "human" || (isAtDesk && found.state.staff.id !== from.id)) return;
    const to = isAtDesk ? found.studentAt : found.deskAt;
    if (to === undefined) return;
    await platforms.get(platformOf(to))?.signal(to, { type: "typing" });
  } catch (error) {
    log.warn("signal refused", {
      type: "typing",
      fault: error instanceof PlatformError ? error.fault : "error",
    });
  }
}
