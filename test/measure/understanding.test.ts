import { describe, expect, it } from "vitest";
import { calibrate, calibrationError } from "../../src/measure/understanding/calibrate.ts";
import { classFigures, yesNo } from "../../src/measure/understanding/figures.ts";
import { type Example, heldOut, learn, score } from "../../src/measure/understanding/learn.ts";
import { languageName, moodsOf, wantsPerson } from "../../src/measure/understanding/sets.ts";
import { measureUnderstanding } from "../../src/measure/understanding/speed.ts";
import { plainReading } from "../../src/understanding/reading.ts";
import { features } from "../../src/understanding/weights/features.ts";
import {
  chosen,
  type Head,
  pack,
  probabilities,
  shippedWeights,
  unpack,
} from "../../src/understanding/weights/weights.ts";

describe("figures of classification", () => {
  it("are as counted by hand", () => {
    const judged = [
      { gold: ["a"], said: ["a"], sure: 0.9 },
      { gold: ["a"], said: ["b"], sure: 0.6 },
      { gold: ["b", "a"], said: ["b"], sure: 0.7 },
      { gold: ["b"], said: ["b"], sure: 0.8 },
    ];
    const { accuracy, macroF1, classes, ece } = classFigures(judged);
    expect(accuracy).toBe(0.75);
    expect(classes["a"]).toEqual({ precision: 1, recall: 0.3333, f1: 0.5, n: 3 });
    expect(classes["b"]).toEqual({ precision: 0.6667, recall: 1, f1: 0.8, n: 2 });
    expect(macroF1).toBe(0.65);
    expect(ece).toBeCloseTo((0.1 + 0.6 + 0.3 + 0.2) / 4, 6);
  });

  it("of yes and no count false alarms among the texts without it", () => {
    const rows = [
      { gold: true, said: true },
      { gold: true, said: false },
      { gold: false, said: true },
      { gold: false, said: false },
      { gold: false, said: false },
    ];
    expect(yesNo(rows)).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5, falseAlarmRate: 0.3333 });
  });

  it("have no calibration error where probabilities are right", () => {
    const sure = Array.from({ length: 10 }, (_, at) => ({ chance: 0.7, right: at < 7 }));
    expect(calibrationError(sure)).toBeCloseTo(0, 12);
  });
});

const TASK = { kind: "softmax", classes: 2, epochs: 8, even: 0 } as const;
/** Feature 0 tells the one class, feature 1 the other; feature 2 is in all. */
const examples: Example[] = Array.from({ length: 200 }, (_, at) => ({
  features: Int32Array.from([at % 2, 2]),
  gold: Float32Array.from(at % 2 === 0 ? [1, 0] : [0, 1]),
  weight: 1,
}));

describe("learning", () => {
  it("finds what tells the classes apart, on rows that it has not seen, and always the same", () => {
    const scores = heldOut(examples, 3, TASK);
    expect(scores.every((one, at) => (one[0] ?? 0) > (one[1] ?? 0) === (at % 2 === 0))).toBe(true);
    expect(learn(examples, 3, TASK)).toEqual(learn(examples, 3, TASK));
    expect(calibrate(examples, scores, TASK).report.macroF1).toBe(1);
  });

  it("is packed into bytes that say the same", () => {
    const head: Head = {
      name: "x",
      kind: "softmax",
      classes: ["a", "b"],
      at: 0,
      bias: [0.5, -0.5],
      scale: [0.1, 0.2],
      slope: [1, 1],
      offset: [0, 0],
      lean: [0, 0],
    };
    const bytes = pack([head], Uint32Array.from([7, 99]), Int8Array.from([10, 0, -10, 20]));
    const { score: of, heads } = unpack(bytes);
    expect([...of(Uint32Array.from([7]))]).toEqual([1.5, -0.5]);
    expect([...of(Uint32Array.from([99]))]).toEqual([-0.5, 3.5]);
    expect([...of(Uint32Array.from([1234]))]).toEqual([0.5, -0.5]);
    const chances = probabilities(heads[0] ?? head, Float64Array.from([0, Math.log(3)]));
    expect(unpack(bytes).known(Uint32Array.from([7, 1234]))).toBe(0.5);
    expect(chances[1]).toBeCloseTo(0.75, 12);
    expect(chosen(heads[0] ?? head, chances)).toBe(1);
    expect(
      score({ weights: Float32Array.from([2]), bias: Float32Array.from([1]) }, Int32Array.from([0]))[0],
    ).toBe(3);
  });
});

describe("the shipped weights", () => {
  it("have the heads that are asked for, and are smaller than 3 MB", () => {
    expect(shippedWeights().heads.map(({ name }) => name)).toEqual([
      "emotion",
      "mood",
      "hinted",
      "question",
      "asks",
      "crisis",
      "crisisKind",
    ]);
  });

  it("look at few features of a long text", () => {
    expect(features("word ".repeat(20_000)).length).toBeLessThan(5_000);
    expect([...features("so annoying")]).toEqual([...features("so annoying")]);
  });
});

describe("understanding in a process of its own", () => {
  it("takes no more memory than promised, and says how long it takes", async () => {
    const { memoryMb, messages, usPerMessageP50, usPerMessageP99 } = await measureUnderstanding();
    expect(memoryMb).toBeLessThanOrEqual(40);
    expect(messages).toBeGreaterThan(2_000);
    expect(usPerMessageP99).toBeGreaterThanOrEqual(usPerMessageP50);
  }, 60_000);
});

describe("labels of other sets", () => {
  it("are mapped to ours", () => {
    expect(moodsOf({ set: "emo_goemotions_en", labels: ["annoyance", "disapproval"] })).toEqual([
      "frustrated",
    ]);
    expect(moodsOf({ set: "emo_clue_zh", label: "sadness" })).toEqual(["discouraged"]);
    expect(moodsOf({ set: "", mood: "angry" })).toEqual(["angry"]);
    expect(moodsOf({ set: "", label: "unheard of" })).toEqual([]);
    expect(languageName("zh-Hans")).toBe("zh");
    expect(languageName("pt")).toBe("Portuguese");
  });

  it("count a hint as asking only where the set does", () => {
    const hinted = { ...plainReading("en", "answer"), person: "hinted" } as const;
    expect(wantsPerson(hinted, "authored_handoff_request", "asks")).toBe(true);
    expect(wantsPerson(hinted, "handoff_nlupp_en", "needs")).toBe(false);
    expect(wantsPerson(hinted, "", "needs")).toBe(true);
  });
});
