/** Which section of its article answers a question of `also-asked-as`: `how much is it (#the-price)`. */
import type { Passage } from "../passage.ts";

const SECTION = /\s*\(#([^\s()]+)\)$/;

export type SortedAsked = {
  readonly ofArticle: readonly string[];
  /** By the place of the section's first passage. */
  readonly bySection: ReadonlyMap<number, readonly string[]>;
};

/** A question that names no section, or one that is not there, belongs to the whole article. */
export function sortAsked(
  asked: readonly string[],
  passages: readonly Pick<Passage, "anchor">[],
): SortedAsked {
  const ofArticle: string[] = [];
  const bySection = new Map<number, string[]>();
  for (const line of asked) {
    const anchor = SECTION.exec(line)?.[1];
    const at = anchor === undefined ? -1 : passages.findIndex((passage) => passage.anchor === anchor);
    const question = line.replace(SECTION, "");
    if (at < 0) ofArticle.push(question);
    else bySection.set(at, [...(bySection.get(at) ?? []), question]);
  }
  return { ofArticle, bySection };
}
