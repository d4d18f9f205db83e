import type { IncomingMessage, ServerResponse } from "node:http";
import { type Log, PlatformError, type RouteHandler } from "#ports/platform.ts";
import { type Activity, readActivity } from "../read/activity.ts";
import type { Answer } from "./answers.ts";
import { type Guard, Refused } from "./token.ts";

/** More than the largest activity that Teams sends. */
const MOST_BYTES = 256 * 1024;

/**
 * Serves `POST /api/messages`. Nothing is read before the token is proved, and 200 is answered only when `hear`
 * has stored the activity. Refusals say nothing but their status.
 */
export function createRoute(
  guard: Guard,
  hear: (activity: Activity) => Promise<Answer>,
  log: Log,
): RouteHandler {
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    if (request.method !== "POST") return { status: 405 };
    const proof = await guard.prove(request.headers.authorization);
    const body = await bodyOf(request);
    if (body === undefined) return { status: 413 };
    const activity = readActivity(json(body));
    if (!activity) return { status: 400 };
    guard.admit(proof, activity);
    return hear(activity);
  };
  return (request, response, next) => {
    if (pathOf(request) !== "/api/messages") return next();
    answer(request).then(
      (given) => send(response, given),
      (error: unknown) => {
        if (error instanceof Refused) {
          log.warn("teams: refused", { status: error.status, reason: error.reason });
          return send(response, { status: error.status });
        }
        const reason =
          error instanceof PlatformError ? error.fault : error instanceof Error ? error.name : "error";
        log.error("teams: not taken in", { reason });
        send(response, { status: 503 });
      },
    );
  };
}

export function pathOf({ url }: IncomingMessage): string {
  return (url ?? "").replace(/[?#].*$/s, "");
}

function send(response: ServerResponse, { status, body }: Answer): void {
  // What was not read of a refused request is not worth a connection.
  if (status >= 400) response.setHeader("connection", "close");
  if (body === undefined) response.writeHead(status).end();
  else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
