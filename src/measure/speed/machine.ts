import { cpus, totalmem } from "node:os";

/** What the figures were measured on. */
export async function machine(): Promise<Record<string, string | number>> {
  const [cpu] = cpus();
  return {
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    cpu: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
}
