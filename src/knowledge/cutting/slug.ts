/**
 * Gives each heading of one article its id, as GitHub does: `How to start?` → `how-to-start`, a second one
 * `how-to-start-1`. Ask once per heading, in the order of the article.
 */
export function createSlugger(): (heading: string) => string {
  const given = new Map<string, number>();
  return (heading) => {
    const base = slug(heading);
    let id = base;
    while (given.has(id)) {
      const count = (given.get(base) ?? 0) + 1;
      given.set(base, count);
      id = `${base}-${count}`;
    }
    given.set(id, 0);
    return id;
  };
}

function slug(heading: string): string {
  const id = heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replace(/ /g, "-");
  return id === "" ? "section" : id;
}
