/** Discord's ids begin with the time of their making, in milliseconds since 2015. */
const EPOCH = 1_420_070_400_000n;

/** The least id that something made at `time` can have. */
export function snowflakeAt(time: number): string {
  const since = BigInt(Math.max(0, Math.floor(time))) - EPOCH;
  return String((since < 0n ? 0n : since) << 22n);
}

export function timeOf(id: string): number {
  return Number((BigInt(id) >> 22n) + EPOCH);
}

/** Ids are numbers without leading zeros: a longer one is greater. */
export function isNewer(id: string, than: string): boolean {
  return id.length === than.length ? id > than : id.length > than.length;
}
