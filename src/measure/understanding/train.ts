/**
 * Makes `src/understanding/weights/weights.bin`. Learns from our own sentences in
 * `src/understanding/training/`, and from sets whose licences allow it: GoEmotions (CC BY 4.0), CLINC150
 * (CC BY 3.0), BANKING77 (CC BY 4.0) and HINT3. Nothing else has a say; the same files give the same bytes.
 */
import { plain } from "../../understanding/plain.ts";
import { CRISES, MOODS } from "../../understanding/reading.ts";
import { features } from "../../understanding/weights/features.ts";
import { type Head, pack } from "../../understanding/weights/weights.ts";
import { type Calibration, calibrate } from "./calibrate.ts";
import { type Example, heldOut, type Learnt, learn, type Task } from "./learn.ts";
import { EMOTIONS, type Lesson, readLessons } from "./lessons.ts";

/**
 * A call for help and a wish for a person are acted upon at once: more than a guess. Measured on what people write
 * elsewhere, where hardly anybody is in danger: together with the rules, 1 message in 170 is taken for a call for help.
 */
const SURE_OF_CRISIS = 0.6;
const SURE_OF_ASKING = 0.7;

/** The heads, in the order of their columns. A yes/no question has the one class `yes`. */
const TASKS = [
  { name: "emotion", classes: EMOTIONS, kind: "each", epochs: 2, even: 0.5 },
  { name: "mood", classes: [...MOODS], kind: "softmax", epochs: 3, even: 0 },
  { name: "hinted", classes: ["yes"], kind: "each", epochs: 6, even: 0 },
  { name: "question", classes: ["yes"], kind: "each", epochs: 3, even: 0 },
  { name: "asks", classes: ["yes"], kind: "each", epochs: 6, even: 0, least: SURE_OF_ASKING },
  { name: "crisis", classes: ["yes"], kind: "each", epochs: 6, even: 0, least: SURE_OF_CRISIS },
  { name: "crisisKind", classes: [...CRISES], kind: "softmax", epochs: 6, even: 0 },
] as const;

/** A sentence of ours is what the bot will hear; one from elsewhere only resembles it. */
const OWN_WEIGHT = 6;

/** Features that were seen less often say nothing. Our own sentences are few, so that there two suffice. */
const SEEN = 10;
const SEEN_OWN = 2;

export type Trained = {
  readonly bytes: Uint8Array;
  readonly report: Readonly<Record<string, Calibration["report"]>>;
};

/** `folder` holds `dev/`, `corpora/` and `train/` as described in its README. */
export async function train(folder: string): Promise<Trained> {
  const lessons = await readLessons(folder);
  const seen = lessons.map(({ text }) => features(plain(text)));
  const hashes = vocabulary(lessons, seen);
  const rowOf = new Map([...hashes].map((hash, row) => [hash, row]));
  const rows = seen.map((found) => Int32Array.from([...found].flatMap((hash) => rowOf.get(hash) ?? [])));
  const report: Record<string, Calibration["report"]> = {};
  const heads: Head[] = [];
  const learnt: Learnt[] = [];
  let at = 0;
  for (const { name, classes, kind, epochs, even, ...more } of TASKS) {
    const task: Task = { kind, classes: classes.length, epochs, even, ...more };
    const examples = lessons.flatMap(
      (lesson, number) => exampleOf(lesson, name, classes, kind, rows[number]) ?? [],
    );
    const calibration = calibrate(examples, heldOut(examples, hashes.length, task), task);
    const result = learn(examples, hashes.length, task);
    report[name] = calibration.report;
    learnt.push(result);
    const { slope, offset, lean } = calibration;
    heads.push({
      name,
      kind,
      classes: [...classes],
      at,
      bias: [...result.bias].map(short),
      scale: scales(result),
      slope,
      offset,
      lean,
    });
    at += classes.length;
  }
  return { bytes: pack(heads, hashes, quantise(heads, learnt, hashes.length)), report };
}

function exampleOf(
  { teaches, own }: Lesson,
  name: string,
  classes: readonly string[],
  kind: Task["kind"],
  features: Int32Array | undefined,
): Example | undefined {
  const labels = teaches[name];
  if (labels === undefined || features === undefined) return undefined;
  const gold = new Float32Array(classes.length);
  for (const label of labels) gold[classes.indexOf(label)] = kind === "softmax" ? 1 / labels.length : 1;
  return { features, gold, weight: own ? OWN_WEIGHT : 1 };
}

function vocabulary(lessons: readonly Lesson[], seen: readonly Uint32Array[]): Uint32Array {
  const everywhere = new Map<number, number>();
  const own = new Map<number, number>();
  seen.forEach((found, number) => {
    const counts = lessons[number]?.own ? own : everywhere;
    for (const hash of found) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  });
  const kept = new Set<number>();
  for (const [hash, count] of everywhere) if (count >= SEEN) kept.add(hash);
  for (const [hash, count] of own) if (count >= SEEN_OWN) kept.add(hash);
  return Uint32Array.from(kept).sort();
}

const BYTE = 127;

function scales({ weights, bias }: Learnt): number[] {
  const most = new Float64Array(bias.length);
  weights.forEach((weight, at) => {
    const column = at % bias.length;
    most[column] = Math.max(most[column] as number, Math.abs(weight));
  });
  return [...most].map((one) => short(one / BYTE) || 1e-6);
}

function quantise(heads: readonly Head[], learnt: readonly Learnt[], features: number): Int8Array {
  const columns = heads.reduce((sum, { classes }) => sum + classes.length, 0);
  const rows = new Int8Array(features * columns);
  heads.forEach((head, number) => {
    const { weights } = learnt[number] as Learnt;
    const width = head.classes.length;
    for (let row = 0; row < features; row++)
      for (let k = 0; k < width; k++)
        rows[row * columns + head.at + k] = Math.round(
          (weights[row * width + k] as number) / (head.scale[k] as number),
        );
  });
  return rows;
}

function short(value: number): number {
  return Number(value.toPrecision(6));
}
