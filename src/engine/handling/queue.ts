import type { Conversation } from "../../conversation/conversation.ts";
import { policy } from "../../conversation/policy.ts";
import { waitingAfter } from "../../store/cases/queue.ts";
import { insertInternal } from "../../store/inbox.ts";
import type { Tx } from "../../store/transactor.ts";

/**
 * When a case leaves the queue, the nearest of those that waited behind it hear of it, each in its own turn.
 */
export async function tellQueue(
  tx: Tx,
  { before, after }: { readonly before: Conversation; readonly after: Conversation },
  now: number,
): Promise<void> {
  if (before.state.name !== "waiting" || after.state.name === "waiting") return;
  for (const conversation of await waitingAfter(tx, before.state.since, policy.queueTold))
    await insertInternal(tx, `moved:${conversation}`, { type: "moved", conversation, time: now });
}
