/** What a passage is found by. The index and the questions use the same terms. */
import { scan } from "./scan.ts";
import { stem } from "./stem.ts";

/** Words as stems, compounds whole and in parts, Chinese as pairs of characters; in the order of the text. */
export function terms(text: string): string[] {
  const out: string[] = [];
  for (const piece of scan(text)) {
    if (piece.type === "han") pushPairs(piece.run, out);
    else if (piece.parts.length === 0) out.push(stem(piece.whole));
    else {
      out.push(piece.whole);
      for (const part of piece.parts) out.push(stem(part));
    }
  }
  return out;
}

/** Each character, and each with the next. */
function pushPairs(run: string, out: string[]): void {
  for (let i = 0; i < run.length; i++) {
    out.push(run.charAt(i));
    if (i + 1 < run.length) out.push(run.slice(i, i + 2));
  }
}
