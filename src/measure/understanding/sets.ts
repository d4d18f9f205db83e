/** What the labels of other people's data are in our words: the one place where they are mapped. */
import { MOODS, type Mood, type Reading } from "../../understanding/reading.ts";

type Name = Mood["name"];

/** GoEmotions (https://arxiv.org/abs/2005.00547), 28 labels. */
export const GOEMOTIONS = {
  admiration: "pleased",
  amusement: "pleased",
  anger: "angry",
  annoyance: "frustrated",
  approval: "pleased",
  caring: "pleased",
  confusion: "confused",
  curiosity: "neutral",
  desire: "neutral",
  disappointment: "discouraged",
  disapproval: "frustrated",
  disgust: "angry",
  embarrassment: "discouraged",
  excitement: "pleased",
  fear: "anxious",
  gratitude: "grateful",
  grief: "discouraged",
  joy: "pleased",
  love: "pleased",
  nervousness: "anxious",
  neutral: "neutral",
  optimism: "pleased",
  pride: "pleased",
  realization: "neutral",
  relief: "pleased",
  remorse: "discouraged",
  sadness: "discouraged",
  surprise: "neutral",
} as const satisfies Record<string, Name>;

/** Seven emotions of Chinese posts. Disgust, there, is anger at somebody; surprise has no mood of ours. */
export const CLUE = {
  happiness: "pleased",
  like: "pleased",
  sadness: "discouraged",
  anger: "angry",
  disgust: "angry",
  fear: "anxious",
  surprise: "neutral",
} as const satisfies Record<string, Name>;

/** Thirteen emotions of Chinese television dialogue. */
export const CPED = {
  happy: "pleased",
  grateful: "grateful",
  relaxed: "pleased",
  "positive-other": "pleased",
  neutral: "neutral",
  anger: "angry",
  sadness: "discouraged",
  fear: "anxious",
  depress: "discouraged",
  disgust: "angry",
  astonished: "neutral",
  worried: "anxious",
  "negative-other": "frustrated",
} as const satisfies Record<string, Name>;

export const POLARITIES: Readonly<Record<Name, "positive" | "negative" | "neutral">> = {
  neutral: "neutral",
  confused: "negative",
  frustrated: "negative",
  angry: "negative",
  anxious: "negative",
  discouraged: "negative",
  grateful: "positive",
  pleased: "positive",
};

const SETS: Readonly<Record<string, Readonly<Record<string, Name>>>> = {
  emo_goemotions_en: GOEMOTIONS,
  emo_clue_zh: CLUE,
  emo_cped_zh: CPED,
};

/** The moods of a row: as its set names them, or by our own names. Empty for labels that nobody mapped. */
export function moodsOf(row: {
  readonly set: string;
  readonly label?: string | number | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly mood?: string | undefined;
}): readonly Name[] {
  const table = SETS[row.set] ?? OURS;
  const labels = row.labels ?? [row.label ?? row.mood ?? ""];
  return [...new Set(labels.flatMap((label) => table[String(label)] ?? []))];
}

const OURS: Readonly<Record<string, Name>> = Object.fromEntries(MOODS.map((mood) => [mood, mood]));

/** Whom a set marks: who asks for a person, or also who needs one without asking. */
type Marked = "asks" | "needs";
const MARKED: Readonly<Record<string, Marked>> = {
  handoff_nlupp_en: "asks",
  authored_handoff_request: "needs",
};

/** Whether a person is wanted in the sense of the set, for sets of our own in that of the task. */
export function wantsPerson({ wants, person }: Reading, set: string, otherwise: Marked): boolean {
  return wants === "person" || ((MARKED[set] ?? otherwise) === "needs" && person === "hinted");
}

/** How our readings name the language that a set gives as a code. */
export function languageName(code: string): string {
  if (code === "en" || code === "zh" || code === "zh-Hant") return code;
  return code === "zh-Hans" ? "zh" : (new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code);
}
