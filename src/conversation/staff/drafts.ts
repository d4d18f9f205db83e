import type { OutboundMessage } from "#ports/platform.ts";
import type { Conversation, Draft, Language, Step } from "../conversation.ts";
import type { Context } from "../input.ts";
import { phrases } from "../phrases/phrases.ts";
import { isBlank } from "../say.ts";
import { type Pressed, refused, refusedToOthers, shownAtDesk } from "./pressing.ts";
import { reply } from "./words.ts";

/** Suggested replies: only staff see them, until the one who has the case sends one. */

export function suggest(conversation: Conversation, input: Pressed, context: Context): Step {
  const desk = phrases(context.deskLanguage).desk;
  const { state } = conversation;
  if (state.name === "resolved") return refused(conversation, input, desk.closed);
  if (state.name === "bot") return refused(conversation, input, desk.withBot);
  const text = input.brings?.suggestion;
  if (text === undefined || text === "none") return refused(conversation, input, desk.noDraft);
  return { conversation, says: [{ type: "draft", text }] };
}

/** How a draft stands at the desk, with its buttons: the words may be changed before they go. */
export function draftMessage(conversation: Conversation, draft: Draft, desk: Language): OutboundMessage {
  const words = phrases(desk).desk;
  const value = `${conversation.number}.${draft.number}`;
  const field = {
    name: "words",
    label: words.forms.words,
    value: draft.text,
    lines: "many",
    longest: 4000,
  } as const;
  const form = { title: words.forms.draft, submit: words.forms.send, fields: [field] };
  return {
    text: words.draft(draft.text),
    tone: "note",
    buttons: [
      { action: "sendDraft", label: words.buttons.sendDraft, value, style: "primary", form },
      { action: "dropDraft", label: words.buttons.dropDraft, value },
    ],
  };
}

export function sendDraft(conversation: Conversation, input: Pressed, context: Context): Step {
  const { state } = conversation;
  const no = refusedToOthers(conversation, input, context);
  if (no || state.name !== "human") return no ?? { conversation, says: [] };
  const desk = phrases(context.deskLanguage).desk;
  const { draft, words } = input.brings ?? {};
  if (!draft) return refused(conversation, input, desk.draftGone);
  if (!words || isBlank(words)) return refused(conversation, input, desk.emptyWords);
  const sent = reply(conversation, state, { ...words, promised: input.brings?.promised }, context);
  const gone = ended(draft, desk.draftSent(input.person.name, words.text));
  const end = { type: "endDraft", draft: draft.number, sent: words.text } as const;
  return { conversation: sent.conversation, says: [...sent.says, shownAtDesk(input, words), end, gone] };
}

export function dropDraft(conversation: Conversation, input: Pressed, context: Context): Step {
  const desk = phrases(context.deskLanguage).desk;
  const draft = input.brings?.draft;
  if (!draft) return refused(conversation, input, desk.draftGone);
  const end = { type: "endDraft", draft: draft.number, sent: undefined } as const;
  return { conversation, says: [end, ended(draft, desk.draftDropped)] };
}

function ended(draft: Draft, text: string) {
  const message: OutboundMessage = { text, tone: "note" };
  return { type: "post", to: "desk", slot: `draft:${draft.number}`, message, onlyReplace: true } as const;
}

/** The share of a draft that staff changed, 0 to 1, by words: 0 as suggested, 1 nothing of it left. */
export function editedShare(draft: string, sent: string): number {
  const [before, after] = [wordsOf(draft), wordsOf(sent)];
  const longest = Math.max(before.length, after.length);
  return longest === 0 ? 0 : distance(before, after) / longest;
}

/** Chinese is written without gaps: each of its characters is a word. At most 600, so that it stays quick. */
function wordsOf(text: string): readonly string[] {
  return (text.match(/\p{Script=Han}|[^\s\p{Script=Han}]+/gu) ?? []).slice(0, 600);
}

/** Levenshtein's distance: words put in, left out or replaced. */
function distance(before: readonly string[], after: readonly string[]): number {
  let row = after.map((_, index) => index + 1);
  before.forEach((word, line) => {
    let corner = line;
    let left = line + 1;
    row = row.map((above, index) => {
      const cost = corner + (word === after[index] ? 0 : 1);
      corner = above;
      left = Math.min(above + 1, left + 1, cost);
      return left;
    });
  });
  return row.at(-1) ?? before.length;
}
