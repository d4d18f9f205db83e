import { z } from "zod";
import { type Host, PlatformError, type StoredFile } from "#ports/platform.ts";
import type { Calls, Token } from "../calls/calls.ts";
import type { FileIn } from "../payload.ts";
import { safeName } from "../text/file-name.ts";

/** What is larger is named to people, not taken over. */
const LARGEST_FILE = 25 * 1024 * 1024;
const FETCH_MS = 60_000;

/** A file brought over, or why not, for people to read. */
export type Fetched = StoredFile | { readonly lost: string };

/**
 * Brings a file of a message into the host. The token goes to one host only, and never after a redirection:
 * a message can name any address as that of its file. Throws PlatformError when trying again may help.
 */
export async function fetchFile(
  file: FileIn,
  calls: Calls,
  to: { readonly token: Token; readonly filesOrigin: string; readonly host: Host },
): Promise<Fetched> {
  const known = needsAsking(file) ? await ask(file, calls) : file;
  const name = safeName(known.name ?? file.name ?? "file");
  const lost = { lost: `📎 ${name}${sizeOf(known)} ⚠️` };
  const url = ownUrl(known, to.filesOrigin);
  if (url === undefined || (known.size ?? 0) > LARGEST_FILE) return lost;
  const bytes = await download(url, (await to.token.use()) ?? "", known.mimetype ?? "");
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

function sizeOf({ size }: FileIn): string {
  return size && size > 100_000 ? ` (${(size / 1024 / 1024).toFixed(1)} MiB)` : "";
}
