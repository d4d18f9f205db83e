import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

/** One attempt to deliver, as the fake saw it end. */
export type Attempt = {
  readonly path: string;
  readonly retry: number;
  readonly status: number | "timeout" | "connection_failed";
  readonly body: string;
  readonly ms: number;
};

export type Posting = {
  /** Where the bot is now: another process may have taken its place meanwhile. */
  readonly url: () => string;
  readonly secret: string;
  /** Real time is this much of Slack's. */
  readonly scale: number;
  readonly attempts: Attempt[];
  readonly now: () => number;
  readonly isStopped: () => boolean;
};

/**
 * Posts an event as Slack does: signed, three seconds to answer, and if that fails again at once, after a
 * minute and after five. https://docs.slack.dev/apis/events-api#retries
 */
export async function postEvent(body: string, posting: Posting): Promise<void> {
  const waits = [0, 0, 60_000, 300_000];
  let reason = "";
  for (const [retry, wait] of waits.entries()) {
    if (wait > 0) await sleep(wait * posting.scale);
    if (posting.isStopped()) return;
    const extra: Record<string, string> =
      retry === 0 ? {} : { "x-slack-retry-num": String(retry), "x-slack-retry-reason": reason };
    const { status, isFinal } = await post("/slack/events", body, "application/json", posting, extra);
    if (typeof status === "number" && status >= 200 && status < 300) return;
    // https://docs.slack.dev/apis/events-api#turning-retries-off
    if (isFinal) return;
    reason = status === "timeout" ? "http_timeout" : status === "connection_failed" ? status : "http_error";
  }
}

/** Commands and interactions are posted once. Answers with what the bot said. */
export async function postOnce(
  path: string,
  fields: Record<string, string>,
  posting: Posting,
): Promise<{ status: Attempt["status"]; text: string }> {
  return post(path, new URLSearchParams(fields).toString(), "application/x-www-form-urlencoded", posting, {});
}

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signature(secret: string, time: number | string, body: string | Buffer): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${time}:`).update(body).digest("hex")}`;
}

async function post(
  path: string,
  body: string,
  type: string,
  posting: Posting,
  extra: Record<string, string>,
): Promise<{ status: Attempt["status"]; text: string; isFinal: boolean }> {
  const time = Math.floor(posting.now() / 1000);
  const since = performance.now();
  const headers = {
    "content-type": type,
    "x-slack-request-timestamp": String(time),
    "x-slack-signature": signature(posting.secret, time, body),
    ...extra,
  };
  let status: Attempt["status"] = "connection_failed";
  let text = "";
  let isFinal = false;
  try {
    const signal = AbortSignal.timeout(3000);
    const response = await fetch(new URL(path, posting.url()), { method: "POST", body, headers, signal });
    status = response.status;
    text = await response.text();
    isFinal = response.headers.get("x-slack-no-retry") === "1";
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") status = "timeout";
  }
  const retry = Number(extra["x-slack-retry-num"] ?? 0);
  posting.attempts.push({ path, retry, status, body, ms: performance.now() - since });
  return { status, text, isFinal };
}
