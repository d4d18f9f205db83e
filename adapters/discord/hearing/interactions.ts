import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "#ports/platform.ts";
import { codeOf } from "../faults.ts";
import { defuse, plainName } from "../markup/escape.ts";
import { typed } from "../markup/typed.ts";
import { askedBy } from "../parse.ts";
import type { Api } from "../speaking/api.ts";
import { nonceOf } from "../speaking/nonce.ts";
import type { Command, Press } from "../wire.ts";
import { words } from "../words.ts";

/** Discord waits three seconds for a sign; this leaves one for the way there. */
const SIGN_AFTER_MS = 1500;
const UNKNOWN_INTERACTION = 10062;
const DEFERRED_MESSAGE = 5;
const DEFERRED_UPDATE = 6;
const SUPPRESS_EMBEDS = 1 << 2;
/** More than this of a question is not repeated over its thread; the whole of it is with the core. */
const LONGEST_ECHO = 1500;

type Parts = {
  readonly api: Api;
  readonly self: () => string;
  readonly log: Log;
  readonly signal: AbortSignal;
};

export type Interactions = ReturnType<typeof createInteractions>;

/** Gives Discord its sign for clicks and commands: one for each, in time, and after storing if that is in time. */
export function createInteractions({ api, self, log, signal }: Parts) {
  const callback = (raw: Press | Command) => `/interactions/${raw.id}/${raw.token}/callback` as const;
  const original = (raw: Command) =>
    `/webhooks/${raw.application_id}/${raw.token}/messages/@original` as const;

  async function deferred(raw: Command): Promise<string | undefined> {
    try {
      const answer = await api.call<{ interaction?: { response_message_id?: string } }>(
        "POST",
        callback(raw),
        {
          body: { type: DEFERRED_MESSAGE },
          query: { with_response: "true" },
          isAnswer: true,
        },
      );
      const id = answer.interaction?.response_message_id;
      return id ?? (await originalOf(raw));
    } catch (error) {
      // Taken already, or taken without our hearing of it: then the answer stands there.
      return codeOf(error) === UNKNOWN_INTERACTION ? undefined : originalOf(raw);
    }
  }

  async function originalOf(raw: Command): Promise<string | undefined> {
    const message = await api
      .call<{ id: string }>("GET", original(raw), { isAnswer: true })
      .catch(() => undefined);
    return message?.id;
  }

  return {
    /** Resolves when the click is stored. The sign goes out when it is, or shortly before the time is over. */
    async press(raw: Press, stored: Promise<void>): Promise<void> {
      const settled = stored.catch(() => undefined);
      const early = sleep(SIGN_AFTER_MS, undefined, { signal, ref: false }).catch(() => undefined);
      await Promise.race([settled, early]);
      signal.throwIfAborted();
      await api
        .call("POST", callback(raw), { body: { type: DEFERRED_UPDATE }, isAnswer: true })
        .catch((error) => {
          // The click counts all the same; its author saw that it took too long.
          log.warn("interaction not acknowledged", { interaction: raw.id, code: codeOf(error) });
        });
      await stored;
    },

    /**
     * The message that stands for a command, from which its thread can be made. When Discord no longer waits for
     * a sign, the bot shows the command in a message of its own.
     */
    async open(raw: Command): Promise<{ readonly message: string; show(isHeard: boolean): Promise<void> }> {
      const shown = (content: string) => ({
        content,
        allowed_mentions: { parse: [] },
        flags: SUPPRESS_EMBEDS,
      });
      const response = await deferred(raw);
      if (response !== undefined) {
        const show = async (isHeard: boolean) => {
          const body = shown(isHeard ? echo(raw, self()) : words(raw.locale).notHere);
          await api.call("PATCH", original(raw), { body, isAnswer: true }).catch((error) => {
            log.warn("command not shown", { interaction: raw.id, code: codeOf(error) });
          });
        };
        return { message: response, show };
      }
      const posted = await api.insist(signal, () =>
        api.call<{ id: string }>("POST", `/channels/${raw.channel_id}/messages`, {
          body: { ...shown(echo(raw, self())), nonce: nonceOf(`interaction:${raw.id}`), enforce_nonce: true },
        }),
      );
      return { message: posted.id, show: async () => undefined };
    },
  };
}

/** Who asked for what, so that the thread beneath makes sense to everybody. */
function echo(raw: Command, self: string): string {
  const { asks, wantsPerson } = words(raw.locale);
  const user = raw.member?.user ?? raw.user;
  const name = `**${plainName(raw.member?.nick || user?.global_name || user?.username || "")}**`;
  const asked = askedBy(raw, self);
  if (asked === undefined) return wantsPerson(name);
  const text = typed(asked.text);
  const shown = text.length > LONGEST_ECHO ? `${text.slice(0, LONGEST_ECHO).replace(/\\+$/, "")}…` : text;
  return `${asks(name)}\n> ${defuse(shown).replaceAll("\n", "\n> ")}`;
}
