import type { InboundEvent } from "#ports/platform.ts";
import { crisisMessage } from "../../conversation/crisis.ts";
import { phrases } from "../../conversation/phrases/phrases.ts";
import { policy } from "../../conversation/policy.ts";
import { insertEvent } from "../../store/inbox.ts";
import { enqueueAt, urgentSince } from "../../store/sending/outside.ts";
import type { Tx } from "../../store/transactor.ts";
import { crisisIn } from "../../understanding/crisis/crisis.ts";
import type { Reading } from "../../understanding/reading.ts";
import { partsOf } from "./commit.ts";
import { isDesk } from "./find.ts";
import type { EngineParts } from "./work.ts";

/**
 * Stores an event before its platform hears that it was received; `false` if it was stored before. Words of danger
 * are answered here, without a model: the help lines for the student and the call for people leave before everything
 * else, whatever the case waits for.
 */
export async function acceptEvent(parts: EngineParts, event: InboundEvent): Promise<boolean> {
  const { store, roster, understand } = parts;
  const crisis = isDesk(event.at, roster.channels) ? undefined : dangerIn(event);
  if (!crisis) return store.accept(event);
  const reading = understand(wordsOf(event), [], event.from.locale);
  return store.transact(async (tx) => {
    const isNew = await insertEvent(tx, event);
    if (isNew) await callHelp(tx, parts, event, { ...reading, crisis });
    return isNew;
  });
}

/** The help lines to the student and the page to people, as urgent messages; once in a while at each place. */
export async function callHelp(
  tx: Tx,
  parts: EngineParts,
  event: InboundEvent,
  reading: Reading & { readonly crisis: NonNullable<Reading["crisis"]> },
): Promise<void> {
  const { roster, deskLanguage, crisisWords, clock } = parts;
  const now = clock.now();
  if (await urgentSince(tx, event.at, now - policy.crisisAgainAfter)) return;
  const urgent = { now, urgent: true } as const;
  const help = crisisMessage(reading.crisis, { ...reading, locale: event.from.locale }, crisisWords);
  const lines = partsOf({ ...help, only: event.from.id }, event.at, parts);
  await enqueueAt(tx, { place: event.at, side: "student", parts: lines, ...urgent });
  const [desk = event.at] = roster.channels;
  const page = phrases(deskLanguage).desk.crisisPage(roster.onCall(now) ?? roster.lead, event.from.name);
  await enqueueAt(tx, { place: desk, side: "desk", parts: [{ text: page, tone: "note" }], ...urgent });
}

function dangerIn(event: InboundEvent): ReturnType<typeof crisisIn> {
  if (event.from.kind !== "student") return undefined;
  return crisisIn(wordsOf(event));
}

function wordsOf(event: InboundEvent): string {
  switch (event.type) {
    case "message":
    case "edited":
      return event.text;
    case "action":
      return Object.values(event.fields ?? {}).join("\n");
    case "deleted":
    case "reaction":
    case "left":
      return "";
  }
}
