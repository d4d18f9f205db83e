/** Languages by their letters, where an alphabet belongs to few. */

type Script = {
  readonly pattern: RegExp;
  /** Letters that only one of its languages has, tried in order; the last is the one without a sign. */
  readonly languages: readonly (readonly [name: string, sign?: RegExp])[];
};

const SCRIPTS: readonly Script[] = [
  { pattern: /[\u3040-\u30FF\u31F0-\u31FF\uFF66-\uFF9F]/g, languages: [["Japanese"]] },
  { pattern: /[\uAC00-\uD7AF\u1100-\u11FF\u3130-\u318F]/g, languages: [["Korean"]] },
  {
    pattern: /\p{Script=Cyrillic}/gu,
    languages: [
      ["Ukrainian", /[іїєґ]/i],
      ["Serbian", /[ђћџљњј]/i],
      ["Kazakh", /[әғқңөұүһ]/i],
      ["Belarusian", /ў/i],
      [
        "Bulgarian",
        /(?<!\p{L})(?:съм|със|какво|защо|нещо|този|това|моля|благодаря|как да|ли|не мога|къде)(?!\p{L})|ъ\p{L}{0,3}т/iu,
      ],
      ["Russian"],
    ],
  },
  {
    pattern: /\p{Script=Arabic}/gu,
    languages: [["Urdu", /[ٹڈڑںےہھ]/], ["Persian", /[پچژگکی]/], ["Arabic"]],
  },
  { pattern: /\p{Script=Hebrew}/gu, languages: [["Hebrew"]] },
  { pattern: /\p{Script=Greek}/gu, languages: [["Greek"]] },
  { pattern: /\p{Script=Thai}/gu, languages: [["Thai"]] },
  {
    pattern: /\p{Script=Devanagari}/gu,
    languages: [["Nepali", /छ(?:न्|ु|ैन)?(?![\p{L}\p{M}])|गर्न/u], ["Marathi", /आहे|मला|ळ/], ["Hindi"]],
  },
  { pattern: /\p{Script=Bengali}/gu, languages: [["Bengali"]] },
  { pattern: /\p{Script=Tamil}/gu, languages: [["Tamil"]] },
  { pattern: /\p{Script=Telugu}/gu, languages: [["Telugu"]] },
  { pattern: /\p{Script=Gujarati}/gu, languages: [["Gujarati"]] },
  { pattern: /\p{Script=Gurmukhi}/gu, languages: [["Punjabi"]] },
  { pattern: /\p{Script=Kannada}/gu, languages: [["Kannada"]] },
  { pattern: /\p{Script=Malayalam}/gu, languages: [["Malayalam"]] },
  { pattern: /\p{Script=Sinhala}/gu, languages: [["Sinhala"]] },
  { pattern: /\p{Script=Khmer}/gu, languages: [["Khmer"]] },
  { pattern: /\p{Script=Lao}/gu, languages: [["Lao"]] },
  { pattern: /\p{Script=Myanmar}/gu, languages: [["Burmese"]] },
  { pattern: /\p{Script=Georgian}/gu, languages: [["Georgian"]] },
  { pattern: /\p{Script=Armenian}/gu, languages: [["Armenian"]] },
  { pattern: /\p{Script=Ethiopic}/gu, languages: [["Amharic"]] },
];

/** One letter of another alphabet is a symbol or a joke. */
const FEWEST = 2;

/** The language of the alphabet that most letters are of, if it is neither Latin nor only Chinese. */
export function alphabetOf(text: string): { readonly name: string; readonly letters: number } | undefined {
  let best: { name: string; letters: number } | undefined;
  for (const { pattern, languages } of SCRIPTS) {
    const letters = text.match(pattern)?.length ?? 0;
    if (letters < FEWEST || letters <= (best?.letters ?? 0)) continue;
    const name = languages.find(([, sign]) => sign === undefined || sign.test(text))?.[0];
    if (name !== undefined) best = { name, letters };
  }
  return best;
}
