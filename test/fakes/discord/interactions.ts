import { randomBytes } from "node:crypto";
import type { Refusal } from "./rules.ts";
import type { Channel, Message, User, World } from "./world.ts";

/** https://docs.discord.com/developers/interactions/receiving-and-responding */

export type Interaction = {
  readonly id: string;
  readonly token: string;
  readonly type: 2 | 3;
  readonly channel: Channel;
  readonly made: number;
  acknowledged: number | undefined;
  ackedAfterMs: number | undefined;
  original: Message | undefined;
};

const unknown: Refusal = { status: 404, code: 10062, message: "Unknown interaction" };

export class Interactions {
  readonly all: Interaction[] = [];
  /** How long the first sign may take, and how long the token lives. */
  signMs = 3000;
  tokenMs = 15 * 60_000;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  make(type: 2 | 3, channel: Channel): Interaction {
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
    };
    this.all.push(interaction);
    return interaction;
  }

  payload(interaction: Interaction, user: User, data: object, message?: Message): object {
    const { id, token, type, channel } = interaction;
    const member = this.#world.members.get(user.id);
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

  answer(id: string, token: string, body: { type: number; data?: { content?: string } }): Refusal | object {
    const one = this.all.find((other) => other.id === id && other.token === token);
    if (!one) return unknown;
    if (one.acknowledged !== undefined)
      return { status: 400, code: 40060, message: "Interaction has already been acknowledged." };
    const tookMs = Date.now() - one.made;
    if (tookMs > this.signMs) return unknown;
    if (body.type === 6 && one.type !== 3) return { status: 400, code: 50035, message: "Invalid Form Body" };
    one.acknowledged = body.type;
    one.ackedAfterMs = tookMs;
    if (body.type === 4 || body.type === 5) {
      one.original = this.#world.post(one.channel, this.#world.bot, {
        type: 20,
        content: body.data?.content ?? "",
        interaction_metadata: { id },
      });
    }
    return {
      interaction: { id, type: one.type, ...(one.original && { response_message_id: one.original.id }) },
    };
  }

  original(token: string): Message | Refusal {
    const one = this.all.find((other) => other.token === token);
    if (!one || Date.now() - one.made > this.tokenMs)
      return { status: 401, code: 50027, message: "Invalid Webhook Token" };
    return one.original ?? { status: 404, code: 10008, message: "Unknown Message" };
  }
}
