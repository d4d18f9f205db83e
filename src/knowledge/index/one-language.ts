/** The same article in several languages counts once. */
import type { Index } from "./index-data.ts";

/** How many of the hits are looked through; further down nobody reads. */
const SEEN = 20;

/**
 * Keeps of each article the version in the preferred language, else the one that ranked first. A hit whose
 * article exists in the preferred language is given as the passage at the same place in that version.
 */
export function oneLanguage<T extends { readonly passage: number }>(
  index: Index,
  hits: readonly T[],
  language: string | undefined,
): T[] {
  if (!index.hasVersions) return [...hits];
  const chosen = new Map<number, number>();
  const kept: T[] = [];
  const given = new Set<number>();
  for (const hit of hits.slice(0, SEEN)) {
    const article = index.articleOf(hit.passage);
    const id = index.idOf(article);
    const version = chosen.get(id) ?? choose(index, article, language);
    chosen.set(id, version);
    const passage = version === article ? hit.passage : samePlace(index, hit.passage, version);
    if (given.has(passage)) continue;
    given.add(passage);
    kept.push({ ...hit, passage });
  }
  return kept;
}

function choose(index: Index, found: number, language: string | undefined): number {
  if (language === undefined) return found;
  return index.versionsOf(found).find((version) => index.languageOf(version) === language) ?? found;
}

/** Translations follow their original: the passage as far down in the other version. */
function samePlace(index: Index, passage: number, version: number): number {
  const { firstPassage } = index.data;
  const article = index.articleOf(passage);
  const first = firstPassage[article] ?? 0;
  const count = (firstPassage[article + 1] ?? 0) - first;
  const otherFirst = firstPassage[version] ?? 0;
  const otherCount = (firstPassage[version + 1] ?? 0) - otherFirst;
  if (otherCount === 0) return passage;
  const place =
    count === otherCount
      ? passage - first
      : Math.round(((passage - first) * (otherCount - 1)) / Math.max(1, count - 1));
  return otherFirst + Math.min(place, otherCount - 1);
}
