/** Figures of ranked lists, as the literature defines them. */

/** 1 if one of the first `k` is relevant. */
export function hitAt(k: number, ranked: readonly string[], grades: ReadonlyMap<string, number>): number {
  return ranked.slice(0, k).some((id) => (grades.get(id) ?? 0) > 0) ? 1 : 0;
}

/** 1 / the place of the first relevant one among the first `k`. */
export function reciprocalRankAt(
  k: number,
  ranked: readonly string[],
  grades: ReadonlyMap<string, number>,
): number {
  const place = ranked.slice(0, k).findIndex((id) => (grades.get(id) ?? 0) > 0);
  return place < 0 ? 0 : 1 / (place + 1);
}

/** The share of the relevant ones that stand among the first `k`. */
export function recallAt(k: number, ranked: readonly string[], grades: ReadonlyMap<string, number>): number {
  const relevant = [...grades.values()].filter((grade) => grade > 0).length;
  const found = ranked.slice(0, k).filter((id) => (grades.get(id) ?? 0) > 0).length;
  return relevant === 0 ? 0 : found / relevant;
}

/** Discounted gain (grade / log2(place + 1)), divided by that of the best order. */
export function ndcgAt(k: number, ranked: readonly string[], grades: ReadonlyMap<string, number>): number {
  const best = [...grades.values()].sort((a, b) => b - a).slice(0, k);
  const ideal = gain(best);
  return ideal === 0 ? 0 : gain(ranked.slice(0, k).map((id) => grades.get(id) ?? 0)) / ideal;
}

function gain(grades: readonly number[]): number {
  return grades.reduce((sum, grade, at) => sum + grade / Math.log2(at + 2), 0);
}

/** The probability that a positive one has a higher score than a negative one; ties count half. */
export function auroc(scored: readonly { readonly score: number; readonly positive: boolean }[]): number {
  const sorted = [...scored].sort((a, b) => a.score - b.score);
  let below = 0;
  let sum = 0;
  const positives = scored.filter(({ positive }) => positive).length;
  const negatives = scored.length - positives;
  if (positives === 0 || negatives === 0) return Number.NaN;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    let good = 0;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score)
      if (sorted[to++]?.positive) good++;
    const bad = to - from - good;
    sum += good * (below + bad / 2);
    below += bad;
    from = to;
  }
  return sum / (positives * negatives);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
