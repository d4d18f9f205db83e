import type { Host, StoredFile } from "#ports/platform.ts";
import { baseName } from "../render.ts";
import type { Attachment } from "../wire.ts";

/** Files are fetched from these two, by exactly these names. */
const HOSTS = new Set(["cdn.discordapp.com", "media.discordapp.net"]);
const MOST_BYTES = 10 * 1024 * 1024;
const MOST_FILES = 10;
const TIMEOUT_MS = 15_000;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Fetches what was attached and has the host keep it. What can't be had is kept as a note that says why, so that
 * whoever reads the message knows that something is missing. No token goes along.
 */
export async function download(
  attachments: readonly Attachment[],
  host: Pick<Host, "keepFile" | "log">,
  fetch: Fetch,
): Promise<readonly StoredFile[]> {
  return Promise.all(
    attachments.slice(0, MOST_FILES).map(async (attachment) => {
      const got = await bytesOf(attachment, fetch);
      if (got instanceof Uint8Array)
        return host.keepFile({ name: baseName(attachment.filename), type: typeOf(attachment), bytes: got });
      host.log.warn("discord file not fetched", { attachment: attachment.id, reason: got });
      return host.keepFile({
        name: `${baseName(attachment.filename)}.txt`,
        type: "text/plain",
        bytes: new TextEncoder().encode(`${baseName(attachment.filename)}: ${got}.\n`),
      });
    }),
  );
}

/** The bytes, or why there are none. */
async function bytesOf({ url, size }: Attachment, fetch: Fetch): Promise<Uint8Array | string> {
  if (!isDiscord(url)) return "it does not lie with Discord, so it was not fetched";
  if (size > MOST_BYTES) return `too large (${Math.ceil(size / 1024 / 1024)} MB); it can be seen on Discord`;
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 404 || response.status === 403)
      return "its link has expired; it can be seen on Discord as long as the message stands";
    if (!response.ok || response.body === null) return "Discord did not give it out; it can be seen there";
    return await read(response.body);
  } catch {
    return "Discord did not give it out; it can be seen there";
  }
}

async function read(body: ReadableStream<Uint8Array>): Promise<Uint8Array | string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    // What was said of its size may be wrong.
    if (bytes > MOST_BYTES) return "too large; it can be seen on Discord";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isDiscord(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === "https:" && HOSTS.has(host) && username === "" && password === "";
}

/** What a browser would run is kept as bytes. */
function typeOf({ content_type: type = "" }: Attachment): string {
  const [plain = ""] = type.toLowerCase().split(";");
  const isActive = /html|svg|xml|javascript/.test(plain);
  return /^[a-z]+\/[\w.+-]+$/.test(plain) && !isActive ? plain : "application/octet-stream";
}
