import type { Quoted } from "#ports/platform.ts";
import { turnNumbered, turnWritten } from "../../store/cases/turns.ts";
import { messageShown } from "../../store/history.ts";
import type { Db } from "../../store/transactor.ts";
import { personOf } from "./record.ts";
import { openTicket } from "./ticket.ts";
import type { EventOf, Handled, Work } from "./work.ts";

/** On a message of a student it opens a ticket. */
const ticketEmoji = "🎫";

/** A reaction on a line of the other side is shown there; 🎫 on a student's message opens a ticket. */
export async function react(work: Work, handled: Handled<EventOf<"reaction">>): Promise<void> {
  const { pending, event, conversation } = handled;
  const { emoji, added, message, at } = event;
  const isDesk = work.isDesk(at);
  if (emoji === ticketEmoji && !isDesk) {
    if (!added) return work.suppress(pending, "a ticket is not taken back by that");
    const about = event.about ?? (await work.parts.store.read((db) => quotedTurn(db, handled)));
    return openTicket(work, handled, { text: "", about });
  }
  const turn = await work.parts.store.read(async (db) => {
    const shown = await messageShown(db, at, message);
    return shown?.turn === undefined ? undefined : turnNumbered(db, shown.turn);
  });
  if (!conversation || !turn) return work.suppress(pending, "reaction on nobody's line");
  return work.finish(pending, conversation, async () => ({
    input: {
      type: "reacted",
      by: isDesk ? "staff" : "student",
      person: personOf(event.from),
      turn,
      reaction: { emoji, added },
    },
  }));
}

/** Where the platform does not show whose message it is: one that we have heard. */
async function quotedTurn(db: Db, { event }: Handled<EventOf<"reaction">>): Promise<Quoted | undefined> {
  const turn = await turnWritten(db, event.at, event.message);
  return turn && { message: event.message, from: { ...turn.author, kind: "student" }, text: turn.text };
}
