import { type Fault, PlatformError } from "#ports/platform.ts";

/** Codes of Node for connections that never stood: nothing was sent. */
const notConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** A refused credential is tried again slowly: a person must renew the secret, and what waits is kept. */
const RENEWAL_MS = 60_000;

/**
 * What an error of the SDK says about the message. Only a refusal that the Connector spelt out counts as not
 * sent: it has delivered messages and then answered 408, 500 or 502, though its page says to repeat those.
 */
export function faults(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const { statusCode: status, code, response } = isObject(error) ? error : {};
  if (typeof status !== "number") {
    const fault: Fault = typeof code === "string" && notConnected.has(code) ? "unavailable" : "ambiguous";
    return new PlatformError(fault, { cause: error });
  }
  const fault = faultOf(status);
  const retryAfterMs = status === 401 ? RENEWAL_MS : fault === "limited" ? waitOf(response) : undefined;
  return new PlatformError(fault, { cause: error, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

function faultOf(status: number): Fault {
  switch (status) {
    case 401:
      return "unavailable";
    case 403:
      return "denied";
    case 404:
      return "gone";
    case 412:
    case 429:
      return "limited";
    case 408:
      return "ambiguous";
    default:
      return status >= 400 && status < 500 ? "invalid" : "ambiguous";
  }
}

/** `Retry-After` in seconds; as a date it is left to our own backoff, since this must not read the clock. */
function waitOf(response: unknown): number | undefined {
  const headers = isObject(response) ? response["headers"] : undefined;
  if (!isObject(headers) || typeof headers["get"] !== "function") return undefined;
  const seconds = Number(headers["get"]("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
