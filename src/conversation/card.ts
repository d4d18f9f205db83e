import type { Button, Choice, Form } from "#ports/controls.ts";
import type { OutboundMessage } from "#ports/platform.ts";
import type { Conversation, Say, State } from "./conversation.ts";
import type { Context } from "./input.ts";
import { phrases } from "./phrases/phrases.ts";
import { preview } from "./phrases/preview.ts";
import { facts } from "./ticket/facts.ts";

/**
 * The card of the case as it is now: what staff see before they open it, and what they can do. `onlyReplace` when
 * nothing has been handed over yet; `rating` once the student gave one.
 */
export function card(
  conversation: Conversation,
  context: Context,
  options: { readonly onlyReplace?: boolean; readonly rating?: string } = {},
): Say {
  const words = phrases(context.deskLanguage).desk;
  const { state } = conversation;
  const choices = cardChoices(conversation, context);
  const message: OutboundMessage = {
    text: summary(context) ?? words.noWords,
    card: {
      ticket: conversation.number,
      state: state.name,
      ...(state.name === "human" && { staff: state.staff.name }),
      title: words.title(conversation.number, conversation.student.name),
      ...(context.roster.replyMode === "box" && { boxOnly: true }),
      facts: facts(conversation, context, options.rating),
    },
    buttons: cardButtons(conversation, context),
    ...(choices.length > 0 && { choices }),
  };
  const { onlyReplace } = options;
  return { type: "post", to: "desk", slot: "card", message, ...(onlyReplace && { onlyReplace }) };
}

/** What the student came with, and their newest words; `undefined` before any. */
function summary({ turns, began, deskLanguage }: Context): string | undefined {
  const said = turns.flatMap(({ by, text }) => (by === "student" && text.trim() !== "" ? [text] : []));
  const [first, last] = [began ?? said[0], said.at(-1)];
  if (first === undefined || last === undefined || first === last) return last && preview(last, 280);
  return phrases(deskLanguage).desk.summary(preview(first, 140), preview(last, 280));
}

function cardButtons(conversation: Conversation, context: Context): readonly Button[] {
  const { buttons, forms } = phrases(context.deskLanguage).desk;
  const { state } = conversation;
  const value = String(conversation.number);
  const button = (action: keyof typeof buttons, change: Partial<Button> = {}): Button => ({
    action,
    label: buttons[action],
    value,
    ...change,
  });
  const words = (title: string, submit: string): Form => ({
    title,
    submit,
    fields: [{ name: "words", label: forms.words, lines: "many", longest: 4000 }],
  });
  const note = button("note", { form: words(forms.note, forms.keep) });
  switch (state.name) {
    case "bot":
      return [button("claim", { style: "primary" })];
    case "waiting":
      return [
        button("claim", { style: "primary" }),
        button("handBack"),
        button("resolve"),
        note,
        button("suggest"),
      ];
    case "human": {
      const why = { name: "why", label: forms.why, optional: true, longest: 200 } as const;
      const form = { title: forms.takeOver(state.staff.name), submit: forms.confirm, fields: [why] };
      return [
        button("resolve", { style: "primary" }),
        button("handBack"),
        button("release"),
        button("reply", { form: words(forms.reply, forms.send) }),
        note,
        button("suggest"),
        button("alert"),
        button("takeOver", { form, style: "danger" }),
      ];
    }
    case "resolved":
      return [];
  }
}

const open: ReadonlySet<State["name"]> = new Set(["waiting", "human"]);

/** At most 25 options each, as the port says. */
function cardChoices(conversation: Conversation, context: Context): readonly Choice[] {
  const { state, ticket, language } = conversation;
  if (!open.has(state.name)) return [];
  const { buttons, snoozes, load } = phrases(context.deskLanguage).desk;
  const choice = (
    action: "snooze" | "transfer" | "canned",
    options: readonly { label: string; value: string }[],
  ): readonly Choice[] =>
    options.length === 0
      ? []
      : [
          {
            action,
            label: buttons[action],
            value: String(conversation.number),
            options: options.slice(0, 25),
          },
        ];
  const snooze = choice(
    "snooze",
    Object.entries(snoozes).map(([value, label]) => ({ label, value })),
  );
  if (state.name !== "human") return snooze;
  const colleagues = context.colleagues.filter(({ name }) => name !== state.staff.name);
  const ready = context.replies.list(ticket.category, language);
  return [
    ...snooze,
    ...choice(
      "transfer",
      colleagues.map(({ name, cases }) => ({ label: load(name, cases), value: name })),
    ),
    ...choice(
      "canned",
      ready.map(({ id, title }) => ({ label: title, value: id })),
    ),
  ];
}
