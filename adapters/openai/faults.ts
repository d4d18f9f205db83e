import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
} from "openai/core/error";
import { ModelError } from "#ports/model.ts";

/**
 * What an error of the SDK means. Its message may quote the key or the request, so nothing of it is kept but
 * the class and the status.
 */
export function fault(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  const cause = summary(error);
  if (error instanceof APIUserAbortError || error instanceof APIConnectionTimeoutError) {
    return new ModelError("deadline", { cause });
  }
  if (error instanceof APIConnectionError) return new ModelError("unavailable", { cause });
  if (error instanceof APIError) {
    return new ModelError(byStatus(error), { cause, retryAfterMs: retryAfter(error.headers) });
  }
  if (error instanceof SyntaxError) return new ModelError("malformed", { cause });
  if (error instanceof Error && /^(?:AbortError|TimeoutError)$/.test(error.name)) {
    return new ModelError("deadline", { cause });
  }
  return new ModelError("unavailable", { cause });
}

/** An error inside the stream has no status, only a code. */
function byStatus(error: APIError): ModelError["fault"] {
  const status: unknown = error.status;
  if (typeof status !== "number")
    return /rate_limit|quota/.test(error.code ?? "") ? "limited" : "unavailable";
  if (status === 429) return "limited";
  if (status === 408) return "deadline";
  if (status === 409 || status >= 500) return "unavailable";
  return "denied";
}

function retryAfter(headers: unknown): number | undefined {
  if (!(headers instanceof Headers)) return undefined;
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

function summary(error: unknown): string {
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const status: unknown = error instanceof APIError ? error.status : undefined;
  return typeof status === "number" ? `${name} ${status}` : name;
}
