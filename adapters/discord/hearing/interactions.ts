import { setTimeout as sleep } from "node:timers/promises";
import type { Form } from "#ports/controls.ts";
import type { Log } from "#ports/platform.ts";
import { modal } from "../controls/form.ts";
import { codeOf } from "../faults.ts";
import type { Tokens } from "../known/tokens.ts";
import type { Api } from "../speaking/api.ts";
import { nonceOf } from "../speaking/nonce.ts";
import type { Command, Interaction, Press, Submission } from "../wire.ts";
import { words } from "../words.ts";
import { echo } from "./echo.ts";

/** Discord waits three seconds for a sign; this leaves one for the way there. */
const SIGN_AFTER_MS = 1500;
/** Who asked for something of their own and has no answer by then is told that it was passed on. */
const ALONE_MS = 10_000;
const UNKNOWN_INTERACTION = 10062;
/** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback-type */
const DEFERRED_MESSAGE = 5;
const DEFERRED_UPDATE = 6;
const MODAL = 9;
const EPHEMERAL = 1 << 6;
const SUPPRESS_EMBEDS = 1 << 2;

type Parts = {
  readonly api: Api;
  readonly tokens: Tokens;
  readonly self: () => string;
  readonly log: Log;
  readonly signal: AbortSignal;
};

/** What hearing a click takes: the form to fill in before it counts, and storing it. */
type Click = { form(): Promise<Form | undefined>; store(): Promise<void> };

export type Interactions = ReturnType<typeof createInteractions>;

/** Gives Discord its sign for clicks, forms and commands: one for each, in time, and after storing if that is in time. */
export function createInteractions({ api, tokens, self, log, signal }: Parts) {
  const callback = (raw: Interaction) => `/interactions/${raw.id}/${raw.token}/callback` as const;
  const original = (raw: Interaction) =>
    `/webhooks/${raw.application_id}/${raw.token}/messages/@original` as const;
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);

  /** One sign; `false` when Discord did not take it, or it is not known to have. */
  async function sign(raw: Interaction, body: object): Promise<boolean> {
    try {
      await api.call("POST", callback(raw), { body, isAnswer: true });
      return true;
    } catch (error) {
      // What was asked for counts all the same; its author saw that it took too long.
      log.warn("interaction not acknowledged", { interaction: raw.id, code: codeOf(error) });
      return false;
    }
  }

  async function deferred(raw: Command): Promise<string | undefined> {
    try {
      const answer = await api.call<{ interaction?: { response_message_id?: string } }>(
        "POST",
        callback(raw),
        { body: { type: DEFERRED_MESSAGE }, query: { with_response: "true" }, isAnswer: true },
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

  const shown = (content: string) => ({ content, allowed_mentions: { parse: [] }, flags: SUPPRESS_EMBEDS });

  async function show(raw: Command, content: string): Promise<void> {
    await api.call("PATCH", original(raw), { body: shown(content), isAnswer: true }).catch((error) => {
      log.warn("command not shown", { interaction: raw.id, code: codeOf(error) });
    });
  }

  return {
    /**
     * A click on a button with a form opens it, and counts when it comes back filled in. Every other one resolves
     * when it is stored. The sign goes out when it is, or shortly before the time is over.
     */
    async press(raw: Press | Submission, { form, store }: Click): Promise<void> {
      const early = pause(SIGN_AFTER_MS);
      const asked = await Promise.race([form().catch(() => undefined), early]);
      signal.throwIfAborted();
      const opened = asked && modal(asked, raw.data.custom_id);
      if (opened) {
        await sign(raw, { type: MODAL, data: opened });
        return;
      }
      tokens.note(raw, false);
      const stored = store();
      await Promise.race([stored.catch(() => undefined), early]);
      signal.throwIfAborted();
      await sign(raw, { type: DEFERRED_UPDATE });
      await stored;
    },

    /** A command whose answer is for its author only. */
    async alone(raw: Command, hear: () => Promise<boolean>): Promise<void> {
      const body = { type: DEFERRED_MESSAGE, data: { flags: EPHEMERAL } };
      const token = (await sign(raw, body)) ? tokens.note(raw, true) : undefined;
      const isHeard = await hear();
      if (token === undefined) return;
      const say = async () => {
        if (isHeard) await pause(ALONE_MS);
        if (!token.isOpen || signal.aborted) return;
        token.isOpen = false;
        const { passedOn, notHere } = words(raw.locale);
        await show(raw, isHeard ? passedOn : notHere);
      };
      // The command is stored: what Discord shows of it holds nothing up.
      void say();
    },

    /**
     * The message that stands for a command, from which its thread can be made. When Discord no longer waits for
     * a sign, the bot shows the command in a message of its own.
     */
    async open(raw: Command): Promise<{ readonly message: string; show(isHeard: boolean): Promise<void> }> {
      const response = await deferred(raw);
      if (response !== undefined) {
        tokens.note(raw, false);
        const { notHere } = words(raw.locale);
        return {
          message: response,
          show: (isHeard) => show(raw, isHeard ? echo(raw, self()) : notHere),
        };
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
