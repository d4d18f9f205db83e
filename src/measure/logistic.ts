/** Logistic regression by Newton's method, with a ridge. For a few features and some thousand rows. */

export type Sample = {
  readonly values: readonly number[];
  readonly positive: boolean;
  readonly weight: number;
};
export type Fit = { readonly bias: number; readonly weights: readonly number[] };

const STEPS = 30;

/** `ridge` pulls the weights towards 0, in units of samples; the bias is left free. */
export function fitLogistic(samples: readonly Sample[], ridge: number): Fit {
  const size = (samples[0]?.values.length ?? 0) + 1;
  const weights = new Array<number>(size).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const slope = weights.map((weight, at) => (at === 0 ? 0 : -ridge * weight));
    const bend = weights.map((_, row) =>
      weights.map((__, at) => (row === at ? (row === 0 ? 1e-9 : ridge) : 0)),
    );
    for (const { values, positive, weight } of samples) {
      const x = [1, ...values];
      const chance = 1 / (1 + Math.exp(-x.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0)));
      const error = weight * (Number(positive) - chance);
      const curve = weight * chance * (1 - chance);
      x.forEach((value, row) => {
        slope[row] = (slope[row] ?? 0) + error * value;
        const line = bend[row] ?? [];
        x.forEach((other, at) => {
          line[at] = (line[at] ?? 0) + curve * value * other;
        });
      });
    }
    solve(bend, slope).forEach((change, at) => {
      weights[at] = (weights[at] ?? 0) + change;
    });
  }
  const [bias = 0, ...rest] = weights;
  return { bias, weights: rest };
}

/** Gauss–Jordan with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  for (let at = 0; at < rows.length; at++) {
    let pivot = at;
    for (let row = at; row < rows.length; row++)
      if (Math.abs(rows[row]?.[at] ?? 0) > Math.abs(rows[pivot]?.[at] ?? 0)) pivot = row;
    const top = rows[pivot] ?? [];
    rows[pivot] = rows[at] ?? [];
    rows[at] = top;
    const unit = top[at] ?? 1;
    rows.forEach((row, number) => {
      if (number === at) return;
      const factor = (row[at] ?? 0) / unit;
      for (let column = at; column < row.length; column++)
        row[column] = (row[column] ?? 0) - factor * (top[column] ?? 0);
    });
  }
  return rows.map((row, at) => (row.at(-1) ?? 0) / (row[at] ?? 1));
}
