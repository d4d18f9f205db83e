import { PlatformError } from "#ports/platform.ts";
import { escaped } from "../text/inert.ts";

const ANSWER_MS = 3000;

/**
 * Tells the person who pressed something, and nobody else, at the address that came with the press. That address
 * is a key: it is used only if it is Slack's own. Throws PlatformError.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export async function respond(responseUrl: string, text: string, origin: string): Promise<void> {
  if (!URL.canParse(responseUrl) || new URL(responseUrl).origin !== origin)
    throw new PlatformError("invalid", { cause: "answer to another host" });
  const body = JSON.stringify({ response_type: "ephemeral", replace_original: false, text: escaped(text) });
  const headers = { "content-type": "application/json" };
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const response = await fetch(responseUrl, { method: "POST", body, headers, redirect: "error", signal });
    await response.body?.cancel();
    if (!response.ok) throw new PlatformError("gone", { cause: `status ${response.status}` });
  } catch (error) {
    throw error instanceof PlatformError
      ? error
      : new PlatformError("unavailable", { cause: "not answered" });
  }
}
