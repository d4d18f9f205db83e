import type { Client } from "./calls.ts";
import { silent } from "./silent.ts";

/**
 * The stock SDK's client; each call brings its own token and is one request: the SDK's own retries would post
 * twice, and its queue would hold everything for one limit. Loaded when it is first needed.
 */
export async function createClient(apiUrl: string, answerMs: number): Promise<Client> {
  const { WebClient, LogLevel } = await import("@slack/web-api");
  return new WebClient(undefined, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: answerMs,
    allowAbsoluteUrls: false,
    logger: silent(LogLevel.ERROR),
  });
}
