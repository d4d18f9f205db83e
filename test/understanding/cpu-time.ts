/** Milliseconds of CPU that `work` takes: other processes on a busy machine don't count. */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return spent(before);
}

/** As `cpuTime`, for work that waits. */
export async function cpuTimeOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  return spent(before);
}

function spent(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
