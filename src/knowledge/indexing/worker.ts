/** Runs `build` beside the process that answers. Started by `refresh.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { build } from "./build.ts";
import type { Report } from "./refresh.ts";

const JOB = z.object({ folder: z.string(), file: z.string(), avoid: z.array(z.string()) });

const tell = (report: Report) => parentPort?.postMessage(report);

try {
  const changed = await build({
    ...JOB.parse(workerData),
    onProgress: (progress) => tell({ type: "progress", progress }),
  });
  tell({ type: "done", changed });
} catch (error) {
  tell({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
}
