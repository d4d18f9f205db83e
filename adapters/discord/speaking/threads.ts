import { type Host, PlatformError } from "#ports/platform.ts";
import { address, type Place } from "../address.ts";
import { codeOf } from "../faults.ts";
import type { Directory } from "../known/directory.ts";
import type { Showing } from "../known/showing.ts";
import type { RawChannel } from "../wire.ts";
import type { Api } from "./api.ts";

const THREAD_EXISTS = 160004;
const ARCHIVED = 50083;
const LONGEST_NAME = 90;
/** Minutes of silence after which Discord folds a thread away; writing opens it again. */
const FOLD_AFTER = 10_080;

type Parts = {
  readonly api: Api;
  readonly directory: Directory;
  readonly host: Host;
  readonly showing: Showing;
};

export type Threads = ReturnType<typeof createThreads>;

/** Threads are made from messages, so that each has one that can be known beforehand: it has the message's id. */
export function createThreads({ api, directory, host, showing }: Parts) {
  /** Makes the thread of a message, if it does not exist yet. */
  async function open(
    parent: { guild: string; channel: string },
    message: string,
    name: string,
  ): Promise<void> {
    try {
      const raw = await api.call<RawChannel>(
        "POST",
        `/channels/${parent.channel}/messages/${message}/threads`,
        {
          body: { name: nameOf(name), auto_archive_duration: FOLD_AFTER },
        },
      );
      directory.learn(raw, parent.guild);
    } catch (error) {
      if (codeOf(error) !== THREAD_EXISTS) throw error;
      await learn(message, parent.guild);
    }
  }

  /** Whose thread it is decides whether it is heard; the message may be sent without knowing. */
  async function learn(id: string, guild: string): Promise<void> {
    if (directory.isKnown(id)) return;
    const raw = await api.call<RawChannel>("GET", `/channels/${id}`).catch(() => undefined);
    if (raw) directory.learn(raw, guild);
  }

  return {
    open,
    /** Makes sure that the place can be written to; a student's thread is made with the first answer. */
    async ensure(where: Place): Promise<void> {
      if (where.kind !== "thread" || directory.isKnown(where.channel)) return;
      const { guild, parent, channel } = where;
      await showing.wait(channel);
      const [first] = await host.history(address(where), 1);
      try {
        await open({ guild, channel: parent }, channel, first?.message.text ?? "");
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        // The message that began it is gone, or no more threads may be made: this one may still stand.
        if (error.fault === "denied" || error.fault === "gone") await learn(channel, guild);
        if (error.fault !== "gone" && !directory.isKnown(channel)) throw error;
      }
    },
    /** Does something in a thread that may be folded away: most things need it open. */
    async awake<T>(channel: string, work: () => Promise<T>): Promise<T> {
      try {
        return await work();
      } catch (error) {
        if (codeOf(error) !== ARCHIVED) throw error;
        await api.call("PATCH", `/channels/${channel}`, { body: { archived: false } });
        return await work();
      }
    },
  };
}

/** The beginning of the question, to tell threads apart. */
function nameOf(text: string): string {
  const line = text
    .replace(/[`*_~|<>#@\u200B-\u200F\u202A-\u202E\u2066-\u2069]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  if (line === "") return "Deskmate";
  const signs = [...line];
  return signs.length <= LONGEST_NAME ? line : `${signs.slice(0, LONGEST_NAME).join("")}…`;
}
