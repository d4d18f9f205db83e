import type { Action } from "#ports/controls.ts";
import type { InboundEvent } from "#ports/platform.ts";
import { type Command, staffCommand } from "../../../conversation/commands.ts";
import type { Conversation } from "../../../conversation/conversation.ts";
import type { Brings } from "../../../conversation/input.ts";
import { phrases } from "../../../conversation/phrases/phrases.ts";
import { promisedAt } from "../../../desk/promise.ts";
import { seeStaff } from "../../../store/cases/staff.ts";
import { setTurn } from "../../../store/cases/turns.ts";
import { suppressEvent } from "../../../store/inbox.ts";
import { enqueueAt, saidAt } from "../../../store/sending/outside.ts";
import { cardUnderWay } from "../../../store/sending/settle.ts";
import type { Tx } from "../../../store/transactor.ts";
import { deleteMessage, edit } from "../changes.ts";
import { platformOf } from "../find.ts";
import { listCases, showTranscript } from "../queries.ts";
import { react } from "../reactions.ts";
import { personOf, recordTurn } from "../record.ts";
import type { EventOf, Handled, Work } from "../work.ts";
import { broughtBy } from "./brings.ts";

/** Staff answered in a thread that is not known yet: its card is on the way. To be handled a little later. */
export class TooEarly extends Error {
  override readonly name = "TooEarly";
}

/**
 * Handles what happens at the desk. Who acts must be one of the staff, by the platform's own word, at the moment
 * of the act; a button must belong to the case of the thread where it was pressed. Throws TooEarly.
 */
export async function handleDesk(work: Work, handled: Handled): Promise<void> {
  const { pending, event, conversation } = handled;
  if (event.from.kind !== "staff") return work.suppress(pending, "not staff");
  if (event.type === "message") {
    const command = staffCommand(event.text);
    if (command) return obey(work, { pending, event, conversation }, command);
  }
  if (event.type === "action" && event.action === "list")
    return listCases(work, { pending, event, conversation }, event.fields?.["text"] ?? "");
  if (!conversation) return nobodysThread(work, handled);
  switch (event.type) {
    case "message":
      return hear(work, { pending, event, conversation });
    case "action":
      return act(work, { pending, event, conversation });
    case "edited":
      return edit(work, { pending, event, conversation });
    case "deleted":
      return deleteMessage(work, { pending, event, conversation });
    case "reaction":
      return react(work, { pending, event, conversation });
    case "left":
      return work.suppress(pending, "staff may leave");
  }
}

/** A line that belongs to no case reaches nobody, and whoever wrote it is told: once in each thread. */
async function nobodysThread(work: Work, { pending, event }: Handled): Promise<void> {
  const { store, roster, deskLanguage } = work.parts;
  const isThread = !roster.channels.includes(event.at);
  if (isThread && (await store.read(cardUnderWay))) throw new TooEarly();
  if (!isThread || event.type !== "message") return work.suppress(pending, "not in a case");
  await store.transact(async (tx) => {
    if (!(await saidAt(tx, event.at))) {
      const message = { text: phrases(deskLanguage).desk.unknownThread, tone: "note" } as const;
      await enqueueAt(tx, { place: event.at, side: "desk", parts: [message], now: work.now });
    }
    await suppressEvent(tx, pending, "not in a case");
  });
}

type InCase<E extends InboundEvent> = Handled<E> & { readonly conversation: Conversation };

async function hear(work: Work, { pending, event, conversation }: InCase<EventOf<"message">>): Promise<void> {
  const { text, files, from } = event;
  const { roster } = work.parts;
  return work.finish(pending, conversation, async (tx) => {
    await seeStaff(tx, platformOf(event.at), personOf(from), work.now);
    const turn = await recordTurn(tx, conversation, event, { side: "desk", text });
    const promised = promisedAt(text, work.now, roster.zone);
    return { input: { type: "wrote", turn, text, files, staff: personOf(from), promised } };
  });
}

async function act(work: Work, handled: InCase<EventOf<"action">>): Promise<void> {
  const { pending, event, conversation } = handled;
  const named = Number(event.value.split(".")[0]);
  // Forged, or of another case: a button says nothing about a case that it does not stand in.
  if (event.value !== "" && named !== conversation.number)
    return work.suppress(pending, "button of another case");
  if (conversation.state.name === "resolved" && !conversation.deskAt && event.action !== "ticket")
    return work.suppress(pending, "the case is over");
  if (event.action === "transcript") return showTranscript(work, handled, event.fields?.["choice"] ?? "");
  return press(work, handled, event.action, await broughtBy(work, handled, event.action));
}

/** A typed command does what its button does. A mistyped one stays inside, and its writer is told. */
async function obey(work: Work, handled: Handled<EventOf<"message">>, command: Command): Promise<void> {
  const { pending, event, conversation } = handled;
  const desk = phrases(work.parts.deskLanguage).desk;
  if (!("action" in command)) {
    const text = "help" in command ? desk.help : desk.unknownCommand(command.unknown);
    return work.answerAt(handled, { text, tone: "note" }, (tx) => keepInside(tx, handled));
  }
  if (command.action === "list") return listCases(work, handled, command.text);
  if (!conversation) return nobodysThread(work, handled);
  const inCase = { pending, event, conversation };
  if (command.action === "transcript") return showTranscript(work, inCase, command.text);
  const bring = await broughtBy(work, inCase, command.action, command.text);
  return press(work, inCase, command.action, async (tx) => {
    const brings = await bring(tx);
    // The words of a reply are the turn; of any other command nothing goes out.
    if (!brings?.words?.isShown) await keepInside(tx, handled);
    return brings;
  });
}

async function press(
  work: Work,
  { pending, event, conversation }: InCase<EventOf<"action" | "message">>,
  action: Action,
  bring: (tx: Tx) => Promise<Brings | undefined>,
): Promise<void> {
  return work.finish(pending, conversation, async (tx) => {
    const person = personOf(event.from);
    await seeStaff(tx, platformOf(event.at), person, work.now);
    const brings = await bring(tx);
    const input = { type: "pressed", action, by: "staff", person, on: undefined } as const;
    return { input: { ...input, ...(brings && { brings }) } };
  });
}

async function keepInside(tx: Tx, { event, conversation }: Handled<EventOf<"message">>): Promise<void> {
  if (!conversation) return;
  const turn = await recordTurn(tx, conversation, event, { side: "desk", text: event.text });
  await setTurn(tx, turn, { internal: true });
}
