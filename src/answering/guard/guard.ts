import { blocks } from "../quoting/blocks.ts";
import { clean, visible, withoutMentions } from "./clean.ts";
import type { Evidence } from "./evidence.ts";
import { doesNotKnow, type Failure, type Grounded, ground } from "./ground.ts";
import { hosts } from "./hosts.ts";
import { marks, renumber, uniform } from "./marks.ts";
import { mapText } from "./segments.ts";

export type Rules = {
  readonly evidence: Evidence;
  /** Whether an answer that cites these passages may name the host. */
  readonly allowed: (host: string, cited: readonly number[]) => boolean;
  readonly leaks: (text: string) => boolean;
  /** What the student reads. */
  readonly language: "en" | "zh";
};

/** `used` are the numbers of the cited passages in the order of the new marks 1, 2, … in `text`. */
export type Verdict =
  | { readonly ok: true; readonly text: string; readonly used: readonly number[] }
  | Failure;

/**
 * What of a model's text may be shown. A sentence here and there that no passage carries is left out. A text with a
 * made-up number, an address elsewhere or an act that nobody did is not repaired, since the rest was written by the
 * same hand.
 */
export function guard(raw: string, rules: Rules): Verdict {
  const text = withoutMentions(visible(raw)).trim();
  if (text === "") return { ok: false, why: "empty" };
  if (rules.leaks(text)) return { ok: false, why: "leak" };
  if (!isIn(rules.language, text))
    return { ok: false, why: doesNotKnow(text) && marks(text).length === 0 ? "unknown" : "language" };

  const parts = blocks(text).map((block) =>
    block.kind === "code" ? block : { ...block, text: uniform(block.text) },
  );
  const checked: Grounded[] = [];
  for (const [index, part] of parts.entries()) {
    const result = ground(part, parts[index - 1], rules.evidence);
    if ("ok" in result) return result;
    checked.push(result);
  }
  const sum = (of: "kept" | "dropped") => checked.reduce((total, part) => total + part[of], 0);
  if (sum("dropped") > sum("kept") * MAY_DROP) return { ok: false, why: "ungrounded" };
  return numbered(
    checked.flatMap((part) => (part.text === "" ? [] : [part.text])),
    rules,
  );
}

/** Beyond this share of what is kept, what is left over is no longer what was meant. */
const MAY_DROP = 0.5;

/** Marks in the order of first use; without a single one nothing is shown as fact. */
function numbered(parts: readonly string[], rules: Rules): Verdict {
  const used: number[] = [];
  const rename = (number: number) => {
    if (number < 1 || number > rules.evidence.count) return undefined;
    if (!used.includes(number)) used.push(number);
    return used.indexOf(number) + 1;
  };
  const text = parts.map((part) => (isFence(part) ? part : renumber(part, rename))).join("\n\n");
  const allowed = (host: string) => rules.allowed(host, used);
  if (!hosts(text).every(allowed)) return { ok: false, why: "foreign" };
  const shown = clean(text, allowed).trim();
  if (used.length > 0 && marks(shown).length > 0) return { ok: true, text: shown, used };
  return { ok: false, why: doesNotKnow(shown) ? "unknown" : "ungrounded" };
}

/** English has hardly a Chinese character, Chinese some; code and what it is called count for neither. */
function isIn(language: Rules["language"], text: string): boolean {
  let words = "";
  mapText(
    text,
    (part) => {
      words += part;
      return part;
    },
    () => "",
  );
  const han = words.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = words.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  return language === "zh" ? han > 0 || latin < MOST_FOREIGN : han <= latin / 2;
}

/** "Flexbox: `display: flex`" needs no Chinese. */
const MOST_FOREIGN = 6;

function isFence(part: string): boolean {
  return /^ {0,3}(?:```|~~~)/.test(part);
}
