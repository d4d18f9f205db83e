import type { Found, Hit } from "../../knowledge/passage.ts";
import type { Question } from "../question.ts";
import { pieces } from "../quoting/pieces.ts";
import { shownIn } from "../quoting/quote.ts";
import type { Topic } from "./topic.ts";

/**
 * What of the hits may follow what was said: without what the student says is not it, and, where the same is asked
 * again in other words, with what was shown already at the end.
 */
export function unseen(topic: Topic, question: Question, found: Found): Found {
  const isAgain = topic.wish === "answer" && (question.reading.rephrases || topic.goesOn === true);
  if (!topic.rejects && !isAgain) return found;
  const shown = shownIn(question);
  const wasShown = ({ passage }: Hit) =>
    pieces(passage.text).some((piece) => piece.words > 3 && shown(piece));
  const seen = found.hits.filter(wasShown);
  const fresh = found.hits.filter((hit) => !seen.includes(hit));
  if (!topic.rejects) return { ...found, hits: [...nearFirst(fresh, found), ...seen] };
  const articles = new Set(seen.map(({ passage }) => passage.article.id));
  const others =
    topic.rejects === "article" ? fresh.filter((hit) => !articles.has(hit.passage.article.id)) : fresh;
  return { ...found, hits: others };
}

/** The article that fits best first: whoever asks on is not led elsewhere. */
function nearFirst(hits: readonly Hit[], { hits: [best] }: Found): readonly Hit[] {
  const isNear = ({ passage }: Hit) => passage.article.id === best?.passage.article.id;
  return [...hits.filter(isNear), ...hits.filter((hit) => !isNear(hit))];
}
