/** Makes probabilities of scores that were held out, and chooses how rare classes are evened out. */
import { fitLogistic } from "../logistic.ts";
import { chances, type Example, type Task } from "./learn.ts";

export type Calibration = {
  readonly slope: number[];
  readonly offset: number[];
  readonly lean: number[];
  /** Held out: macro-F1 as chosen, and how far the probabilities are off on average. */
  readonly report: { readonly rows: number; readonly macroF1: number; readonly ece: number };
};

/** `scores` are those of the examples, each by weights that have not seen it. */
export function calibrate(
  examples: readonly Example[],
  scores: readonly Float64Array[],
  task: Task,
): Calibration {
  return task.kind === "softmax" ? softmax(examples, scores, task) : each(examples, scores, task);
}

function each(examples: readonly Example[], scores: readonly Float64Array[], task: Task): Calibration {
  const slope: number[] = [];
  const offset: number[] = [];
  const lean: number[] = [];
  const sure: Sure[] = [];
  let sum = 0;
  for (let k = 0; k < task.classes; k++) {
    const samples = examples.map(({ gold, weight }, at) => ({
      values: [scores[at]?.[k] ?? 0],
      positive: (gold[k] ?? 0) > 0,
      weight,
    }));
    const { bias, weights } = fitLogistic(samples, 1e-3);
    slope.push(short(weights[0] ?? 1));
    offset.push(short(bias));
    const judged = samples.map(({ values, positive }) => ({
      chance: 1 / (1 + Math.exp(-((weights[0] ?? 1) * (values[0] ?? 0) + bias))),
      positive,
    }));
    const own = judged.filter((_, at) => (examples[at]?.weight ?? 1) > 1);
    const best = bestThreshold(own.length > 0 ? own : judged);
    lean.push(task.least ?? short(best.threshold));
    sum += best.f1;
    for (const { chance, positive } of judged) sure.push({ chance, right: positive });
  }
  return {
    slope,
    offset,
    lean,
    report: { rows: examples.length, macroF1: short(sum / task.classes), ece: short(calibrationError(sure)) },
  };
}

/** The least probability at which saying yes gives the best F1. */
function bestThreshold(judged: readonly { chance: number; positive: boolean }[]): {
  threshold: number;
  f1: number;
} {
  const sorted = judged.toSorted((a, b) => b.chance - a.chance);
  const positives = sorted.filter(({ positive }) => positive).length;
  let hits = 0;
  let best = { threshold: 0.5, f1: 0 };
  sorted.forEach(({ chance, positive }, at) => {
    if (positive) hits++;
    const f1 = (2 * hits) / (at + 1 + positives);
    if (f1 > best.f1) best = { threshold: (chance + (sorted[at + 1]?.chance ?? 0)) / 2, f1 };
  });
  return best;
}

const TEMPERATURES = Array.from({ length: 26 }, (_, at) => 0.5 + at * 0.1);
const LEANS = Array.from({ length: 41 }, (_, at) => -1 + at * 0.1);
const ROUNDS = 3;

function softmax(examples: readonly Example[], scores: readonly Float64Array[], task: Task): Calibration {
  const golds = examples.map(({ gold }) => gold);
  const slope = least(TEMPERATURES, (one) => loss(scores, golds, one));
  const chance = scores.map((one) =>
    chances(
      one.map((score) => score * slope),
      "softmax",
    ),
  );
  const lean = new Array<number>(task.classes).fill(0);
  const logs = chance.map((one) => one.map((value) => Math.log(value + 1e-12)));
  for (let round = 0; round < ROUNDS; round++)
    for (let k = 1; k < task.classes; k++)
      lean[k] = least(LEANS, (one) => -macroF1(logs, examples, lean.with(k, one)));
  const sure = chance.flatMap((one, at) => {
    const best = choose(logs[at] as Float64Array, lean);
    return { chance: one[best] ?? 0, right: (golds[at]?.[best] ?? 0) > 0 };
  });
  return {
    slope: new Array<number>(task.classes).fill(short(slope)),
    offset: new Array<number>(task.classes).fill(0),
    lean: lean.map(short),
    report: {
      rows: examples.length,
      macroF1: short(macroF1(logs, examples, lean)),
      ece: short(calibrationError(sure)),
    },
  };
}

function loss(scores: readonly Float64Array[], golds: readonly Float32Array[], slope: number): number {
  let sum = 0;
  scores.forEach((one, at) => {
    const chance = chances(
      one.map((score) => score * slope),
      "softmax",
    );
    golds[at]?.forEach((share, k) => {
      if (share > 0) sum -= share * Math.log((chance[k] ?? 0) + 1e-12);
    });
  });
  return sum;
}

function choose(logs: Float64Array, lean: readonly number[]): number {
  let best = 0;
  for (let k = 1; k < logs.length; k++)
    if ((logs[k] ?? 0) + (lean[k] ?? 0) > (logs[best] ?? 0) + (lean[best] ?? 0)) best = k;
  return best;
}

/** Every label of an example counts. Examples that weigh more count as many. */
function macroF1(
  logs: readonly Float64Array[],
  examples: readonly Example[],
  lean: readonly number[],
): number {
  const hits = new Float64Array(lean.length);
  const said = new Float64Array(lean.length);
  const were = new Float64Array(lean.length);
  logs.forEach((one, at) => {
    const { gold, weight } = examples[at] as Example;
    const best = choose(one, lean);
    said[best] = (said[best] as number) + weight;
    for (let k = 0; k < lean.length; k++) if ((gold[k] as number) > 0) were[k] = (were[k] as number) + weight;
    if ((gold[best] as number) > 0) hits[best] = (hits[best] as number) + weight;
  });
  let sum = 0;
  for (let k = 0; k < lean.length; k++)
    sum += (2 * (hits[k] as number)) / Math.max(1, (said[k] as number) + (were[k] as number));
  return sum / lean.length;
}

function least(values: readonly number[], cost: (value: number) => number): number {
  let best = { value: values[0] ?? 0, cost: Number.POSITIVE_INFINITY };
  for (const value of values) {
    const price = cost(value);
    if (price < best.cost) best = { value, cost: price };
  }
  return best.value;
}

export type Sure = { readonly chance: number; readonly right: boolean };

const BINS = 10;

/** Expected calibration error: by how much the probability misses the share that was right, in ten bins. */
export function calibrationError(sure: readonly Sure[]): number {
  const bins = Map.groupBy(sure, ({ chance }) => Math.min(BINS - 1, Math.floor(chance * BINS)));
  let sum = 0;
  for (const inside of bins.values()) {
    const chance = inside.reduce((total, one) => total + one.chance, 0);
    const right = inside.filter((one) => one.right).length;
    sum += Math.abs(chance - right);
  }
  return sum / Math.max(1, sure.length);
}

function short(value: number): number {
  return Number(value.toPrecision(6));
}
