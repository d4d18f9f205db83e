/**
 * Runs the building of the index in a worker, so that answers go on meanwhile and a file that hangs or breaks
 * its reader takes nothing with it.
 */
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { Progress } from "../load/folder.ts";

export type Report =
  | { readonly type: "progress"; readonly progress: Progress }
  | { readonly type: "done"; readonly changed: boolean }
  | { readonly type: "failed"; readonly reason: string };

export type RefreshOptions = {
  readonly folder: string;
  readonly file: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
};

/** The folder could not be read, or the index not be written. The index that was there is untouched. */
class IndexingError extends Error {
  override readonly name = "IndexingError";
}

/** A file that takes longer has broken its reader. */
const STALLED_MS = 60_000;
/** With so many files that break their reader, something else is wrong. */
const MOST_AVOIDED = 20;

/** Says whether the index file was replaced. */
export async function refresh(options: RefreshOptions): Promise<boolean> {
  const avoid: string[] = [];
  for (;;) {
    const end = await attempt(options, avoid);
    if (end.type === "done") return end.changed;
    if (end.type === "failed") throw new IndexingError(end.reason);
    if (end.at === undefined || avoid.includes(end.at) || avoid.length === MOST_AVOIDED)
      throw new IndexingError(end.reason);
    avoid.push(end.at);
  }
}

type End = Exclude<Report, { type: "progress" }> | { type: "broken"; at: string | undefined; reason: string };

const REPORT: z.ZodType<Report> = z.union([
  z.object({
    type: z.literal("progress"),
    progress: z.object({ done: z.number(), total: z.number(), path: z.string().exactOptional() }),
  }),
  z.object({ type: z.literal("done"), changed: z.boolean() }),
  z.object({ type: z.literal("failed"), reason: z.string() }),
]);

async function attempt(
  { folder, file, signal, onProgress }: RefreshOptions,
  avoid: readonly string[],
): Promise<End> {
  if (signal.aborted) return { type: "failed", reason: "was stopped" };
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: { folder, file, avoid } });
  let at: string | undefined;
  let stalled: NodeJS.Timeout | undefined;
  let stop: (() => void) | undefined;
  try {
    return await new Promise<End>((resolve) => {
      const watch = () => {
        clearTimeout(stalled);
        stalled = setTimeout(
          () => resolve({ type: "broken", at, reason: `hangs at ${at ?? "its start"}` }),
          STALLED_MS,
        );
      };
      watch();
      stop = () => resolve({ type: "failed", reason: "was stopped" });
      signal.addEventListener("abort", stop);
      worker.on("message", (message: unknown) => {
        const report = REPORT.parse(message);
        if (report.type !== "progress") return resolve(report);
        watch();
        at = report.progress.path;
        onProgress?.(report.progress);
      });
      worker.on("error", (error) => resolve({ type: "broken", at, reason: String(error) }));
      worker.on("exit", () => resolve({ type: "broken", at, reason: `ended at ${at ?? "its start"}` }));
    });
  } finally {
    clearTimeout(stalled);
    if (stop) signal.removeEventListener("abort", stop);
    await worker.terminate();
  }
}
