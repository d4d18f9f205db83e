/**
 * The sentences of a paragraph, in order and complete: together they are the paragraph. A sentence never ends
 * inside code, emphasis, a link or brackets, and citation marks that follow it belong to it.
 */
export function sentences(paragraph: string): readonly string[] {
  const text = paragraph.replace(/\s*\n\s*/g, " ").trim();
  const found: string[] = [];
  const open = createBalance();
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    open.read(text, at);
    if (!ends(text, at, from)) continue;
    let end = at + 1;
    const tail =
      /^[)\]\uFF09\u201D\u2019"'\u300D\u300F*_]{0,4}(?:\s?\[\d{1,3}\]){0,6}/.exec(
        text.slice(end, end + 60),
      )?.[0] ?? "";
    for (let step = 0; step < tail.length; step++) open.read(text, end + step);
    end += tail.length;
    at = end - 1;
    if (!open.closed()) continue;
    found.push(text.slice(from, end).trim());
    from = end;
  }
  const rest = text.slice(from).trim();
  return rest === "" ? found : [...found, rest];
}

/** Sentences after each other; Chinese ones follow without a space. */
export function joined(sentences: readonly string[]): string {
  return sentences.reduce(
    (text, next) => (text === "" || AFTER_WIDE.test(text) ? text + next : `${text} ${next}`),
    "",
  );
}

/** The full-width signs: 。 and the wide exclamation and question marks. They end a sentence without a space. */
const WIDE_END = /[\u3002\uFF01\uFF1F]/;
const AFTER_WIDE = /[\u3002\uFF01\uFF1F\u2026][\u201D\u300D\u300F\uFF09*_]{0,3}(?:\s?\[\d{1,3}\]){0,6}$/;
const CLOSERS = /^[)\]\uFF09\u201D\u2019"'\u300D\u300F*_]{0,4}(?:\s|\[\d|$)/;
const HAN = /\p{Script=Han}/u;
const SHORT_FORM = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|no|nr|fig|approx|cf|mr|mrs|dr|prof|st|p|pp|[a-z])$/i;

function ends(text: string, at: number, from: number): boolean {
  const sign = text.charAt(at);
  const next = text.charAt(at + 1);
  if (WIDE_END.test(sign)) return !WIDE_END.test(next);
  // Chinese is also written with narrow signs.
  if (/[!?]/.test(sign) && HAN.test(next)) return true;
  if (!/[.!?\u2026]/.test(sign) || !CLOSERS.test(text.slice(at + 1, at + 8))) return false;
  if (sign !== ".") return true;
  const before = text.slice(Math.max(from, at - 12), at);
  return !SHORT_FORM.test(before) && !/^\s*\d{1,3}$/.test(text.slice(from, at));
}

/** Whether code, bold text and square brackets are closed. Round ones are not counted: ":)" is common. */
function createBalance() {
  let code = false;
  let bold = false;
  let square = 0;
  return {
    read(text: string, at: number) {
      const sign = text.charAt(at);
      if (sign === "`") code = !code;
      if (code) return;
      if (sign === "*" && text.charAt(at - 1) === "*" && text.charAt(at - 2) !== "*") bold = !bold;
      if (sign === "[") square++;
      if (sign === "]") square = Math.max(0, square - 1);
    },
    closed: () => !code && !bold && square === 0,
  };
}
