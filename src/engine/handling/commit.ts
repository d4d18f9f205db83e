import type { Address, OutboundMessage, Platform } from "#ports/platform.ts";
import type { Conversation, Language, Say, Slot, Step } from "../../conversation/conversation.ts";
import { draftMessage, editedShare } from "../../conversation/staff/drafts.ts";
import { type Actor, changesBetween } from "../../conversation/ticket/changes.ts";
import type { Roster } from "../../desk/roster.ts";
import { addAudit, addStars } from "../../store/cases/audit.ts";
import { addDraft, endDraft, openDraft } from "../../store/cases/drafts.ts";
import { addReminder } from "../../store/cases/reminders.ts";
import { addTurn, forgetTurn, setTurn, turnNumbered } from "../../store/cases/turns.ts";
import { saveConversation } from "../../store/conversations.ts";
import {
  enqueueMark,
  enqueuePost,
  enqueueReaction,
  enqueueRemoval,
  enqueueUnbutton,
} from "../../store/outbox.ts";
import type { Tx } from "../../store/transactor.ts";
import { split } from "../split.ts";
import { platformOf } from "./find.ts";

/** What a step is written down with: the case as it was, who did it, and where the messages go. */
export type Commit = {
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly roster: Roster;
  readonly deskLanguage: Language;
  readonly now: number;
  /** `undefined` for a case that this step opened. */
  readonly before: Conversation | undefined;
  readonly actor: Actor;
  /** The student's turn that the bot's words answer. */
  readonly answers?: number;
};

/** Writes down what the state machine decided: the case, its audit, the bot's turns, and the messages in order. */
export async function commitStep(tx: Tx, step: Step, by: Commit): Promise<void> {
  const { conversation } = step;
  const { now, before, actor, roster } = by;
  const channel = roster.channelFor(conversation.ticket.category);
  await saveConversation(tx, conversation, { channel, now });
  await addAudit(tx, conversation.number, changesBetween(before, conversation), { ...actor, now });
  for (const say of step.says) await commitSay(tx, conversation, say, by);
}

async function commitSay(tx: Tx, conversation: Conversation, say: Say, by: Commit): Promise<void> {
  const { now } = by;
  const { number } = conversation;
  switch (say.type) {
    case "mark":
      if (say.mark === "internal") await setTurn(tx, say.turn, { internal: true });
      return enqueueMark(tx, { conversation: number, turn: say.turn, mark: say.mark, now });
    case "react": {
      const turn = await turnNumbered(tx, say.turn);
      if (!turn) return;
      return enqueueReaction(tx, { ...say, conversation: number, side: turn.side, now });
    }
    case "unbutton":
      return enqueueUnbutton(tx, { ...say, conversation: number, now });
    case "remove":
      if (say.to === "student" && !say.keepsWords) await forgetTurn(tx, turnOf(say.slot));
      return enqueueRemoval(tx, { conversation: number, side: say.to, slot: say.slot, now });
    case "remind":
      return addReminder(tx, { conversation: number, text: say.text, line: say.line, now });
    case "rate":
      return addStars(tx, number, { ...say, now });
    case "draft": {
      const draft = await addDraft(tx, number, say.text, now);
      const message = draftMessage(conversation, draft, by.deskLanguage);
      return post(tx, conversation, { to: "desk", slot: `draft:${draft.number}`, message }, by);
    }
    case "endDraft": {
      const draft = await openDraft(tx, number, say.draft);
      if (draft)
        await endDraft(
          tx,
          draft.number,
          say.sent === undefined ? undefined : editedShare(draft.text, say.sent),
        );
      return;
    }
    case "post":
      return post(tx, conversation, say, by);
  }
}

async function post(
  tx: Tx,
  conversation: Conversation,
  say: Omit<Extract<Say, { type: "post" }>, "type">,
  by: Commit,
): Promise<void> {
  const slot = say.isTurn ? await botTurn(tx, conversation, say.message, say.slot, by) : say.slot;
  const channel = by.roster.channelFor(conversation.ticket.category);
  const at = say.to === "student" ? conversation.studentAt : (conversation.deskAt ?? channel);
  return enqueuePost(tx, {
    conversation: conversation.number,
    side: say.to,
    slot,
    isNew: say.slot === undefined,
    onlyReplace: say.onlyReplace ?? false,
    parts: partsOf(say.message, at, by),
    now: by.now,
    ...(say.hold !== undefined && { hold: say.hold }),
  });
}

async function botTurn(
  tx: Tx,
  conversation: Conversation,
  message: OutboundMessage,
  slot: Slot | undefined,
  by: Commit,
): Promise<Slot> {
  const sources = message.citations?.map(({ title }) => title);
  if (slot) {
    await setTurn(tx, turnOf(slot), { text: message.text, sources });
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
    ...(sources && { sources }),
  });
  return `turn:${number}`;
}

function turnOf(slot: Slot): number {
  return Number(slot.slice("turn:".length));
}

/**
 * The message in parts that the platform there can show: the card leads, sources and buttons end, and each part is
 * a message of its own. Where the platform is gone, as on another one.
 */
export function partsOf(
  message: OutboundMessage,
  at: Address,
  { platforms }: { readonly platforms: ReadonlyMap<string, Platform> },
): readonly OutboundMessage[] {
  const [any] = platforms.values();
  const limit = (platforms.get(platformOf(at)) ?? any)?.textLimit ?? 2000;
  if (message.text.length <= limit) return [message];
  const texts = split(message.text, limit);
  const { card, citations, files, buttons, choices, ...every } = message;
  const last = {
    ...(citations && { citations }),
    ...(files && { files }),
    ...(buttons && { buttons }),
    ...(choices && { choices }),
  };
  return texts.map((text, index) => ({
    ...every,
    text,
    ...(index === 0 && card && { card }),
    ...(index === texts.length - 1 && last),
  }));
}
