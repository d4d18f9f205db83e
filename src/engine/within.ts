/** What `within` gives instead of a result that did not come in time. */
export const late = Symbol("late");

/** Waits for the work, but no longer than this. The work itself goes on: whoever gives up on it must expect its end. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<typeof late>((resolve) => {
    timer = setTimeout(resolve, ms, late).unref();
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
