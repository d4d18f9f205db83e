import { z } from "zod";
import { type Host, PlatformError, type StoredFile } from "#ports/platform.ts";
import type { Place } from "../address.ts";
import type { SlackConfig } from "../config.ts";
import type { FileIn } from "../payload.ts";
import type { Calls } from "./calls.ts";

/** What is larger is named to people, not taken over. */
export const LARGEST_FILE = 25 * 1024 * 1024;
const FETCH_MS = 60_000;

export type Origin = Pick<SlackConfig, "botToken" | "filesOrigin">;

/** A file brought over, or why not, for people to read. */
export type Fetched = StoredFile | { readonly lost: string };

/**
 * Brings a file of a message into the host. The token goes to one host only, and never after a redirection:
 * a message can name any address as that of its file. Throws PlatformError when trying again may help.
 */
export async function fetchFile(file: FileIn, calls: Calls, to: Origin & { readonly host: Host }): Promise<Fetched> {
  const known = needsAsking(file) ? await ask(file, calls) : file;
  const name = safeName(known.name ?? file.name ?? "file");
  const lost = { lost: `📎 ${name} (${megabytes(known.size ?? 0)}) ⚠️` };
  const url = ownUrl(known, to.filesOrigin);
  if (url === undefined || (known.size ?? 0) > LARGEST_FILE) return lost;
  const bytes = await download(url, to.botToken, known.mimetype ?? "");
  if (bytes === undefined) return lost;
  return to.host.keepFile({ name, type: known.mimetype || "application/octet-stream", bytes });
}

/** Slack sends some files by their id alone, and some before they are ready. */
function needsAsking({ url_private, file_access }: FileIn): boolean {
  return !url_private || file_access === "check_file_info";
}

async function ask(file: FileIn, calls: Calls): Promise<FileIn> {
  const answer = z.object({ file: z.looseObject({ id: z.string() }) });
  try {
    const { file: found } = await calls("files.info", { file: file.id }, answer);
    return { ...file, ...(found as Partial<FileIn>) };
  } catch (error) {
    if (error instanceof PlatformError && ["gone", "denied", "invalid"].includes(error.fault)) return file;
    throw error;
  }
}

/** The address of the file's bytes if they are Slack's own; a remote file may name any. */
export function ownUrl({ url_private, mode, is_external }: FileIn, origin: string): URL | undefined {
  if (!url_private || is_external || mode === "external" || !URL.canParse(url_private)) return undefined;
  const url = new URL(url_private);
  const isOwn = url.origin === origin && url.username === "" && url.password === "";
  return isOwn ? url : undefined;
}

async function download(url: URL, token: string, type: string): Promise<Uint8Array | undefined> {
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { authorization: `Bearer ${token}` },
      redirect: "manual",
      signal: AbortSignal.timeout(FETCH_MS),
    });
  } catch {
    throw new PlatformError("unavailable", { cause: "file not fetched" });
  }
  if (response.status === 429 || response.status >= 500) {
    await response.body?.cancel();
    throw new PlatformError("unavailable", { cause: `file status ${response.status}` });
  }
  // Without the right to read, Slack shows its sign-in page in place of the file.
  const isPage = /^text\/html/.test(response.headers.get("content-type") ?? "") && !/html/.test(type);
  if (response.status !== 200 || isPage || response.body === null) {
    await response.body?.cancel();
    return undefined;
  }
  return bounded(response.body);
}

/** Reads up to the limit, whatever the length was said to be. */
async function bounded(body: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of body) {
      size += piece.length;
      // Leaving the loop cancels the rest.
      if (size > LARGEST_FILE) return undefined;
      pieces.push(piece);
    }
  } catch {
    throw new PlatformError("unavailable", { cause: "file cut off" });
  }
  return Buffer.concat(pieces);
}

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
export function createUploads(calls: Calls, host: Host, { filesOrigin }: Pick<Origin, "filesOrigin">): Uploads {
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
    async tie({ channel }, ts, key) {
      const known = Object.values(await ids(`files:${key}`));
      if (known.length > 0) await host.keep(`with:${channel}:${ts}`, JSON.stringify(known));
    },
    async remove({ channel }, ts) {
      const tied = z.array(z.string()).parse(JSON.parse((await host.kept(`with:${channel}:${ts}`)) ?? "[]"));
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
      signal: AbortSignal.timeout(FETCH_MS),
    });
    await response.body?.cancel();
    status = response.status;
  } catch {
    // Bytes alone show nothing: to be tried again.
    throw new PlatformError("unavailable", { cause: "upload failed" });
  }
  if (status === 200) return file_id;
  throw new PlatformError(status >= 500 || status === 429 ? "unavailable" : "invalid", { cause: `upload ${status}` });
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

/** A name without folders and without characters that no file should have. */
function safeName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? "";
  const plain = last.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069<>]/gu, "").replace(/^\.+/, "");
  return plain === "" ? "file" : plain;
}

function megabytes(size: number): string {
  return `${(size / 1024 / 1024).toFixed(1)} MiB`;
}
