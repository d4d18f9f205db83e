/** Figures of classification. */
import { calibrationError, type Sure } from "./calibrate.ts";

/** One text: what it is (one or several labels), what was said, and how probable that was held. */
export type Judged = {
  readonly gold: readonly string[];
  readonly said: readonly string[];
  readonly sure?: number | undefined;
};

export type ClassFigures = {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly n: number;
};

export type Figures = {
  readonly rows: number;
  /** Share of texts of which what was said is among what they are. */
  readonly accuracy: number;
  readonly macroF1: number;
  readonly classes: Readonly<Record<string, ClassFigures>>;
  /** By how much the probability misses the share that is right; `undefined` for what is not weighed. */
  readonly ece: number | undefined;
};

/** Every label of a text counts; classes that never occur are left out of the mean. */
export function classFigures(judged: readonly Judged[]): Figures {
  const names = [...new Set(judged.flatMap(({ gold }) => gold))].sort();
  const classes = Object.fromEntries(names.map((name) => [name, ofClass(judged, name)]));
  const right = judged.filter(({ gold, said }) => said.some((one) => gold.includes(one)));
  const sum = names.reduce((total, name) => total + (classes[name]?.f1 ?? 0), 0);
  const weighed: Sure[] = judged.flatMap(({ gold, said, sure }) =>
    sure === undefined ? [] : [{ chance: sure, right: said.some((one) => gold.includes(one)) }],
  );
  return {
    rows: judged.length,
    accuracy: round(right.length / Math.max(1, judged.length)),
    macroF1: round(sum / Math.max(1, names.length)),
    classes,
    ece: weighed.length === 0 ? undefined : round(calibrationError(weighed)),
  };
}

export type YesNo = {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Share of the texts without it on which it was seen all the same. */
  readonly falseAlarmRate: number;
};

export function yesNo(judged: readonly { readonly gold: boolean; readonly said: boolean }[]): YesNo {
  const hits = judged.filter(({ gold, said }) => gold && said).length;
  const said = judged.filter((one) => one.said).length;
  const gold = judged.filter((one) => one.gold).length;
  return {
    precision: round(hits / Math.max(1, said)),
    recall: round(hits / Math.max(1, gold)),
    f1: round((2 * hits) / Math.max(1, said + gold)),
    falseAlarmRate: round((said - hits) / Math.max(1, judged.length - gold)),
  };
}

function ofClass(judged: readonly Judged[], name: string): ClassFigures {
  const { precision, recall, f1 } = yesNo(
    judged.map(({ gold, said }) => ({ gold: gold.includes(name), said: said.includes(name) })),
  );
  return { precision, recall, f1, n: judged.filter(({ gold }) => gold.includes(name)).length };
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
