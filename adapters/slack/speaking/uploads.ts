import { z } from "zod";
import { type Host, PlatformError, type StoredFile } from "#ports/platform.ts";
import type { Place } from "../address.ts";
import type { Calls } from "../calls/calls.ts";
import { safeName } from "../text/file-name.ts";

const UPLOAD_MS = 60_000;

const ticket = z.object({ upload_url: z.string(), file_id: z.string() });
const shares = z.object({
  file: z.object({ shares: z.record(z.string(), z.record(z.string(), z.unknown())).nullish() }),
});

/** The files that stand at Slack under a key, as far as the host remembers. */
const uploaded = z.record(z.string(), z.string());

export type Uploads = {
  /**
   * Shows the files in the channel or thread, once however often it is repeated under the same key; answers
   * with the names of those that could not be shown.
   */
  show(files: readonly StoredFile[], at: Place, key: string): Promise<readonly string[]>;
  /** Ties files to the message that they came with, so that they go when it goes. */
  tie(at: Place, ts: string, key: string): Promise<void>;
  remove(at: Place, ts: string): Promise<void>;
};

/** Slack shows a file by three calls: an address to upload to, the bytes, and the end of it. */
export function createUploads(calls: Calls, host: Host, filesOrigin: string): Uploads {
  const ids = async (name: string) => uploaded.parse(JSON.parse((await host.kept(name)) ?? "{}"));
  return {
    async show(files, at, key) {
      const known: Record<string, string> = { ...(await ids(`files:${key}`)) };
      const isRepeated = Object.keys(known).length > 0;
      const unshown: string[] = [];
      for (const file of files) {
        if (known[file.id] !== undefined) continue;
        const stored = await host.file(file.id);
        // Slack takes no empty file.
        if (stored === undefined || stored.bytes.length === 0) unshown.push(file.name);
        else known[file.id] = await upload(calls, stored, filesOrigin);
      }
      const fresh = Object.values(known);
      if (fresh.length === 0) return unshown;
      // Known before they are shown: whoever repeats this can see whether they are.
      await host.keep(`files:${key}`, JSON.stringify(known));
      if (isRepeated && (await isShown(calls, fresh, at))) return unshown;
      const titles = new Map(files.map(({ id, name }) => [id, safeName(name)]));
      await calls(
        "files.completeUploadExternal",
        {
          files: Object.entries(known).map(([id, slack]) => ({ id: slack, title: titles.get(id) })),
          channel_id: at.channel,
          ...(at.thread !== undefined && { thread_ts: at.thread }),
        },
        z.object({}),
      );
      return unshown;
    },
    async tie({ team, channel }, ts, key) {
      const known = Object.values(await ids(`files:${key}`));
      if (known.length > 0) await host.keep(`with:${team}:${channel}:${ts}`, JSON.stringify(known));
    },
    async remove({ team, channel }, ts) {
      const tied = z
        .array(z.string())
        .parse(JSON.parse((await host.kept(`with:${team}:${channel}:${ts}`)) ?? "[]"));
      for (const file of tied) await gone(calls("files.delete", { file }, z.object({})));
    },
  };
}

async function upload(
  calls: Calls,
  { file, bytes }: { file: StoredFile; bytes: Uint8Array },
  origin: string,
): Promise<string> {
  const args = { filename: safeName(file.name), length: bytes.length };
  const { upload_url, file_id } = await calls("files.getUploadURLExternal", args, ticket);
  if (!URL.canParse(upload_url) || new URL(upload_url).origin !== origin)
    throw new PlatformError("invalid", { cause: "upload to another host" });
  let status: number;
  try {
    const body = new Uint8Array(bytes);
    const response = await fetch(upload_url, {
      method: "POST",
      body,
      redirect: "error",
      signal: AbortSignal.timeout(UPLOAD_MS),
    });
    await response.body?.cancel();
    status = response.status;
  } catch {
    // Bytes alone show nothing: to be tried again.
    throw new PlatformError("unavailable", { cause: "upload failed" });
  }
  if (status === 200) return file_id;
  throw new PlatformError(status >= 500 || status === 429 ? "unavailable" : "invalid", {
    cause: `upload ${status}`,
  });
}

async function isShown(calls: Calls, ids: readonly string[], { channel }: Place): Promise<boolean> {
  const [first] = ids;
  if (first === undefined) return true;
  const { file } = await calls("files.info", { file: first }, shares);
  return Object.values(file.shares ?? {}).some((channels) => channel in channels);
}

/** What is gone already is as good as removed. */
export async function gone(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof PlatformError && error.fault === "gone")) throw error;
  }
}
