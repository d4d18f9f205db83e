/** A request was not answered in time, in full, or with success. Nothing of the answer is in it. */
export class FetchError extends Error {
  override readonly name = "FetchError";
  /** Absent if there was no whole answer. */
  readonly status: number | undefined;
  /** In seconds, where the service asks for quiet. */
  readonly retryAfter: string | undefined;
  constructor(status: number | undefined, options: { cause?: unknown; retryAfter?: string | null } = {}) {
    super(status === undefined ? "no answer" : `answered ${status}`, { cause: options.cause });
    this.status = status;
    this.retryAfter = options.retryAfter ?? undefined;
  }
}

export type Bounds = { readonly bytes: number; readonly ms: number };

/**
 * The bytes at an address, no more than `bounds` allow. Never follows a redirect, so that what is sent along
 * reaches the host that was asked and no other. Throws FetchError.
 */
export async function boundedFetch(url: string, bounds: Bounds, init: RequestInit = {}): Promise<Uint8Array> {
  try {
    const signal = AbortSignal.timeout(bounds.ms);
    const response = await fetch(url, { ...init, redirect: "manual", signal });
    if (!response.ok) {
      await response.body?.cancel();
      throw new FetchError(response.status, { retryAfter: response.headers.get("retry-after") });
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > bounds.bytes) throw new FetchError(413);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw error instanceof FetchError ? error : new FetchError(undefined, { cause: error });
  }
}

/** The JSON at an address, under the same bounds. */
export async function boundedJson(url: string, bounds: Bounds, init?: RequestInit): Promise<unknown> {
  const bytes = await boundedFetch(url, bounds, init);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new FetchError(200, { cause });
  }
}
