import type { Address, OutboundMessage, Platform } from "#ports/platform.ts";
import type { Conversation, Say, Slot, Step } from "../conversation/conversation.ts";
import { addTurn, forgetTurn, saveConversation, setTurn } from "../store/conversations.ts";
import { enqueueMark, enqueuePost, enqueueRemoval, enqueueUnbutton } from "../store/outbox.ts";
import type { Tx } from "../store/transactor.ts";
import { split } from "./split.ts";

/** Where the messages go, and when; `answers` is the student's turn that the bot's words answer. */
type By = {
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly desk: Address;
  readonly now: number;
  readonly answers: number | undefined;
};

/** Writes down what the state machine decided: the conversation, the bot's turns, and the messages in order. */
export async function commitStep(tx: Tx, step: Step, by: By): Promise<void> {
  const { conversation } = step;
  await saveConversation(tx, conversation, by.now);
  for (const say of step.says) await commitSay(tx, conversation, say, by);
}

async function commitSay(tx: Tx, conversation: Conversation, say: Say, by: By): Promise<void> {
  const { now } = by;
  switch (say.type) {
    case "mark":
      if (say.mark === "internal") await setTurn(tx, say.turn, { internal: true });
      return enqueueMark(tx, { conversation: conversation.number, turn: say.turn, mark: say.mark, now });
    case "unbutton":
      return enqueueUnbutton(tx, {
        conversation: conversation.number,
        slot: say.slot,
        actions: say.actions,
        now,
      });
    case "remove":
      if (say.to === "student") await forgetTurn(tx, turnOf(say.slot));
      return enqueueRemoval(tx, { conversation: conversation.number, side: say.to, slot: say.slot, now });
    case "post": {
      const slot = say.isTurn ? await botTurn(tx, conversation, say.message, say.slot, by) : say.slot;
      return enqueuePost(tx, {
        conversation: conversation.number,
        side: say.to,
        slot,
        isNew: say.slot === undefined,
        onlyReplace: say.onlyReplace ?? false,
        parts: parts(say.message, textLimit(say.to === "student" ? conversation.studentAt : by.desk, by)),
        now,
      });
    }
  }
}

async function botTurn(
  tx: Tx,
  conversation: Conversation,
  message: OutboundMessage,
  slot: Slot | undefined,
  by: By,
): Promise<Slot> {
  if (slot) {
    await setTurn(tx, turnOf(slot), { text: message.text });
    return slot;
  }
  const number = await addTurn(tx, {
    conversation: conversation.number,
    side: "student",
    by: "bot",
    author: { id: "bot", name: "" },
    text: message.text,
    files: [],
    time: by.now,
    place: undefined,
    message: undefined,
    answers: by.answers,
  });
  return `turn:${number}`;
}

function turnOf(slot: Slot): number {
  return Number(slot.slice("turn:".length));
}

/** How much text one message holds there; where the platform is gone, as on another one. */
function textLimit(at: Address, { platforms }: By): number {
  const [any] = platforms.values();
  return (platforms.get(at.slice(0, at.indexOf(":"))) ?? any)?.textLimit ?? 2000;
}

/** The card leads, sources and buttons end; each part is a message of its own. */
function parts(message: OutboundMessage, limit: number): readonly OutboundMessage[] {
  if (message.text.length <= limit) return [message];
  const texts = split(message.text, limit);
  const { card, citations, files, buttons, ...every } = message;
  const last = { ...(citations && { citations }), ...(files && { files }), ...(buttons && { buttons }) };
  return texts.map((text, index) => ({
    ...every,
    text,
    ...(index === 0 && card && { card }),
    ...(index === texts.length - 1 && last),
  }));
}
