import { setTimeout as sleep } from "node:timers/promises";
import { DefaultRestOptions, REST } from "@discordjs/rest";
import { type Log, PlatformError } from "#ports/platform.ts";
import type { DiscordConfig } from "../config.ts";
import { faults } from "../faults.ts";
import { Gate } from "./gate.ts";

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
export type Upload = { readonly name: string; readonly data: Uint8Array; readonly contentType?: string };
export type Call = {
  readonly body?: unknown;
  readonly files?: readonly Upload[];
  readonly query?: Readonly<Record<string, string>>;
  /** Without the bot's token: for answers to interactions, which carry their own. */
  readonly isAnswer?: boolean;
};

/** Longer than Discord ever takes on purpose, shorter than the core waits. */
const TIMEOUT_MS = 15_000;

/** Discord's HTTP API. Every call is one request, whatever comes of it; it throws PlatformError only. */
export class Api {
  /** For the gateway, which asks where to connect. */
  readonly rest: REST;
  readonly #gate: Gate;
  readonly #base: string;

  constructor({ token, apiUrl }: DiscordConfig, now: () => number, log: Log) {
    this.#gate = new Gate(now);
    this.#base = `${apiUrl}/v10`;
    this.rest = new REST({
      api: apiUrl,
      // The outbox is the only one that tries again.
      retries: 0,
      timeout: TIMEOUT_MS,
      rejectOnRateLimit: () => true,
      makeRequest: async (url, init) => {
        const method = init.method ?? "GET";
        this.#gate.pass(method, url);
        const response = await DefaultRestOptions.makeRequest(url, init);
        const wasRevoked = this.#gate.isRevoked;
        this.#gate.note(method, url, response);
        if (this.#gate.isRevoked && !wasRevoked)
          log.error(
            "Discord refused the token: make a new one on the application's Bot page, set DISCORD_TOKEN",
          );
        return response;
      },
    }).setToken(token);
  }

  /** Whether Discord refused the token: nothing but another token mends that. */
  get isRevoked(): boolean {
    return this.#gate.isRevoked;
  }

  async call<T>(method: Method, route: `/${string}`, call: Call = {}): Promise<T> {
    try {
      // Asked here too, since discord.js counts what is only held back.
      this.#gate.pass(method, `${this.#base}${route}`);
      const { body, files, query } = call;
      const answer = await this.rest.request({
        method,
        fullRoute: route,
        ...(body !== undefined && { body }),
        ...(files?.length && { files: files.map((file) => ({ ...file, data: Buffer.from(file.data) })) }),
        ...(query && { query: new URLSearchParams(query) }),
        ...(call.isAnswer && { auth: false }),
      } as Parameters<REST["request"]>[0]);
      return answer as T;
    } catch (error) {
      throw faults(error);
    }
  }

  /** Asks until Discord answers: for what may be repeated. Throws what waiting does not mend, and when `signal` ends it. */
  async insist<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    for (let wait = 500; ; wait = Math.min(wait * 2, 30_000)) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        if (error.fault === "gone" || error.fault === "denied" || error.fault === "invalid") throw error;
        await sleep(error.retryAfterMs ?? wait, undefined, { signal, ref: false });
      }
    }
  }
}
