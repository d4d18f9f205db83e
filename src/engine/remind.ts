import type { Platform } from "#ports/platform.ts";
import type { Clock } from "../clock.ts";
import type { Language } from "../conversation/conversation.ts";
import { phrases } from "../conversation/phrases/phrases.ts";
import { policy } from "../conversation/policy.ts";
import type { Roster } from "../desk/roster.ts";
import { remindersComplete, takeReminders } from "../store/cases/reminders.ts";
import { enqueuePost } from "../store/outbox.ts";
import { enqueueAt } from "../store/sending/outside.ts";
import type { Store } from "../store/store.ts";
import { partsOf } from "./handling/commit.ts";

type Parts = {
  readonly store: Store;
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly roster: Roster;
  readonly deskLanguage: Language;
  readonly clock: Clock;
};

/**
 * Sends the reminders that came together: a few go each into the thread of its case, many are one list in the
 * channel. Waits until every case that is due has been looked at.
 */
export async function sendReminders(parts: Parts): Promise<void> {
  const { store, roster, deskLanguage, clock } = parts;
  if (!(await store.read(remindersComplete))) return;
  await store.transact(async (tx) => {
    const byChannel = Map.groupBy(
      await takeReminders(tx),
      ({ channel }) => channel ?? roster.channelFor(undefined),
    );
    const now = clock.now();
    for (const [channel, reminders] of byChannel) {
      // A case whose card has not arrived yet has no thread; it is named in the channel.
      const apart = reminders.length <= policy.remindersApart ? reminders.filter(({ thread }) => thread) : [];
      const together = reminders.filter((reminder) => !apart.includes(reminder));
      for (const { conversation, text, thread = channel } of apart) {
        const note = partsOf({ text, tone: "note" }, thread, parts);
        const inCase = {
          conversation,
          side: "desk",
          slot: undefined,
          isNew: true,
          onlyReplace: false,
        } as const;
        await enqueuePost(tx, { ...inCase, parts: note, now });
      }
      if (together.length === 0) continue;
      const { digest } = phrases(deskLanguage).desk;
      const text = [digest(together.length), "", ...together.map(({ line }) => line)].join("\n");
      const list = partsOf({ text, tone: "note" }, channel, parts);
      await enqueueAt(tx, { place: channel, side: "desk", parts: list, now });
    }
  });
}
