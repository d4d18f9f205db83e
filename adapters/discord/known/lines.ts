import { LRUCache } from "lru-cache";
import { PlatformError } from "#ports/platform.ts";
import type { Api } from "../speaking/api.ts";
import type { Message } from "../wire.ts";

/** What people may still react to, for most servers. */
const MOST = 5000;

/** What was written lately, to know what somebody reacts to; older lines are asked for. */
export class Lines {
  readonly #api: Api;
  readonly #known = new LRUCache<string, Message | "gone">({ max: MOST });

  constructor(api: Api) {
    this.#api = api;
  }

  note(message: Message): void {
    this.#known.set(message.id, message);
  }

  forget(id: string): void {
    this.#known.delete(id);
  }

  /** `undefined` for a message that is gone, or closed to the bot. */
  async get(channel: string, id: string): Promise<Message | undefined> {
    const known = this.#known.get(id) ?? (await this.#fetch(channel, id));
    return known === "gone" ? undefined : known;
  }

  async #fetch(channel: string, id: string): Promise<Message | "gone"> {
    const found = await this.#api
      .call<Message>("GET", `/channels/${channel}/messages/${id}`)
      .catch((error): "gone" => {
        if (error instanceof PlatformError && (error.fault === "gone" || error.fault === "denied"))
          return "gone";
        throw error;
      });
    this.#known.set(id, found);
    return found;
  }
}
