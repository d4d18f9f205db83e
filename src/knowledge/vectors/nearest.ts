import type { Ranked } from "../index/rank.ts";

/** The rows with the highest dot product, exactly; rows without a vector are left out. */
export function nearest(
  vector: Float32Array,
  rows: readonly (Float32Array | undefined)[],
  count: number,
): Ranked[] {
  const best: Ranked[] = [];
  rows.forEach((row, passage) => {
    if (!row || row.length !== vector.length) return;
    const score = dot(vector, row);
    const last = best.at(-1);
    if (best.length === count && last && score <= last.score) return;
    let at = best.length;
    while (at > 0 && (best[at - 1]?.score ?? 0) < score) at--;
    best.splice(at, 0, { passage, score });
    if (best.length > count) best.pop();
  });
  return best;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
