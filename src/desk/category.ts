type Words = { readonly words?: readonly string[] | undefined };

/** The name of the category of whose words a text has most, the first of equals; `undefined` if it has none. */
export function suggestCategory(
  categories: readonly (readonly [name: string, category: Words])[],
  text: string,
): string | undefined {
  const read = text.normalize("NFKC").toLowerCase();
  let best: { name: string; count: number } | undefined;
  for (const [name, { words = [] }] of categories) {
    const count = words.filter((word) => begins(read, word.normalize("NFKC").toLowerCase())).length;
    if (count > (best?.count ?? 0)) best = { name, count };
  }
  return best?.name;
}

/** Whether a word of the text begins so: `refund` is in `refunded`, `art` is not in `start`. Chinese has no gaps. */
function begins(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isInside = /[\p{L}\p{N}]$/u.test(text.slice(0, at)) && /^[\p{L}\p{N}]/u.test(word);
    if (!isInside || /^\p{Script=Han}/u.test(word)) return true;
  }
  return false;
}
