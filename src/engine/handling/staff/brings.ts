import type { Action } from "#ports/controls.ts";
import type { Conversation } from "../../../conversation/conversation.ts";
import type { Brings } from "../../../conversation/input.ts";
import { promisedAt } from "../../../desk/promise.ts";
import { openDraft } from "../../../store/cases/drafts.ts";
import { staffCalled } from "../../../store/cases/staff.ts";
import type { Tx } from "../../../store/transactor.ts";
import { platformOf } from "../find.ts";
import { recordTurn } from "../record.ts";
import type { EventOf, Handled, Work } from "../work.ts";
import { untilTyped } from "./until.ts";

type InCase = Handled<EventOf<"action" | "message">> & { readonly conversation: Conversation };

/**
 * What came with an action of staff, looked up: `typed` is what stood after the word of a command. Whatever takes
 * long happens before; what is returned runs in the transaction of the event.
 */
export async function broughtBy(
  work: Work,
  handled: InCase,
  action: Action,
  typed?: string,
): Promise<(tx: Tx) => Promise<Brings | undefined>> {
  const { event, conversation } = handled;
  const { roster, replies } = work.parts;
  const fields = event.type === "action" ? (event.fields ?? {}) : {};
  const choice = typed ?? fields["choice"] ?? fields["text"] ?? "";
  switch (action) {
    case "takeOver":
      return async () => ({ choice: typed ?? fields["why"] });
    case "priority":
    case "category":
      return async () => ({ choice });
    case "snooze":
      return async () => ({ until: untilTyped(choice, work.now, roster) });
    case "transfer":
      return async (tx) => ({
        choice,
        colleague:
          choice === "" ? "unknown" : ((await staffCalled(tx, platformOf(event.at), choice)) ?? "unknown"),
      });
    case "reply":
    case "note":
      return words(work, handled, { text: typed ?? fields["words"] ?? choice, isShown: typed !== undefined });
    case "canned": {
      const values = {
        student: conversation.student.name,
        staff: roster.shownName(event.from),
        ticket: conversation.number,
      };
      const text = replies.text(choice.trim(), conversation.language, values);
      return text === undefined ? async () => undefined : words(work, handled, { text, isShown: false });
    }
    case "suggest": {
      const suggestion = await work.thinker.suggest(conversation, await work.turns(conversation));
      return async () => ({ suggestion });
    }
    case "sendDraft":
    case "dropDraft":
      return draft(work, handled, fields["words"]);
    default:
      return async () => undefined;
  }
}

function words(
  work: Work,
  { event, conversation }: InCase,
  said: { readonly text: string; readonly isShown: boolean },
): (tx: Tx) => Promise<Brings> {
  return async (tx) => {
    const { text, isShown } = said;
    const files = event.type === "message" && isShown ? event.files : [];
    // Words of a form are no message in the thread; typed ones are, and can be edited there.
    const turn = await recordTurn(tx, conversation, event, { side: "desk", text, isApart: !isShown });
    const promised = promisedAt(text, work.now, work.parts.roster.zone);
    return { words: { turn, text, files, isShown }, promised };
  };
}

/** The draft that the button names, if it is of this case and still open, with the words as they were edited. */
function draft(work: Work, handled: InCase, edited: string | undefined): (tx: Tx) => Promise<Brings> {
  const { event, conversation } = handled;
  return async (tx) => {
    const number = event.type === "action" ? Number(event.value.split(".")[1]) : Number.NaN;
    const found = Number.isSafeInteger(number) ? await openDraft(tx, conversation.number, number) : undefined;
    if (!found || (event.type === "action" && event.action === "dropDraft")) return { draft: found };
    const sent = await words(work, handled, { text: edited ?? found.text, isShown: false })(tx);
    return { ...sent, draft: found };
  };
}
