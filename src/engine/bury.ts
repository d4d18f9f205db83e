import type { InboundEvent } from "#ports/platform.ts";
import type { Conversation, Language, Step } from "../conversation/conversation.ts";
import { step } from "../conversation/handoff.ts";
import { policy } from "../conversation/policy.ts";
import { setTurn, setWakeAt, turnsOf } from "../store/conversations.ts";
import type { Event } from "../store/inbox.ts";
import type { Tx } from "../store/transactor.ts";
import { isDesk } from "./find.ts";
import { openCase, recordTurn } from "./record.ts";

type Grave = {
  readonly conversation: Conversation | undefined;
  readonly desk: Parameters<typeof isDesk>[1];
  readonly now: number;
  readonly deskLanguage: Language;
  commit(step: Step, answers?: number): Promise<void>;
};

/**
 * Tells the author of an event that it was given up: a student gets the way to a person, or the person who has the case the words, staff the mark of a line
 * that failed. Time itself comes again.
 */
export async function tellBuried(tx: Tx, event: Event, grave: Grave): Promise<void> {
  const { conversation, desk, now } = grave;
  if (event.type === "woke" && conversation?.wakeAt !== undefined)
    return setWakeAt(tx, conversation.number, now + policy.reminders[0]);
  if (!("at" in event) || event.from.kind === "bot") return;
  if (event.type !== "message" && event.type !== "action") return;
  if (!isDesk(event.at, desk)) return tellStudent(tx, event, grave);
  if (!conversation || event.type !== "message") return;
  const turn = await recordTurn(tx, conversation, event, { side: "desk", text: event.text });
  await setTurn(tx, turn, { internal: true });
  await grave.commit({ conversation, says: [{ type: "mark", turn, mark: "failed" }] });
}

async function tellStudent(
  tx: Tx,
  event: Extract<InboundEvent, { type: "message" | "action" }>,
  { conversation, now, deskLanguage, commit }: Grave,
): Promise<void> {
  const written = event.type === "message" ? event : undefined;
  // Whatever reads languages may be what failed.
  const language = event.from.locale?.startsWith("zh") ? "zh" : "en";
  const open = conversation ?? (await openCase(tx, event, { language, now }));
  const turn = await recordTurn(tx, open, event, { side: "student", text: written?.text ?? "" });
  const { text, files } = { text: written?.text ?? "", files: written?.files ?? [] };
  const turns = await turnsOf(tx, open.number, policy.linesRemembered);
  const context = { now, turns, ahead: 0, deskLanguage };
  await commit(step(open, { type: "failed", turn, text, files }, context), turn);
}
