import type { z } from "zod";
import { PlatformError } from "#ports/platform.ts";
import { faults, isTokenRefused } from "../faults.ts";
import type { Limits } from "./limits.ts";

/**
 * Calls one method of Slack's Web API, once. What comes back is checked; throws only PlatformError. A bucket
 * that Slack has limited is not asked before its time.
 */
export type Calls = <S extends z.ZodType>(
  method: string,
  args: Readonly<Record<string, unknown>>,
  answer: S,
) => Promise<z.output<S>>;

/** The part of the SDK's client that is used; its retries and its queue must be off. */
export type Client = {
  apiCall(method: string, args: Record<string, unknown>): Promise<unknown>;
};

/** The token of one workspace. */
export type Token = {
  /** Throws PlatformError while there is none that works; `undefined` where the app speaks for itself. */
  use(): Promise<string | undefined>;
  /** Slack did not take it. */
  refused(token: string | undefined, fault: PlatformError): void;
};

export type CallOptions = {
  readonly token: Token;
  readonly limits: Limits;
  readonly sleep: (ms: number) => Promise<void>;
};

/** Waiting longer would let the core believe that the message may have been sent. */
const PATIENCE_MS = 4000;

export function createCalls(client: Client, { token, limits, sleep }: CallOptions): Calls {
  const keepPace = async (bucket: string) => {
    const orders = limits.orders(bucket);
    const wait = limits.take(bucket, PATIENCE_MS);
    if (wait > PATIENCE_MS) throw new PlatformError("limited", { retryAfterMs: wait });
    if (wait > 0) await sleep(wait);
    // While it waited, Slack answered another with a longer wait.
    if (limits.orders(bucket) !== orders)
      throw new PlatformError("limited", { retryAfterMs: limits.left(bucket) });
  };
  return async (method, args, answer) => {
    const bucket = bucketOf(method, args);
    const ordered = limits.left(bucket);
    if (ordered > 0) throw new PlatformError("limited", { retryAfterMs: ordered });
    const used = await token.use();
    if (isPaced(method)) await keepPace(bucket);
    try {
      const parsed = answer.safeParse(
        await client.apiCall(method, { ...args, ...(used && { token: used }) }),
      );
      // Slack did it, but did not say what: to be looked for.
      if (!parsed.success) throw new PlatformError("ambiguous", { cause: `${method} answered strangely` });
      return parsed.data;
    } catch (error) {
      const fault = faults(error);
      if (fault.fault === "limited") limits.order(bucket, fault.retryAfterMs ?? 0);
      if (isTokenRefused(fault)) token.refused(used, fault);
      throw fault;
    }
  };
}

/** Slack limits posts by channel, everything else by method. */
function bucketOf(method: string, args: Readonly<Record<string, unknown>>): string {
  return isPaced(method) ? `${method}:${String(args["channel"])}` : method;
}

function isPaced(method: string): boolean {
  return method === "chat.postMessage";
}
