import { type FakeGateway, INTENT } from "./gateway.ts";
import type { Interactions } from "./interactions.ts";
import { lacking, needed } from "./permissions.ts";
import type { Request } from "./request.ts";
import { type Body, commandRules, pings, type Refusal, refuse } from "./rules.ts";
import type { Channel, Message, World } from "./world.ts";

export type Answer = { status: number; body?: unknown; headers?: Record<string, string> };
type Parts = { readonly world: World; readonly gateway: FakeGateway; readonly interactions: Interactions };

const ok = (body: unknown): Answer => ({ status: 200, body });
const nothing: Answer = { status: 204 };
export const refused = ({ status, code, message }: Refusal): Answer => ({ status, body: { code, message } });
const unknownChannel: Refusal = { status: 404, code: 10003, message: "Unknown Channel" };
const unknownMessage: Refusal = { status: 404, code: 10008, message: "Unknown Message" };
const unknownGuild: Refusal = { status: 404, code: 10004, message: "Unknown Guild" };
const archived: Refusal = {
  status: 400,
  code: 50083,
  message: "Tried to perform an operation on an archived thread",
};

/** https://docs.discord.com/developers/resources/message#create-message: "the past few minutes" */
const NONCE_MS = 5 * 60_000;

/** What each path of the API does. */
export class Routes {
  /** Channels that the bot may not use, with what it is told. */
  readonly closed = new Map<string, Refusal>();
  /** The bits of the permissions without which something would have been refused. */
  readonly used = new Set<number>();
  commands: object[] = [];
  readonly #nonces = new Map<string, { channel: string; id: string; time: number }>();
  readonly #parts: Parts;
  readonly #url: () => string;

  /** `url` is where the gateway is. */
  constructor(parts: Parts, url: () => string) {
    this.#parts = parts;
    this.#url = url;
  }

  /** Lets time pass for the nonces. */
  forgetNonces(): void {
    this.#nonces.clear();
  }

  take(request: Request): Answer {
    const [, kind = "", first = "", second = ""] = request.path.split("/");
    switch (kind) {
      case "gateway":
        return this.#gateway();
      case "users":
        return this.#users(request);
      case "applications":
        return this.#application(request);
      case "guilds":
        return this.#guild(request);
      case "interactions": {
        const { interactions } = this.#parts;
        const answer = interactions.answer(first, second, request.body as unknown as { type: number });
        if ("status" in answer) return refused(answer as Refusal);
        return request.query.get("with_response") === "true" ? ok(answer) : nothing;
      }
      case "webhooks":
        return this.#webhook(second, request);
      case "channels":
        return this.#channel(request);
      default:
        return { status: 404, body: { message: "404: Not Found", code: 0 } };
    }
  }

  #gateway(): Answer {
    const { startsLeft: remaining, advises: shards } = this.#parts.gateway;
    const starts = { total: 1000, remaining, reset_after: 86_400_000, max_concurrency: 1 };
    return ok({ url: this.#url(), shards, session_start_limit: starts });
  }

  #users({ method, path, body }: Request): Answer {
    const { world } = this.#parts;
    const [, , who = "", what] = path.split("/");
    if (who !== "@me") {
      const user = world.users.get(who);
      return user ? ok(user) : refused({ status: 404, code: 10013, message: "Unknown User" });
    }
    if (what === "guilds") return ok(world.guilds.map((id) => ({ id, name: "Course" })));
    if (what !== "channels" || method !== "POST") return ok(world.bot);
    const user = world.users.get(String((body as Record<string, unknown>)["recipient_id"]));
    return user
      ? ok(world.direct(user))
      : refused({ status: 400, code: 50033, message: "Invalid Recipient(s)" });
  }

  /** https://docs.discord.com/developers/resources/application#application-object-application-flags */
  #application({ method, path, body }: Request): Answer {
    const { world, gateway } = this.#parts;
    if (path === "/applications/@me") {
      const flags = (gateway.mayReadContent ? 1 << 19 : 0) | (gateway.mayHearMembers ? 1 << 15 : 0);
      return ok({ id: world.application, name: "Deskmate", flags, bot: world.bot });
    }
    if (method === "PUT") {
      const commands = body as unknown as object[];
      const refusal = commandRules(commands);
      if (refusal) return refused(refusal);
      this.commands = commands;
    }
    return ok(this.commands);
  }

  #guild({ path }: Request): Answer {
    const { world } = this.#parts;
    const [, , guild = "", what, who = ""] = path.split("/");
    const members = world.membersOf(guild);
    if (!members) return refused(unknownGuild);
    if (what === "roles") return ok(world.roles);
    if (what !== "members") return ok({ id: guild, name: "Course" });
    const member = members.get(who);
    const user = world.users.get(who);
    return member
      ? ok({ ...member, user })
      : refused({ status: 404, code: 10007, message: "Unknown Member" });
  }

  #channel(request: Request): Answer {
    const { world, gateway } = this.#parts;
    const [, , first = "", second = "", third = "", fourth = "", fifth = ""] = request.path.split("/");
    const channel = world.channels.get(first);
    if (!channel) return refused(unknownChannel);
    const bits = needed(request, channel);
    const closed = this.closed.get(first) ?? lacking(world, channel, bits);
    if (closed) return refused(closed);
    for (const bit of bits) this.used.add(bit);
    if (second === "") return request.method === "PATCH" ? this.#change(channel, request.body) : ok(channel);
    if (second === "typing") return nothing;
    if (third === "")
      return request.method === "POST"
        ? this.#create(channel, request)
        : ok(this.#history(first, request.query));
    const message = world.find(first, third);
    if (!message) return refused(unknownMessage);
    if (fourth === "threads") return this.#thread(message, request.body);
    if (request.method !== "GET" && channel.thread_metadata?.archived) return refused(archived);
    if (fourth === "reactions") return this.#react(message, request.method, decodeURIComponent(fifth));
    if (request.method === "PATCH") return this.#edit(message, request);
    if (request.method !== "DELETE") return ok(message);
    world.drop(first, third);
    gateway.deleted(first, third, channel.guild_id);
    return nothing;
  }

  #create(channel: Channel, { body, files }: Request): Answer {
    const { world, gateway } = this.#parts;
    const refusal = refuse(body, files, true);
    if (refusal) return refused(refusal);
    if (channel.thread_metadata?.locked)
      return refused({ status: 403, code: 160005, message: "Thread is locked" });
    const known = body.enforce_nonce && body.nonce !== undefined ? this.#nonces.get(body.nonce) : undefined;
    if (known && Date.now() - known.time < NONCE_MS) {
      const message = world.find(known.channel, known.id);
      return message ? ok(message) : refused(unknownMessage);
    }
    const message = world.post(channel, world.bot, {
      ...fields(body),
      ...attached(files),
      pinged: pings(body),
    });
    if (body.nonce !== undefined)
      this.#nonces.set(body.nonce, { channel: channel.id, id: message.id, time: Date.now() });
    gateway.message("MESSAGE_CREATE", { ...message, ...(body.nonce !== undefined && { nonce: body.nonce }) });
    return ok({ ...message, nonce: body.nonce });
  }

  #edit(message: Message, { body, files }: Request): Answer {
    const refusal = refuse(body, files, false);
    if (refusal) return refused(refusal);
    if (message.author.id !== this.#parts.world.bot.id)
      return refused({ status: 403, code: 50005, message: "Cannot edit a message authored by another user" });
    Object.assign(message, fields(body), { edited_timestamp: new Date().toISOString() });
    if (files.length > 0) Object.assign(message, attached(files));
    message.pinged.push(...pings(body));
    this.#parts.gateway.message("MESSAGE_UPDATE", message);
    return ok(message);
  }

  #thread(message: Message, { name }: Record<string, unknown>): Answer {
    const { world, gateway } = this.#parts;
    // https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes
    if (world.channels.has(message.id))
      return refused({
        status: 400,
        code: 160004,
        message: "A thread has already been created for this message",
      });
    if (typeof name !== "string" || name.length < 1 || name.length > 100)
      return refused({ status: 400, code: 50035, message: "Invalid Form Body: name" });
    const thread = world.thread(message, name, world.bot.id);
    gateway.dispatch("THREAD_CREATE", { ...thread, newly_created: true });
    return { status: 201, body: thread };
  }

  #change(channel: Channel, { archived: fold }: Record<string, unknown>): Answer {
    if (!channel.thread_metadata) return refused({ status: 400, code: 50035, message: "Invalid Form Body" });
    if (channel.thread_metadata.locked)
      return refused({ status: 403, code: 50013, message: "Missing Permissions" });
    channel.thread_metadata.archived = fold === true;
    return ok(channel);
  }

  /** The hundred after an id, the newest first; nonces are not among what is kept. */
  #history(channel: string, query: URLSearchParams): readonly object[] {
    const after = BigInt(query.get("after") ?? "0");
    const limit = Math.min(Number(query.get("limit") ?? 50), 100);
    const later = this.#parts.world.standing(channel).filter(({ id }) => BigInt(id) > after);
    return later.slice(0, limit).toReversed();
  }

  /** The bot hears its own reactions too. */
  #react(message: Message, method: string, sign: string): Answer {
    const { world, gateway } = this.#parts;
    if (!/\p{Emoji}/u.test(sign)) return refused({ status: 400, code: 10014, message: "Unknown Emoji" });
    message.reactions = message.reactions.filter((other) => other !== sign);
    if (method === "PUT") message.reactions.push(sign);
    const guild = message.guild_id;
    gateway.dispatch(
      method === "PUT" ? "MESSAGE_REACTION_ADD" : "MESSAGE_REACTION_REMOVE",
      {
        user_id: world.bot.id,
        channel_id: message.channel_id,
        message_id: message.id,
        emoji: { id: null, name: sign },
        ...(guild && { guild_id: guild }),
      },
      guild === undefined ? INTENT.directReactions : INTENT.reactions,
    );
    return nothing;
  }

  #webhook(token: string, { method, path, body }: Request): Answer {
    const { interactions } = this.#parts;
    const refusal = method === "GET" ? undefined : refuse(body, [], method === "POST");
    if (refusal) return refused(refusal);
    if (!path.endsWith("/messages/@original")) {
      const said = interactions.followUp(token, body);
      return "author" in said ? ok(said) : refused(said);
    }
    const original = interactions.original(token);
    if (!("author" in original)) return refused(original);
    if (method === "PATCH") {
      Object.assign(original, fields(body));
      original.pinged.push(...pings(body));
    }
    return ok(original);
  }
}

function fields({ content, embeds, components, flags }: Body): Partial<Message> {
  return {
    ...(content !== undefined && { content }),
    ...(embeds && { embeds }),
    ...(components && { components: components as Message["components"] }),
    ...(flags !== undefined && { flags }),
  };
}

function attached(files: readonly File[]): Partial<Message> {
  const attachments = files.map(({ name, size, type }, id) => ({
    id: String(id),
    filename: name,
    size,
    type,
  }));
  return { attachments };
}
