import { randomBytes } from "node:crypto";
import { type Body, modalRules, type Refusal } from "./rules.ts";
import type { Channel, Message, User, World } from "./world.ts";

/** https://docs.discord.com/developers/interactions/receiving-and-responding */

export type Interaction = {
  readonly id: string;
  readonly token: string;
  /** A command, a click or a choice, a form. */
  readonly type: 2 | 3 | 5;
  readonly channel: Channel;
  readonly made: number;
  acknowledged: number | undefined;
  ackedAfterMs: number | undefined;
  /** The first answer, which may be changed; one that only its reader sees stands in no channel. */
  original: Message | undefined;
  /** What only the one who pressed sees. */
  readonly alone: Message[];
  /** The form that opened. */
  form: Form | undefined;
  /** Where the form's button stands. */
  readonly message?: Message | undefined;
};

export type Form = {
  custom_id: string;
  title: string;
  components: {
    type: number;
    label: string;
    component: { type: number; custom_id: string; value?: string; required?: boolean };
  }[];
};

type Answer = { type: number; data?: Body & Partial<Form> };

const EPHEMERAL = 1 << 6;
const unknown: Refusal = { status: 404, code: 10062, message: "Unknown interaction" };
const invalid: Refusal = { status: 400, code: 50035, message: "Invalid Form Body" };
const badToken: Refusal = { status: 401, code: 50027, message: "Invalid Webhook Token" };

export class Interactions {
  readonly all: Interaction[] = [];
  /** How long the first sign may take, and how long the token lives. */
  signMs = 3000;
  tokenMs = 15 * 60_000;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  make(type: Interaction["type"], channel: Channel, message?: Message): Interaction {
    const token = randomBytes(24).toString("base64url");
    const interaction: Interaction = {
      id: this.#world.id(),
      token,
      type,
      channel,
      made: Date.now(),
      acknowledged: undefined,
      ackedAfterMs: undefined,
      original: undefined,
      alone: [],
      form: undefined,
      message,
    };
    this.all.push(interaction);
    return interaction;
  }

  payload(interaction: Interaction, user: User, data: object, message?: Message): object {
    const { id, token, type, channel } = interaction;
    const member = this.#world.membersOf(channel.guild_id)?.get(user.id);
    const isGuild = channel.guild_id !== undefined;
    const { id: channelId, type: kind, parent_id: parent } = channel;
    return {
      id,
      token,
      type,
      version: 1,
      application_id: this.#world.application,
      channel_id: channelId,
      channel: { id: channelId, type: kind, ...(parent && { parent_id: parent }) },
      ...(isGuild ? { guild_id: channel.guild_id, member: { ...member, user } } : { user }),
      locale: "en-US",
      data,
      ...(message && { message }),
    };
  }

  answer(id: string, token: string, { type, data = {} }: Answer): Refusal | object {
    const one = this.all.find((other) => other.id === id && other.token === token);
    if (!one) return unknown;
    if (one.acknowledged !== undefined)
      return { status: 400, code: 40060, message: "Interaction has already been acknowledged." };
    const tookMs = Date.now() - one.made;
    if (tookMs > this.signMs) return unknown;
    // https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-type
    if (type === 6 && one.type === 2) return invalid;
    if (type === 9) {
      const refusal = one.type === 5 ? invalid : modalRules(data);
      if (refusal) return refusal;
      one.form = data as Form;
    }
    one.acknowledged = type;
    one.ackedAfterMs = tookMs;
    if (type === 4 || type === 5)
      one.original = this.#show(one, { ...data, content: data.content ?? "" }, 20);
    return {
      interaction: { id, type: one.type, ...(one.original && { response_message_id: one.original.id }) },
    };
  }

  /** https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message */
  followUp(token: string, body: Body): Message | Refusal {
    const one = this.#alive(token);
    if ("status" in one) return one;
    if (one.acknowledged === undefined) return { status: 404, code: 10015, message: "Unknown Webhook" };
    return this.#show(one, body, 0);
  }

  original(token: string): Message | Refusal {
    const one = this.#alive(token);
    if ("status" in one) return one;
    return one.original ?? { status: 404, code: 10008, message: "Unknown Message" };
  }

  #alive(token: string): Interaction | Refusal {
    const one = this.all.find((other) => other.token === token);
    return !one || Date.now() - one.made > this.tokenMs ? badToken : one;
  }

  #show(one: Interaction, { content = "", embeds = [], components, flags = 0 }: Body, type: number): Message {
    const shown = {
      type,
      content,
      embeds,
      flags,
      components: (components ?? []) as Message["components"],
      interaction_metadata: { id: one.id },
    };
    if (!(flags & EPHEMERAL)) return this.#world.post(one.channel, this.#world.bot, shown);
    const message = this.#world.message(one.channel, this.#world.bot, shown);
    one.alone.push(message);
    return message;
  }
}
