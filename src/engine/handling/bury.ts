import type { InboundEvent } from "#ports/platform.ts";
import type { Conversation } from "../../conversation/conversation.ts";
import { step } from "../../conversation/handoff.ts";
import { policy } from "../../conversation/policy.ts";
import { setTurn } from "../../store/cases/turns.ts";
import { setWakeAt } from "../../store/conversations.ts";
import type { Event } from "../../store/inbox.ts";
import type { Tx } from "../../store/transactor.ts";
import { openCase, personOf, recordTurn } from "./record.ts";
import type { Work } from "./work.ts";

/**
 * Tells the author of an event that it was given up: a student gets the way to a person, or the person who has the
 * case the words, staff the mark of a line that failed. Time itself comes again.
 */
export async function tellBuried(
  tx: Tx,
  work: Work,
  event: Event,
  conversation: Conversation | undefined,
): Promise<void> {
  if (event.type === "woke" && conversation?.wakeAt !== undefined)
    return setWakeAt(tx, conversation.number, work.now + policy.reminders[0]);
  if (!("at" in event) || event.from.kind === "bot") return;
  if (event.type !== "message" && event.type !== "action") return;
  if (!work.isDesk(event.at)) return tellStudent(tx, work, event, conversation);
  if (!conversation || event.type !== "message") return;
  const turn = await recordTurn(tx, conversation, event, { side: "desk", text: event.text });
  await setTurn(tx, turn, { internal: true });
  const failed = { conversation, says: [{ type: "mark", turn, mark: "failed" }] } as const;
  await work.commit(tx, failed, {
    before: conversation,
    actor: { by: "staff", person: personOf(event.from) },
  });
}

async function tellStudent(
  tx: Tx,
  work: Work,
  event: Extract<InboundEvent, { type: "message" | "action" }>,
  conversation: Conversation | undefined,
): Promise<void> {
  const text = event.type === "message" ? event.text : "";
  const files = event.type === "message" ? event.files : [];
  // Whatever reads languages may be what failed.
  const language = event.from.locale?.startsWith("zh") ? "zh" : "en";
  // A case that is over hears nothing any more.
  const known = conversation?.state.name === "resolved" ? undefined : conversation;
  const open = known ?? (await openCase(tx, event.at, event.from, { language, now: work.now }));
  const turn = await recordTurn(tx, open, event, { side: "student", text });
  const context = await work.contextOf(tx, open, undefined);
  const actor = { by: "student", person: personOf(event.from) } as const;
  const decided = step(open, { type: "failed", turn, text, files }, context);
  await work.commit(tx, decided, { before: known, actor, answers: turn });
}
