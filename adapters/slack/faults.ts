import { z } from "zod";
import { type Fault, PlatformError } from "#ports/platform.ts";

/** Slack's own words for a refusal, by what they mean for the message. */
const words: Readonly<Record<Fault, readonly string[]>> = {
  // The token's fault, not the message's: it can go as soon as there is another.
  unavailable: [
    "not_authed",
    "invalid_auth",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "org_login_required",
    "team_access_not_granted",
  ],
  limited: ["ratelimited", "rate_limited", "message_limit_exceeded"],
  // Slack writes of these that part of the work may have been done.
  ambiguous: ["fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"],
  gone: [
    "channel_not_found",
    "is_archived",
    "message_not_found",
    "thread_not_found",
    "invalid_thread_ts",
    "cannot_reply_to_message",
    "user_not_found",
    "users_not_found",
    "user_disabled",
    "file_not_found",
    "file_deleted",
  ],
  denied: [
    "not_in_channel",
    "missing_scope",
    "ekm_access_denied",
    "access_denied",
    "no_permission",
    "not_allowed",
    "not_allowed_token_type",
    "messages_tab_disabled",
    "cant_dm_bot",
    "cant_update_message",
    "cant_delete_message",
    "edit_window_closed",
    "is_inactive",
    "restricted_action",
    "restricted_action_read_only_channel",
    "restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel",
    "restricted_action_thread_locked",
    "slack_connect_canvas_sharing_blocked",
    "slack_connect_file_upload_sharing_blocked",
  ],
  invalid: [
    "invalid_blocks",
    "invalid_blocks_format",
    "msg_too_long",
    "msg_blocks_too_long",
    "no_text",
    "metadata_too_large",
    "invalid_metadata_format",
    "invalid_arguments",
  ],
};
const byWord = new Map(
  Object.entries(words).flatMap(([fault, list]) => list.map((word) => [word, fault as Fault] as const)),
);

/** How long a token that was refused is left alone; another one is used at once. */
export const REFUSED_TOKEN_MS = 60_000;

/** Nothing left the machine: nobody listens, or there is no way there. */
const notSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Some 429 come from a proxy and do not say how long. */
const WITHOUT_A_WORD_MS = 30_000;

const failed = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  retryAfter: z.number().optional(),
  statusCode: z.number().optional(),
  data: z.object({ error: z.string() }).optional(),
});
const withCause = z
  .object({ code: z.string().optional(), cause: z.unknown(), original: z.unknown() })
  .partial();

/**
 * What an error of the SDK means. Its message may hold the text or the token, so nothing of it is kept but
 * Slack's own word. An error that is not known may have come after the message was taken.
 */
export function faults(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const { code, message, retryAfter, statusCode, data } = failed.safeParse(error).data ?? {};
  if (code === "slack_webapi_rate_limited_error" || statusCode === 429)
    return new PlatformError("limited", { cause: code, retryAfterMs: waitOf(retryAfter) });
  if (message?.startsWith("Retry header did not contain"))
    return new PlatformError("limited", { retryAfterMs: WITHOUT_A_WORD_MS });
  if (data !== undefined) return refusal(data.error);
  if (statusCode !== undefined)
    return new PlatformError(byStatus(statusCode), { cause: `status ${statusCode}` });
  const reason = networkCode(error);
  const fault = reason !== undefined && notSent.has(reason) ? "unavailable" : "ambiguous";
  return new PlatformError(fault, { cause: reason ?? code });
}

/** Whether Slack took no offence at what was asked, but at the token. */
export function isTokenRefused(error: PlatformError): boolean {
  return words.unavailable.includes(wordOf(error) ?? "");
}

/** Slack's word for what went wrong, if the error holds one. */
export function wordOf(error: unknown): string | undefined {
  return error instanceof PlatformError && typeof error.cause === "string" ? error.cause : undefined;
}

function refusal(word: string): PlatformError {
  // Anything else than a word comes from something on the way, not from Slack.
  if (!/^[a-z][a-z_]{1,80}$/.test(word))
    return new PlatformError("ambiguous", { cause: "no answer of Slack" });
  const fault = byWord.get(word) ?? "invalid";
  const waits: Readonly<Partial<Record<Fault, number>>> = {
    limited: WITHOUT_A_WORD_MS,
    unavailable: REFUSED_TOKEN_MS,
  };
  const retryAfterMs = waits[fault];
  return new PlatformError(fault, { cause: word, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

function byStatus(status: number): Fault {
  if (status === 401) return "unavailable";
  if (status === 403) return "denied";
  return status >= 400 && status < 500 && status !== 408 ? "invalid" : "ambiguous";
}

function waitOf(seconds: number | undefined): number {
  return seconds === undefined ? WITHOUT_A_WORD_MS : seconds * 1000;
}

/** The code of the socket beneath, however deep the SDK wrapped it. */
function networkCode(error: unknown, depth = 0): string | undefined {
  const { code, cause, original } = withCause.safeParse(error).data ?? {};
  if (code !== undefined && !code.startsWith("slack_")) return code;
  if (depth > 4) return undefined;
  return [cause, original]
    .filter((inner) => inner !== undefined)
    .map((inner) => networkCode(inner, depth + 1))
    .find((inner) => inner !== undefined);
}
