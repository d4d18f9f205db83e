import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import type WebSocket from "ws";
import * as library from "ws";
import type { Message, World } from "./world.ts";

/**
 * Version 10 of the gateway: hello, identify, heartbeat, resume with replay, reconnect, invalid session.
 * https://docs.discord.com/developers/events/gateway
 */

// The types that are installed are older than the library.
const { WebSocketServer } = library as unknown as {
  WebSocketServer: new (options: { noServer: true }) => WebSocket.Server;
};

type Session = {
  readonly id: string;
  readonly intents: number;
  seq: number;
  readonly sent: { t: string; d: unknown; s: number }[];
  socket: WebSocket | undefined;
};
type Payload = { op: number; d: unknown };

const GUILDS = 1 << 0;
const GUILD_MESSAGES = 1 << 9;
const DIRECT_MESSAGES = 1 << 12;
const MESSAGE_CONTENT = 1 << 15;

export class FakeGateway {
  /** What clients asked for, in order. */
  readonly journal: string[] = [];
  /** Codes with which clients closed. */
  readonly closes: number[] = [];
  identifies = 0;
  resumes = 0;
  heartbeatMs = 41_250;
  acksHeartbeats = true;
  /** Whether the application has the privileged intent. */
  mayReadContent = true;
  startsLeft = 1000;
  /** So many connections are cut before they begin, or refused by the proxy before the gateway. */
  refuses = 0;
  refusal: "reset" | "502" = "reset";
  readonly #sessions = new Map<string, Session>();
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #world: World;
  readonly #token: () => string;
  #url = "";

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

  /** Tells everybody who listens; who is away gets it when the session is resumed. */
  dispatch(t: string, d: object, needs: number = GUILDS): void {
    for (const session of this.#sessions.values()) if (session.intents & needs) this.#send(session, t, d);
  }

  /** https://docs.discord.com/developers/events/gateway#message-content-intent */
  message(t: "MESSAGE_CREATE" | "MESSAGE_UPDATE", message: Message, member?: object): void {
    const isDirect = message.guild_id === undefined;
    const needs = isDirect ? DIRECT_MESSAGES : GUILD_MESSAGES;
    const { bot } = this.#world;
    const isFree =
      isDirect || message.author.id === bot.id || message.mentions.some(({ id }) => id === bot.id);
    const type = this.#world.channels.get(message.channel_id)?.type;
    for (const session of this.#sessions.values()) {
      if (!(session.intents & needs)) continue;
      const reads = isFree || (session.intents & MESSAGE_CONTENT) !== 0;
      const hidden = reads ? {} : { content: "", embeds: [], attachments: [], components: [] };
      this.#send(session, t, { ...message, ...hidden, channel_type: type, ...(member && { member }) });
    }
  }

  deleted(channel: string, id: string, guild: string | undefined): void {
    const needs = guild === undefined ? DIRECT_MESSAGES : GUILD_MESSAGES;
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

  #send(session: Session, t: string, d: unknown): void {
    const payload = { t, d: JSON.parse(JSON.stringify(d)), s: ++session.seq };
    session.sent.push(payload);
    session.socket?.send(JSON.stringify({ op: 0, ...payload }));
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
        session = this.#identify(socket, d as { token: string; intents: number });
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

  #identify(socket: WebSocket, { token, intents }: { token: string; intents: number }): Session | undefined {
    this.identifies += 1;
    this.startsLeft -= 1;
    this.journal.push("identify");
    if (token !== this.#token()) {
      socket.close(4004);
      return undefined;
    }
    if (intents & MESSAGE_CONTENT && !this.mayReadContent) {
      socket.close(4014);
      return undefined;
    }
    const session: Session = { id: randomUUID(), intents, seq: 0, sent: [], socket };
    this.#sessions.set(session.id, session);
    const { bot, application, guild } = this.#world;
    this.#send(session, "READY", {
      v: 10,
      user: bot,
      guilds: [{ id: guild, unavailable: true }],
      session_id: session.id,
      resume_gateway_url: `${this.#url}/resume`,
      application: { id: application, flags: 0 },
    });
    const inside = [...this.#world.channels.values()].filter(({ guild_id: id }) => id === guild);
    const isThread = ({ type }: { type: number }) => type === 11;
    this.#send(session, "GUILD_CREATE", {
      id: guild,
      name: "Course",
      channels: inside.filter((one) => !isThread(one)).map(({ guild_id: _, ...one }) => one),
      threads: inside.filter((one) => isThread(one) && !one.thread_metadata?.archived),
      members: [],
      roles: [],
      emojis: [],
    });
    return session;
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
