import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { acceptSocket, type ServerSocket } from "./websocket.ts";

type Envelope = {
  readonly id: string;
  readonly type: string;
  readonly payload: unknown;
  tries: number;
  readonly answered: (payload: unknown) => void;
};

/**
 * Slack's end of Socket Mode: hello, envelopes, refresh, and envelopes that were not acknowledged sent again.
 * https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export class SocketMode {
  readonly #sockets = new Set<ServerSocket>();
  readonly #waiting = new Map<string, Envelope>();
  /** How often each envelope was acknowledged. */
  readonly acks = new Map<string, number>();
  readonly #againMs: number;
  /** Connections that were opened. */
  opened = 0;
  /** New connections are refused in this way while it is above nought. */
  refuse = 0;
  #next = 1;

  constructor(againMs: number) {
    this.#againMs = againMs;
  }

  connect(request: IncomingMessage, raw: Duplex): void {
    this.opened += 1;
    const socket = acceptSocket(request, raw, {
      message: (text) => this.#ack(text),
      closed: () => this.#sockets.delete(socket),
    });
    // https://docs.slack.dev/apis/events-api/using-socket-mode#connect: at most ten connections.
    if (this.refuse > 0) {
      this.refuse -= 1;
      socket.send(JSON.stringify({ type: "disconnect", reason: "too_many_websockets" }));
      return;
    }
    this.#sockets.add(socket);
    socket.send(JSON.stringify({ type: "hello", num_connections: this.#sockets.size }));
    for (const envelope of this.#waiting.values()) this.#send(envelope, "connection_failed");
  }

  get isConnected(): boolean {
    return this.#sockets.size > 0;
  }

  get unacknowledged(): number {
    return this.#waiting.size;
  }

  /** Sends until it is acknowledged; resolves to what the bot answered. */
  deliver(type: string, payload: unknown): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const envelope: Envelope = { id: `env-${this.#next++}`, type, payload, tries: 0, answered: resolve };
    this.#waiting.set(envelope.id, envelope);
    this.#send(envelope);
    return promise;
  }

  /** The server is about to go: no more on this connection, the client is to open another. */
  refresh(reason: "warning" | "refresh_requested"): void {
    for (const socket of this.#sockets) socket.send(JSON.stringify({ type: "disconnect", reason }));
    this.#sockets.clear();
  }

  /** Ends all connections as a broken network does. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.#waiting.clear();
    this.cut();
  }

  #send(envelope: Envelope, reason?: string): void {
    const socket = [...this.#sockets].at(-1);
    if (!socket || !this.#waiting.has(envelope.id)) return;
    const retry =
      envelope.tries > 0 ? { retry_attempt: envelope.tries, retry_reason: reason ?? "timeout" } : {};
    envelope.tries += 1;
    const { id, type, payload } = envelope;
    socket.send(
      JSON.stringify({
        envelope_id: id,
        type,
        payload,
        accepts_response_payload: type !== "events_api",
        ...retry,
      }),
    );
    setTimeout(() => this.#send(envelope), this.#againMs).unref();
  }

  #ack(text: string): void {
    const { envelope_id, payload } = JSON.parse(text) as { envelope_id: string; payload?: unknown };
    this.acks.set(envelope_id, (this.acks.get(envelope_id) ?? 0) + 1);
    const envelope = this.#waiting.get(envelope_id);
    this.#waiting.delete(envelope_id);
    envelope?.answered(payload);
  }
}
