import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** A request is refused when Slack's clock and ours are further apart, in either direction. */
const MOST_APART_S = 300;

/** Slack's own requests stay far below; a file comes by its address. */
const LARGEST_BODY = 1024 * 1024;

/**
 * Lets a request through if Slack signed the very bytes of it, now. In place of the SDK's own check, which takes
 * a time that lies ahead. https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function createSignatureCheck(secret: string, now: () => number) {
  const key = createSecretKey(secret, "utf8");
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const body = await readBody(request);
    if (body === undefined) return refuse(response, 413);
    const time = header(request, "x-slack-request-timestamp");
    const signature = header(request, "x-slack-signature");
    if (!isSigned({ body, time, signature }, key, now())) return refuse(response, 401);
    // Where the SDK looks for a body that was read already.
    Object.assign(request, { rawBody: body });
    return true;
  };
}

/** Whether the signature is Slack's for these bytes, and the time is now. */
function isSigned(
  request: {
    readonly body: Buffer;
    readonly time: string | undefined;
    readonly signature: string | undefined;
  },
  key: KeyObject,
  now: number,
): boolean {
  const { body, time = "", signature = "" } = request;
  if (!/^\d{1,12}$/.test(time) || !/^v0=[0-9a-f]{64}$/.test(signature)) return false;
  if (Math.abs(now / 1000 - Number(time)) > MOST_APART_S) return false;
  const expected = createHmac("sha256", key).update(`v0:${time}:`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), "hex"));
}

/** A header that came exactly once. */
function header(request: IncomingMessage, name: string): string | undefined {
  const values = request.headersDistinct[name] ?? [];
  return values.length === 1 ? values[0] : undefined;
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size > LARGEST_BODY) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function refuse(response: ServerResponse, status: number): false {
  response.writeHead(status, { connection: "close" }).end();
  return false;
}
