/** Four decimals: what a few hundred rows can tell. */
export function mean(values: readonly number[]): number {
  return round(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length));
}

export function share<T>(all: readonly T[], is: (one: T) => boolean): number {
  return round(all.filter(is).length / Math.max(1, all.length));
}

export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** Spearman's rank correlation. */
export function correlation(first: readonly number[], second: readonly number[]): number {
  const [a, b] = [ranks(first), ranks(second)];
  const middle = (a.length - 1) / 2;
  let both = 0;
  let alone = 0;
  let other = 0;
  a.forEach((rank, at) => {
    const [x, y] = [rank - middle, (b[at] ?? 0) - middle];
    both += x * y;
    alone += x * x;
    other += y * y;
  });
  return round(both / Math.sqrt(alone * other));
}

/** Equal values share the middle of their places. */
function ranks(values: readonly number[]): readonly number[] {
  const order = values.map((_, at) => at).sort((x, y) => (values[x] ?? 0) - (values[y] ?? 0));
  const found = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (const at of order.slice(from, to)) found[at] = (from + to - 1) / 2;
    from = to;
  }
  return found;
}
