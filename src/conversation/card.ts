import type { Button, Choice, Form } from "#ports/controls.ts";
import type { OutboundMessage } from "#ports/platform.ts";
import type { Conversation, Say, State } from "./conversation.ts";
import type { Context } from "./input.ts";
import { phrases } from "./phrases/phrases.ts";
import { whenIn } from "./phrases/when.ts";
import { policy } from "./policy.ts";
import { priorityOf } from "./ticket/priority.ts";

type Fact = { readonly label: string; readonly value: string };

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
  const last = context.turns.findLast((turn) => turn.by === "student" && turn.text !== "");
  const choices = cardChoices(conversation, context);
  const message: OutboundMessage = {
    text: last ? preview(last.text, 280) : words.noWords,
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

/** The beginning of a text, for a list; the whole of it stands elsewhere. */
export function preview(text: string, longest: number): string {
  const characters = [...text.replace(/\s+/g, " ").trim()];
  return characters.length > longest ? `${characters.slice(0, longest).join("")}…` : characters.join("");
}

/** What is as usual is not said. */
function facts(conversation: Conversation, context: Context, rating: string | undefined): readonly Fact[] {
  const { state, ticket } = conversation;
  const { now, deskLanguage, roster, earlier } = context;
  const { facts, ...words } = phrases(deskLanguage).desk;
  const waited = "since" in state && state.since !== undefined ? roster.businessMs(state.since, now) : 0;
  const priority = priorityOf(conversation, now, waited);
  const pause = "pause" in state ? state.pause : undefined;
  const mood = ticket.upset >= policy.upsetAt ? "veryUpset" : ticket.upset >= 0.4 ? "upset" : undefined;
  const when = (at: number) => whenIn(deskLanguage, at, roster.zone, now);
  const all: readonly (Fact | undefined)[] = [
    { label: facts.state, value: words.state(state) },
    state.name === "waiting" ? { label: facts.reason, value: words.reasons[state.reason] } : undefined,
    ticket.crisis && { label: facts.crisis, value: words.crises[ticket.crisis] },
    priority === "normal" || state.name === "resolved"
      ? undefined
      : { label: facts.priority, value: words.priorities[priority] },
    mood && state.name !== "resolved" ? { label: facts.mood, value: words.moods[mood] } : undefined,
    ticket.category === undefined ? undefined : { label: facts.category, value: ticket.category },
    ticket.due === undefined ? undefined : { label: facts.due, value: when(ticket.due) },
    pause && { label: facts.pause, value: when(pause.until) },
    { label: facts.language, value: words.languages[conversation.language] },
    earlier.length > 0
      ? { label: facts.earlier, value: earlier.map(({ number }) => `#${number}`).join(" ") }
      : undefined,
    rating === undefined ? undefined : { label: facts.rating, value: rating },
  ];
  return all.filter((fact) => fact !== undefined);
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
  const { buttons, snoozes } = phrases(context.deskLanguage).desk;
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
  const colleagues = context.roster.onDuty(context.now).filter((name) => name !== state.staff.name);
  const ready = context.replies.list(ticket.category, language);
  return [
    ...snooze,
    ...choice(
      "transfer",
      colleagues.map((name) => ({ label: name, value: name })),
    ),
    ...choice(
      "canned",
      ready.map(({ id, title }) => ({ label: title, value: id })),
    ),
  ];
}
