/**
 * Gives each heading of an article its id, as GitHub does: lower case, only letters, marks, numbers,
 * connectors, hyphens and spaces, spaces as hyphens, `-1` behind the second of two equal ones. Ask once per
 * heading in the order of the article. Citations are made by the same rule elsewhere: they must not differ.
 */
export function createSlugs(): (heading: string) => string {
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
    .replaceAll(" ", "-");
  return id === "" ? "section" : id;
}
