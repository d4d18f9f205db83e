import { readFileSync } from "node:fs";

/** The words of one language for danger, as `signs.en.txt` and its sister hold them. */
export type Signs = {
  /** Figures of speech and terms of the trade: taken out before the others are tried. */
  readonly innocent: RegExp;
  /** Words that name it: count unless they are studied, and nobody speaks of a person. */
  readonly topics: RegExp;
  readonly study: RegExp;
  readonly personal: RegExp;
  readonly selfHarm: RegExp;
  readonly abuse: RegExp;
  readonly danger: RegExp;
};

/** Reads the signs of a language; `start` is where a pattern may begin: at a word, or anywhere. */
export function readSigns(language: "en" | "zh", start: "\\b" | ""): Signs {
  const groups = new Map<string, string>();
  const sections = new Map<string, string[]>();
  let section: string[] = [];
  for (const line of readFileSync(new URL(`signs.${language}.txt`, import.meta.url), "utf8").split("\n")) {
    const name = /^== (\S+)$/.exec(line)?.[1];
    const group = /^([A-Z_]+) = (.+)$/.exec(line);
    if (name !== undefined) {
      section = [];
      sections.set(name, section);
    } else if (group !== null) {
      groups.set(group[1] ?? "", filled(group[2] ?? "", groups));
    } else if (line !== "" && !line.startsWith("#")) {
      section.push(filled(line, groups));
    }
  }
  const pattern = (name: keyof Signs, flags?: string) =>
    new RegExp(`${start}(?:${(sections.get(name) ?? []).join("|")})`, flags);
  return {
    innocent: pattern("innocent", "g"),
    topics: pattern("topics"),
    study: pattern("study"),
    personal: pattern("personal"),
    selfHarm: pattern("selfHarm"),
    abuse: pattern("abuse"),
    danger: pattern("danger"),
  };
}

function filled(pattern: string, groups: ReadonlyMap<string, string>): string {
  return pattern.replace(/\{([A-Z_]+)\}/g, (_, name: string) => groups.get(name) ?? "");
}
