import type { OutboundMessage } from "#ports/platform.ts";
import type { Reading } from "../understanding/reading.ts";
import type { Language } from "./conversation.ts";
import { crisisWords } from "./phrases/crisis.ts";

type Crisis = NonNullable<Reading["crisis"]>;

type Words = Readonly<Record<Crisis | "emergency" | "anywhere" | "person" | "about", string>>;

type Lines = {
  readonly emergency: string;
  readonly selfHarm: readonly string[];
  readonly abuse: readonly string[];
};

/** The reviewed words and help lines. Every language names the countries to show where the student's is unknown. */
export type CrisisWords = {
  readonly texts: Readonly<Record<Language | "zh-Hant", Words>>;
  /** Where lines of all countries are listed. */
  readonly anywhere: string;
  readonly without: Readonly<Record<Language | "zh-Hant", readonly string[]>>;
  /** By ISO code. */
  readonly countries: Readonly<Record<string, Lines>>;
};

/** Who reads it: `locale` is what the platform says of the student, `zh-TW`, and gives the country. */
export type Reader = Pick<Reading, "language" | "traditional"> & { readonly locale?: string | undefined };

/** The fixed words for a student whose message sounds like danger. Never made by a model. */
export function crisisMessage(
  crisis: Crisis,
  { language, traditional, locale }: Reader,
  words: CrisisWords = crisisWords,
): OutboundMessage {
  const script = traditional ? "zh-Hant" : language;
  const text = words.texts[script];
  const country = countryOf(locale);
  const known = country !== undefined && words.countries[country] !== undefined;
  const lines = (known ? [country] : words.without[script]).flatMap((code) => {
    const one = words.countries[code];
    if (one === undefined) return [];
    const help = crisis === "abuse" ? [...one.abuse, ...one.selfHarm] : one.selfHarm;
    return [`- ${code}: ${[`${text.emergency} **${one.emergency}**`, ...help].join(" · ")}`];
  });
  const list = [...lines, `- ${text.anywhere}: ${words.anywhere}`].join("\n");
  return { text: [text[crisis], list, text.person, text.about].join("\n\n"), tone: "answer", language };
}

function countryOf(locale: string | undefined): string | undefined {
  return /[-_]([A-Z]{2})(?![A-Za-z])/.exec(locale ?? "")?.[1];
}
