import type { Progress } from "#ports/learning.ts";
import type { Found, Hit } from "../../knowledge/passage.ts";

/** What may be quoted to a student, and the module that what fits best is locked in. */
export type Allowed = { readonly found: Found; readonly locked?: string };

/**
 * Takes out what stands in modules that the student has not unlocked: neither a quote nor a model sees it. Without
 * a learning platform every module is open; one that doesn't know the student shows them no module.
 */
export function allowedTo(found: Found, progress: Progress | "open" | "unknown"): Allowed {
  if (progress === "open") return { found };
  const isOpen = ({ passage: { article } }: Hit) =>
    article.module === undefined || (progress !== "unknown" && progress.unlocked.has(article.module));
  const hits = found.hits.filter(isOpen);
  const best = found.hits[0];
  if (best === undefined || isOpen(best)) return { found: { ...found, hits } };
  // How sure the search is was said of what is locked.
  const share = (hits[0]?.score ?? 0) / Math.max(best.score, Number.MIN_VALUE);
  const rest = { hits, sure: found.sure * Math.min(1, share) };
  return best.passage.article.module === undefined
    ? { found: rest }
    : { found: rest, locked: best.passage.article.module };
}
