import type { Author, InboundEvent } from "#ports/platform.ts";
import { address, type Place } from "../address.ts";
import { ASK, ASK_ABOUT, HUMAN, OPEN_TICKET, TICKET, TICKETS } from "../controls/commands.ts";
import { pressed } from "../controls/custom-id.ts";
import { spoken } from "../markup/spoken.ts";
import { timeOf } from "../snowflake.ts";
import type { Attachment, Command, Interaction, Message, Press, Submission } from "../wire.ts";
import { attachmentsOf, authorOf, type Context, type Heard, placeOf, shownAt } from "./context.ts";
import { quoted } from "./reaction.ts";

/** What a click, a choice, a form or a command means; `undefined` for those that are none of ours. */
export function interaction(raw: Interaction, context: Context): Heard | undefined {
  return raw.type === 2 ? command(raw, context) : press(raw, context);
}

function press(raw: Press | Submission, context: Context): Heard | undefined {
  const meant = pressed(raw.data.custom_id);
  const from = presser(raw, context);
  const where = shownAt({ id: raw.message?.id ?? raw.id, channel_id: raw.channel_id }, context.channel);
  if (meant === undefined || from === undefined || where === undefined) return undefined;
  const fields = fieldsOf(raw);
  const event = {
    id: raw.id,
    at: address(where),
    from,
    time: timeOf(raw.id),
    type: "action",
    action: meant.action,
    value: meant.value,
    ...(fields && { fields }),
    ...(raw.message && { on: raw.message.id }),
  } as const;
  return { event, attachments: [] };
}

function fieldsOf(raw: Press | Submission): Readonly<Record<string, string>> | undefined {
  if (raw.type === 5)
    return Object.fromEntries(
      raw.data.components.map(({ component }) => [component.custom_id, component.value ?? ""]),
    );
  const [choice] = raw.data.values ?? [];
  return choice === undefined ? undefined : { choice };
}

function command(raw: Command, context: Context): Heard | undefined {
  const from = presser(raw, context);
  const where = commandedAt(raw, context);
  if (from === undefined || where === undefined) return undefined;
  const base = { id: raw.id, at: address(where), from, time: timeOf(raw.id) } as const;
  const act = (event: Pick<Action, "action"> & Partial<Action>): Heard => ({
    event: { ...base, type: "action", value: "", ...event },
    attachments: [],
  });
  switch (raw.data.name) {
    case HUMAN:
      return act({ action: "person" });
    case TICKETS:
      return act({ action: "tickets" });
    case TICKET: {
      const text = wordsOf(raw, "text");
      return act({ action: "ticket", ...(text !== undefined && { fields: { text } }) });
    }
    case OPEN_TICKET: {
      const target = targetOf(raw);
      const about = target && quoted(target, context);
      return about && act({ action: "ticket", about });
    }
    default: {
      const asked = askedBy(raw, context.self);
      if (asked === undefined || context.response === undefined) return undefined;
      // What staff write in a thread of ours may be for a student: a question to the bot must not be taken for that.
      if (from.kind === "staff" && context.channel.kind === "thread" && context.channel.isOurs)
        return undefined;
      const { text, attachments } = asked;
      const event = { ...base, type: "message", message: context.response, text, files: [] } as const;
      return { event, attachments };
    }
  }
}
type Action = Extract<InboundEvent, { type: "action" }>;

/** What everybody sees is answered under it; a ticket about a message, in the thread of that message. */
function commandedAt(raw: Command, { channel, response }: Context): Place | undefined {
  const { channel_id } = raw;
  const { name, target_id: target } = raw.data;
  if (name === TICKETS) return shownAt({ id: raw.id, channel_id }, channel);
  const under = name === OPEN_TICKET ? target : response;
  return under === undefined ? undefined : placeOf({ id: under, channel_id }, channel);
}

/** The question of a command: its words, or the message that it points at. */
export function askedBy(
  raw: Command,
  self: string,
): { readonly text: string; readonly attachments: readonly Attachment[] } | undefined {
  if (raw.data.name === ASK) {
    const text = wordsOf(raw, "question");
    return text === undefined ? undefined : { text, attachments: [] };
  }
  const target = raw.data.name === ASK_ABOUT ? targetOf(raw) : undefined;
  return target && { text: spoken(target, self), attachments: attachmentsOf(target) };
}

/** The message that a command of a message's menu points at. */
export function targetOf({ data }: Command): Message | undefined {
  return data.target_id === undefined ? undefined : data.resolved?.messages?.[data.target_id];
}

function wordsOf({ data }: Command, option: string): string | undefined {
  const value = data.options?.find(({ name }) => name === option)?.value;
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** Discord tells in which language a person uses it, with what they press. */
function presser(raw: Interaction, context: Context): Author | undefined {
  const user = raw.member?.user ?? raw.user;
  return user && { ...authorOf(user, raw.member, context), ...(raw.locale && { locale: raw.locale }) };
}
