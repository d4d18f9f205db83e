/** Linear classifiers over sparse features by AdaGrad. The same rows give the same weights, always. */

export type Example = {
  /** Row numbers of the features. */
  readonly features: Int32Array;
  /** Share of each class: 0 or 1 in `each`, summing to 1 in `softmax`. */
  readonly gold: Float32Array;
  readonly weight: number;
};

export type Task = {
  readonly kind: "softmax" | "each";
  readonly classes: number;
  readonly epochs: number;
  /** How much a rare class's own examples weigh more, as a power of its rarity; 0: not at all. */
  readonly even: number;
  /** A yes/no question is answered with yes from this probability on; without it, where F1 is best. */
  readonly least?: number;
};

export type Learnt = {
  /** One row for each feature, one column for each class. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
};

const RATE = 0.3;
const BIAS_RATE = 0.1;
const RIDGE = 1e-5;
/** Keeps the first steps small. */
const CAUTION = 0.1;
const FOLDS = 5;

export function learn(examples: readonly Example[], features: number, task: Task): Learnt {
  const { classes } = task;
  const weights = new Float32Array(features * classes);
  const slopes = new Float32Array(features * classes).fill(CAUTION);
  const bias = new Float32Array(classes);
  const biasSlopes = new Float32Array(classes).fill(1);
  const extra = rarity(examples, task);
  const learnt = { weights, bias };
  const errors = new Float64Array(classes);
  for (let epoch = 0; epoch < task.epochs; epoch++) {
    for (const number of shuffled(examples.length, epoch)) {
      const { features: rows, gold, weight } = examples[number] as Example;
      errors.set(chances(score(learnt, rows), task.kind));
      const length = 1 / Math.sqrt(Math.max(1, rows.length));
      for (let k = 0; k < classes; k++) {
        const share = gold[k] as number;
        const error = weight * ((errors[k] as number) - share) * (share > 0 ? (extra[k] as number) : 1);
        errors[k] = error;
        biasSlopes[k] = (biasSlopes[k] as number) + error * error;
        bias[k] = (bias[k] as number) - (BIAS_RATE * error) / Math.sqrt(biasSlopes[k] as number);
      }
      for (const row of rows) {
        for (let k = 0, at = row * classes; k < classes; k++, at++) {
          const slope = (errors[k] as number) * length + RIDGE * (weights[at] as number);
          slopes[at] = (slopes[at] as number) + slope * slope;
          weights[at] = (weights[at] as number) - (RATE * slope) / Math.sqrt(slopes[at] as number);
        }
      }
    }
  }
  return learnt;
}

/** Scores of every example by weights that were learnt without it. */
export function heldOut(examples: readonly Example[], features: number, task: Task): readonly Float64Array[] {
  const scores = new Array<Float64Array>(examples.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const learnt = learn(
      examples.filter((_, at) => at % FOLDS !== fold),
      features,
      task,
    );
    for (let at = fold; at < examples.length; at += FOLDS)
      scores[at] = score(learnt, (examples[at] as Example).features);
  }
  return scores;
}

export function score({ weights, bias }: Learnt, rows: Int32Array): Float64Array {
  const classes = bias.length;
  const sums = new Float64Array(classes);
  for (const row of rows)
    for (let k = 0, at = row * classes; k < classes; k++, at++)
      sums[k] = (sums[k] as number) + (weights[at] as number);
  const length = 1 / Math.sqrt(Math.max(1, rows.length));
  for (let k = 0; k < classes; k++) sums[k] = (sums[k] as number) * length + (bias[k] as number);
  return sums;
}

export function chances(scores: Float64Array, kind: Task["kind"]): Float64Array {
  if (kind === "each") return scores.map((one) => 1 / (1 + Math.exp(-one)));
  const most = Math.max(...scores);
  const powers = scores.map((one) => Math.exp(one - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function rarity(examples: readonly Example[], task: Task): readonly number[] {
  const counts = new Float64Array(task.classes);
  for (const { gold } of examples)
    for (let k = 0; k < task.classes; k++) counts[k] = (counts[k] as number) + (gold[k] as number);
  return [...counts].map((count) =>
    Math.max(1, (examples.length / task.classes / Math.max(1, count)) ** task.even),
  );
}

/** Numbers below `length` in an order that depends on the round alone. */
function shuffled(length: number, round: number): Int32Array {
  const order = Int32Array.from({ length }, (_, at) => at);
  let state = round + 1;
  for (let at = length - 1; at > 0; at--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (at + 1));
    const kept = order[at] as number;
    order[at] = order[other] as number;
    order[other] = kept;
  }
  return order;
}
