/** Lists the files of a folder, links followed, each place once. */
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

export type FoundFile = { readonly path: string; readonly size: number; readonly mtime: number };
export type Walked = {
  /** By path, with `/`, sorted, so that the same folder gives the same order. */
  readonly files: readonly FoundFile[];
  readonly skipped: readonly Skipped[];
};
export type Skipped = { readonly path: string; readonly reason: string };

/** More files than this are no course; the rest is left out and said. */
const MOST_FILES = 100_000;
const DEEPEST = 32;
/** What the same folder holds besides articles. */
const OTHERS = new Set(["replies", "crisis.yaml"]);

/** Hidden files, `README*`, `replies/` and `crisis.yaml` of the top folder are not articles. Throws if the folder can't be read. */
export async function walk(folder: string): Promise<Walked> {
  const files: FoundFile[] = [];
  const skipped: Skipped[] = [];
  const seen = new Set<string>();
  const visit = async (path: string, depth: number): Promise<void> => {
    const real = await realpath(join(folder, path));
    if (seen.has(real)) return;
    seen.add(real);
    for (const name of (await readdir(real)).sort()) {
      const inside = path === "" ? name : `${path}/${name}`;
      if (name.startsWith(".") || (path === "" && (name.startsWith("README") || OTHERS.has(name)))) continue;
      if (files.length + skipped.length >= MOST_FILES) return;
      try {
        const found = await stat(join(folder, inside));
        if (found.isFile()) files.push({ path: inside, size: found.size, mtime: Math.round(found.mtimeMs) });
        else if (!found.isDirectory()) skipped.push({ path: inside, reason: "is not a file" });
        else if (depth < DEEPEST) await visit(inside, depth + 1);
        else skipped.push({ path: inside, reason: "lies too deep" });
      } catch {
        skipped.push({ path: inside, reason: "can't be read" });
      }
    }
  };
  await visit("", 0);
  if (files.length + skipped.length >= MOST_FILES)
    skipped.push({ path: ".", reason: `holds more than ${MOST_FILES} files; the rest is left out` });
  return { files, skipped };
}
