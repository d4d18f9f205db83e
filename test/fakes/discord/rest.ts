import type { IncomingMessage, ServerResponse } from "node:http";
import type { FakeGateway } from "./gateway.ts";
import type { Interactions } from "./interactions.ts";
import type { Limits } from "./limits.ts";
import { bucketOf, type Request, read } from "./request.ts";
import { type Body, pings, type Refusal, refuse } from "./rules.ts";
import type { Channel, Message, World } from "./world.ts";

/** What the API does out of the ordinary with a request. */
export type Trouble =
  /** Takes it, then says nothing, or cuts the line, or fails. */
  "takes and hangs" | "takes and resets" | "takes and fails" | "fails" | "html 429" | Refusal;

export type Seen = {
  readonly time: number;
  readonly method: string;
  readonly path: string;
  readonly body: Body & Record<string, unknown>;
  status: number;
};

type Script = { readonly method: string; readonly path: RegExp; times: number; readonly trouble: Trouble };
type Parts = {
  readonly world: World;
  readonly gateway: FakeGateway;
  readonly limits: Limits;
  readonly interactions: Interactions;
  readonly token: () => string;
};
type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

const ok = (body: unknown): Answer => ({ status: 200, body });
const nothing: Answer = { status: 204 };
const refused = ({ status, code, message }: Refusal): Answer => ({ status, body: { code, message } });
const unknownChannel: Refusal = { status: 404, code: 10003, message: "Unknown Channel" };
const unknownMessage: Refusal = { status: 404, code: 10008, message: "Unknown Message" };
const archived: Refusal = {
  status: 400,
  code: 50083,
  message: "Tried to perform an operation on an archived thread",
};

/** https://docs.discord.com/developers/resources/message#create-message: "the past few minutes" */
const NONCE_MS = 5 * 60_000;

/** Discord's HTTP API, as far as a bot like ours uses it. */
export class FakeRest {
  readonly seen: Seen[] = [];
  readonly #scripts: Script[] = [];
  readonly #nonces = new Map<string, { channel: string; id: string; time: number }>();
  /** Channels that the bot may not use, with what it is told. */
  readonly closed = new Map<string, Refusal>();
  commands: unknown = [];
  #url = "";
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  serveAt(url: string): void {
    this.#url = url;
  }

  /** The next `times` requests of the kind run into trouble. */
  trouble(method: string, path: RegExp, trouble: Trouble, times = 1): void {
    this.#scripts.push({ method, path, trouble, times });
  }

  requests(method: string, path: RegExp): readonly Seen[] {
    return this.seen.filter((one) => one.method === method && path.test(one.path));
  }

  /** Ends all trouble. */
  calm(): void {
    this.#scripts.length = 0;
  }

  /** Lets time pass for the nonces. */
  forgetNonces(): void {
    this.#nonces.clear();
  }

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(incoming);
    const seen: Seen = {
      time: Date.now(),
      method: request.method,
      path: request.path,
      body: request.body,
      status: 0,
    };
    this.seen.push(seen);
    const script = this.#scripts.find(
      (one) => one.times > 0 && one.method === request.method && one.path.test(request.path),
    );
    if (script) script.times -= 1;
    const trouble = script?.trouble;
    const answer =
      trouble === undefined ? this.#limited(request, incoming) : this.#troubled(trouble, request);
    seen.status = answer.status;
    if (trouble === "takes and hangs") return;
    if (trouble === "takes and resets") {
      response.destroy();
      return;
    }
    const isHtml = trouble === "html 429";
    response.writeHead(answer.status, {
      ...(answer.status !== 204 && { "content-type": isHtml ? "text/html" : "application/json" }),
      ...answer.headers,
    });
    response.end(
      isHtml ? String(answer.body) : answer.body === undefined ? undefined : JSON.stringify(answer.body),
    );
  }

  #troubled(trouble: Trouble, request: Request): Answer {
    if (typeof trouble === "object") return refused(trouble);
    if (trouble === "html 429")
      return { status: 429, headers: { "retry-after": "1" }, body: "<html>error code: 1015</html>" };
    if (trouble !== "fails") this.#route(request);
    return { status: 500, body: { message: "500: Internal Server Error", code: 0 } };
  }

  #limited(request: Request, incoming: IncomingMessage): Answer {
    const isOwn = /^\/(?:interactions|webhooks)\//.test(request.path);
    if (!isOwn && incoming.headers.authorization !== `Bot ${this.#parts.token()}`)
      return { status: 401, body: { message: "401: Unauthorized", code: 0 } };
    const { status, headers, body } = this.#parts.limits.take(bucketOf(request), isOwn);
    if (status) return { status, headers, body };
    const answer = this.#route(request);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }

  #route(request: Request): Answer {
    const { world, gateway, interactions } = this.#parts;
    const [, kind = "", first = "", second = "", third = "", fourth = "", fifth = ""] =
      request.path.split("/");
    const at = `${request.method} ${request.path.replace(/\d{17,20}/g, "*")}`;
    if (at === "GET /gateway/bot") {
      const start = {
        total: 1000,
        remaining: gateway.startsLeft,
        reset_after: 86_400_000,
        max_concurrency: 1,
      };
      return ok({ url: this.#url, shards: 1, session_start_limit: start });
    }
    if (at === "GET /users/@me") return ok(world.bot);
    if (at === "GET /applications/@me")
      return ok({ id: world.application, flags: gateway.mayReadContent ? 1 << 19 : 0, bot: world.bot });
    if (at === "PUT /applications/*/commands") {
      this.commands = request.body;
      return ok(request.body);
    }
    if (kind === "guilds" && second === "members") {
      const member = world.members.get(third);
      const user = world.users.get(third);
      return member
        ? ok({ ...member, user })
        : refused({ status: 404, code: 10007, message: "Unknown Member" });
    }
    if (kind === "interactions") {
      const answer = interactions.answer(first, second, request.body as unknown as { type: number });
      if ("status" in answer) return refused(answer as Refusal);
      return request.query.get("with_response") === "true" ? ok(answer) : nothing;
    }
    if (kind === "webhooks") return this.#original(second, request);
    const channel = world.channels.get(first);
    if (kind !== "channels" || !channel) return refused(unknownChannel);
    const closed = this.closed.get(first);
    if (closed) return refused(closed);
    if (at === "GET /channels/*") return ok(channel);
    if (at === "PATCH /channels/*") return this.#change(channel, request.body);
    if (second === "typing") return nothing;
    if (at === "GET /channels/*/messages") return ok(this.#history(first, request.query));
    if (at === "POST /channels/*/messages") return this.#create(channel, request);
    const message = world.find(first, third);
    if (!message) return refused(unknownMessage);
    if (fourth === "threads") return this.#thread(message, request.body);
    if (request.method !== "GET" && channel.thread_metadata?.archived) return refused(archived);
    if (fourth === "reactions") return react(message, request.method, decodeURIComponent(fifth));
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

  #original(token: string, { method, body }: Request): Answer {
    const original = this.#parts.interactions.original(token);
    if (!("author" in original)) return refused(original);
    if (method === "PATCH") {
      const refusal = refuse(body, [], false);
      if (refusal) return refused(refusal);
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

function react(message: Message, method: string, sign: string): Answer {
  message.reactions = message.reactions.filter((other) => other !== sign);
  if (method === "PUT") message.reactions.push(sign);
  return nothing;
}
