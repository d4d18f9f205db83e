import { type Fault, PlatformError } from "#ports/platform.ts";

/** Errors as discord.js and Node throw them, by their shape. */
type Thrown = {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly retryAfter?: unknown;
  readonly timeToReset?: unknown;
  readonly sublimitTimeout?: unknown;
  readonly cause?: unknown;
};

/** Discord's codes for what will never work, whatever the status. */
const byCode: Readonly<Record<number, Fault>> = {
  10003: "gone", // unknown channel
  10004: "gone", // unknown server
  10008: "gone", // unknown message
  20028: "limited", // this channel's own limit
  40005: "invalid", // too large
  50001: "denied", // no access to the channel
  50007: "denied", // the person takes no direct messages
  50013: "denied", // a permission lacks
  50083: "denied", // the thread is archived, and may not be woken
  160005: "denied", // the thread is locked
  160006: "denied", // too many active threads
};

const notSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/**
 * What an error of the SDK means for the message. Its cause keeps the numbers only: the error itself holds
 * texts, and addresses with tokens in them.
 */
export function faults(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const thrown: Thrown = typeof error === "object" && error !== null ? error : {};
  const status = typeof thrown.status === "number" ? thrown.status : undefined;
  const code = codeOfThrown(thrown);
  const cause = { ...(status !== undefined && { status }), ...(code !== undefined && { code }) };
  const known = typeof code === "number" ? byCode[code] : undefined;
  if (String(thrown.name).startsWith("RateLimitError")) {
    const waits = [thrown.retryAfter, thrown.timeToReset, thrown.sublimitTimeout];
    const retryAfterMs = Math.max(
      ...waits.map((ms) => (typeof ms === "number" && ms > 0 ? Math.ceil(ms) : 0)),
    );
    return new PlatformError("limited", { cause, ...(retryAfterMs > 0 && { retryAfterMs }) });
  }
  return new PlatformError(known ?? byStatus(status) ?? (isNotSent(thrown) ? "unavailable" : "ambiguous"), {
    cause,
  });
}

/** Discord's own number for what went wrong, if it gave one. */
export function codeOf(error: unknown): number | undefined {
  if (!(error instanceof PlatformError)) return undefined;
  const code = (error.cause as Thrown | undefined)?.code;
  return typeof code === "number" ? code : undefined;
}

function byStatus(status: number | undefined): Fault | undefined {
  if (status === undefined) return undefined;
  if (status === 401 || status === 403) return "denied";
  if (status === 404) return "gone";
  if (status === 408 || status >= 500) return "ambiguous";
  if (status === 429) return "limited";
  return status >= 400 ? "invalid" : undefined;
}

/** The connection was never made; what Node calls a failed fetch hides the reason in its cause. */
function isNotSent({ code, cause }: Thrown): boolean {
  if (typeof code === "string" && notSent.has(code)) return true;
  return typeof cause === "object" && cause !== null && isNotSent(cause);
}

function codeOfThrown({ code, cause }: Thrown): number | string | undefined {
  if (typeof code === "number" || typeof code === "string") return code;
  return typeof cause === "object" && cause !== null ? codeOfThrown(cause) : undefined;
}
