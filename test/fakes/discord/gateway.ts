import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type WebSocket from "ws";
import * as library from "ws";
import type { Message, World } from "./world.ts";

/**
 * Version 10 of the gateway: hello, identify, heartbeat, resume with replay, reconnect, invalid session, shards.
 * https://docs.discord.com/developers/events/gateway
 */

// The types that are installed are older than the library.
const { WebSocketServer } = library as unknown as {
  WebSocketServer: new (options: { noServer: true }) => WebSocket.Server;
};

type Shard = readonly [id: number, count: number];
type Session = {
  readonly id: string;
  readonly intents: number;
  readonly shard: Shard;
  seq: number;
  readonly sent: { t: string; d: unknown; s: number }[];
  socket: WebSocket | undefined;
};
type Payload = { op: number; d: unknown };
type Identify = { token: string; intents: number; shard?: Shard };

/** https://docs.discord.com/developers/events/gateway#list-of-intents */
export const INTENT = {
  guilds: 1 << 0,
  members: 1 << 1,
  messages: 1 << 9,
  reactions: 1 << 10,
  typing: 1 << 11,
  directMessages: 1 << 12,
  directReactions: 1 << 13,
  directTyping: 1 << 14,
  content: 1 << 15,
} as const;
/** https://docs.discord.com/developers/events/gateway#rate-limiting */
const IDENTIFY_MS = 5000;

export class FakeGateway {
  /** What clients asked for, in order. */
  readonly journal: string[] = [];
  /** Codes with which clients closed. */
  readonly closes: number[] = [];
  identifies = 0;
  resumes = 0;
  /** New sessions that were asked for too soon after one another. */
  rushed = 0;
  /** The intents without which something would not have been told. */
  used = 0;
  heartbeatMs = 41_250;
  acksHeartbeats = true;
  /** Whether the application has the privileged intents. */
  mayReadContent = true;
  mayHearMembers = true;
  /** How many connections Discord advises. */
  advises = 1;
  startsLeft = 1000;
  /** So many connections are cut before they begin, or refused by the proxy before the gateway. */
  refuses = 0;
  refusal: "reset" | "502" = "reset";
  /** Packets that wait for `release`, so that they come all at once. */
  #held: (() => void)[] | undefined;
  readonly #sessions = new Map<string, Session>();
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #world: World;
  readonly #token: () => string;
  #url = "";
  #identified = 0;

  constructor(world: World, token: () => string) {
    this.#world = world;
    this.#token = token;
    this.#server.on("connection", (socket) => this.#connect(socket));
  }

  attach(http: Server, url: string): void {
    this.#url = url;
    http.on("upgrade", (request, socket, head) => {
      this.journal.push(`connect ${request.url?.split("?")[0]}`);
      if (this.refuses > 0) {
        this.refuses -= 1;
        if (this.refusal === "502") socket.end("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
        else socket.destroy();
        return;
      }
      this.#server.handleUpgrade(request, socket as Socket, head, (ws) =>
        this.#server.emit("connection", ws, request),
      );
    });
  }

  get connected(): number {
    return [...this.#sessions.values()].filter(({ socket }) => socket !== undefined).length;
  }

  /** The shards of the sessions that are alive, in their order. */
  get shards(): readonly number[] {
    return [...this.#sessions.values()].map(({ shard }) => shard[0]).toSorted((a, b) => a - b);
  }

  /** Tells everybody who listens; who is away gets it when the session is resumed. */
  dispatch(t: string, d: object, needs: number = INTENT.guilds): void {
    const guild = "guild_id" in d && typeof d.guild_id === "string" ? d.guild_id : undefined;
    this.#tell(guild, needs, t, () => d);
  }

  /** https://docs.discord.com/developers/events/gateway#message-content-intent */
  message(t: "MESSAGE_CREATE" | "MESSAGE_UPDATE", message: Message, member?: object): void {
    const isDirect = message.guild_id === undefined;
    const needs = isDirect ? INTENT.directMessages : INTENT.messages;
    const { bot } = this.#world;
    const isFree =
      isDirect || message.author.id === bot.id || message.mentions.some(({ id }) => id === bot.id);
    const type = this.#world.channels.get(message.channel_id)?.type;
    this.#tell(message.guild_id, needs, t, ({ intents }) => {
      const reads = isFree || (intents & INTENT.content) !== 0;
      if (!isFree && reads) this.used |= INTENT.content;
      const hidden = reads ? {} : { content: "", embeds: [], attachments: [], components: [] };
      return { ...message, ...hidden, channel_type: type, ...(member && { member }) };
    });
  }

  deleted(channel: string, id: string, guild: string | undefined): void {
    const needs = guild === undefined ? INTENT.directMessages : INTENT.messages;
    this.dispatch("MESSAGE_DELETE", { id, channel_id: channel, ...(guild && { guild_id: guild }) }, needs);
  }

  /** Opcode 7: go away and resume. */
  reconnect(): void {
    for (const { socket } of this.#sessions.values()) socket?.send(JSON.stringify({ op: 7, d: null }));
  }

  /** Opcode 9: the session is over, unless it may be resumed. */
  invalidate(mayResume = false): void {
    for (const session of [...this.#sessions.values()]) {
      session.socket?.send(JSON.stringify({ op: 9, d: mayResume }));
      if (!mayResume) this.#sessions.delete(session.id);
    }
  }

  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const send of held) send();
  }

  /** As after a long outage: nobody can resume. */
  forget(): void {
    for (const session of this.#sessions.values()) session.socket?.terminate();
    this.#sessions.clear();
  }

  drop(code?: number): void {
    for (const session of this.#sessions.values()) {
      if (code === undefined) session.socket?.terminate();
      else session.socket?.close(code);
    }
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  /** https://docs.discord.com/developers/events/gateway#sharding: what is in no server goes to the first shard. */
  #tell(guild: string | undefined, needs: number, t: string, d: (session: Session) => object): void {
    for (const session of this.#sessions.values()) {
      const [id, count] = session.shard;
      if (id !== shardOf(guild, count) || !(session.intents & needs)) continue;
      this.used |= needs;
      this.#send(session, t, d(session));
    }
  }

  #send(session: Session, t: string, d: unknown): void {
    const payload = { t, d: JSON.parse(JSON.stringify(d)), s: ++session.seq };
    session.sent.push(payload);
    const packet = JSON.stringify({ op: 0, ...payload });
    if (this.#held) this.#held.push(() => session.socket?.send(packet));
    else session.socket?.send(packet);
  }

  #connect(socket: WebSocket): void {
    let session: Session | undefined;
    let sends = 0;
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: this.heartbeatMs } }));
    socket.on("message", (data) => {
      const text = String(data);
      sends += 1;
      // https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
      if (text.length > 4096) return socket.close(4002);
      if (sends > 120) return socket.close(4008);
      const { op, d } = JSON.parse(text) as Payload;
      if (op === 1) {
        if (this.acksHeartbeats) socket.send(JSON.stringify({ op: 11 }));
      } else if (op === 2) {
        if (session) return socket.close(4005);
        session = this.#identify(socket, d as Identify);
      } else if (op === 6)
        session = this.#resume(socket, d as { token: string; session_id: string; seq: number });
      else if (!session) socket.close(4003);
      else socket.close(4001);
    });
    socket.on("close", (code) => {
      this.closes.push(code);
      if (session?.socket !== socket) return;
      session.socket = undefined;
      // https://docs.discord.com/developers/events/gateway#initiating-a-disconnect
      if (code === 1000 || code === 1001) this.#sessions.delete(session.id);
    });
  }

  #identify(socket: WebSocket, { token, intents, shard = [0, 1] }: Identify): Session | undefined {
    this.identifies += 1;
    this.startsLeft -= 1;
    this.journal.push("identify");
    if (Date.now() - this.#identified < IDENTIFY_MS - 100) this.rushed += 1;
    this.#identified = Date.now();
    const refusal = this.#refusal(token, intents, shard);
    if (refusal !== undefined) {
      socket.close(refusal);
      return undefined;
    }
    const session: Session = { id: randomUUID(), intents, shard, seq: 0, sent: [], socket };
    this.#sessions.set(session.id, session);
    this.#welcome(session);
    return session;
  }

  #refusal(token: string, intents: number, [id, count]: Shard): number | undefined {
    if (token !== this.#token()) return 4004;
    if (id < 0 || id >= count) return 4010;
    const isDenied =
      (intents & INTENT.content && !this.mayReadContent) ||
      (intents & INTENT.members && !this.mayHearMembers);
    return isDenied ? 4014 : undefined;
  }

  #welcome(session: Session): void {
    const { bot, application, guilds, channels } = this.#world;
    const mine = guilds.filter((guild) => shardOf(guild, session.shard[1]) === session.shard[0]);
    this.#send(session, "READY", {
      v: 10,
      user: bot,
      guilds: mine.map((id) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: `${this.#url}/resume`,
      shard: session.shard,
      application: { id: application, flags: 0 },
    });
    const isThread = ({ type }: { type: number }) => type === 11;
    for (const guild of mine) {
      const inside = [...channels.values()].filter(({ guild_id: id }) => id === guild);
      this.#send(session, "GUILD_CREATE", {
        id: guild,
        name: "Course",
        channels: inside.filter((one) => !isThread(one)).map(({ guild_id: _, ...one }) => one),
        threads: inside.filter((one) => isThread(one) && !one.thread_metadata?.archived),
        members: [],
        roles: [],
        emojis: [],
      });
    }
  }

  #resume(
    socket: WebSocket,
    { token, session_id: id, seq }: { token: string; session_id: string; seq: number },
  ): Session | undefined {
    this.resumes += 1;
    this.journal.push(`resume ${seq}`);
    const session = this.#sessions.get(id);
    if (token !== this.#token()) {
      socket.close(4004);
      return undefined;
    }
    if (!session) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return undefined;
    }
    if (seq > session.seq) {
      socket.close(4007);
      return undefined;
    }
    session.socket = socket;
    for (const payload of session.sent)
      if (payload.s > seq) socket.send(JSON.stringify({ op: 0, ...payload }));
    this.#send(session, "RESUMED", {});
    return session;
  }
}

function shardOf(guild: string | undefined, count: number): number {
  return guild === undefined ? 0 : Number((BigInt(guild) >> 22n) % BigInt(count));
}
