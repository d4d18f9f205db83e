import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

/** The import rules and the house rules, checked over the tree as it is. */

const root = resolve(import.meta.dirname, "..");

/** Files longer than 300 lines, each with the reason. */
const longFiles: Readonly<Record<string, string>> = {};

/** Folders of more than 12 files, each with the reason. */
const crowdedFolders: Readonly<Record<string, string>> = {};

const skipped = new Set(["node_modules", "dist", "build", ".git"]);
const files = ["src", "adapters", "test"].flatMap((folder) =>
  existsSync(join(root, folder)) ? walk(folder) : [],
);
const code = files.filter((file) => /\.(?:ts|tsx|mjs|js)$/.test(file) && !file.endsWith(".d.ts"));
const product = code.filter((file) => !file.startsWith("test/"));
const texts = new Map(code.map((file) => [file, readFileSync(join(root, file), "utf8")]));

type Import = {
  readonly from: string;
  readonly specifier: string;
  /** The file of ours that it names. */
  readonly to: string | undefined;
  /** Only types: gone when the code runs. */
  readonly typeOnly: boolean;
  readonly reExport: boolean;
};
const imports: readonly Import[] = code.flatMap(importsOf);

describe("imports", () => {
  test("1. ports import nothing but each other, and types of Node", () => {
    const inside = (path: string | undefined) => path?.startsWith("src/ports/") ?? false;
    const ofNode = ({ specifier, typeOnly }: Import) => typeOnly && isBuiltin(specifier);
    expect(offences((one) => inside(one.from) && !inside(one.to) && !ofNode(one))).toEqual([]);
  });

  test("2. an adapter imports the ports, its own folder and packages", () => {
    const adapterOf = (path: string) => /^adapters\/[^/]+\//.exec(path)?.[0];
    expect(
      offences(({ from, to }) => {
        const own = adapterOf(from);
        return own !== undefined && to !== undefined && !to.startsWith(own) && !to.startsWith("src/ports/");
      }),
    ).toEqual([]);
  });

  test("3. only the composition imports adapters", () => {
    const composers = new Set(["src/main.ts", "src/cli.ts"]);
    expect(
      offences(
        ({ from, to }) =>
          from.startsWith("src/") && to?.startsWith("adapters/") === true && !composers.has(from),
      ),
    ).toEqual([]);
  });

  test("4. the conversation and every parse, render and faults are pure", () => {
    const roots = product.filter(isPure);
    expect(roots.length).toBeGreaterThan(5);
    const pure = new Set(roots);
    const running = imports.filter(({ typeOnly }) => !typeOnly);
    // Whatever they call must be pure as well. A Set hands out what is added on the way.
    for (const file of pure)
      for (const { from, to } of running) if (from === file && to !== undefined) pure.add(to);
    const touches = running.filter(
      ({ from, specifier }) => pure.has(from) && isBuiltin(specifier) && !harmlessBuiltins.has(specifier),
    );
    expect(touches.map(written)).toEqual([]);
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bset(?:Timeout|Interval|Immediate)\(|\bfetch\(|\bperformance\./;
    expect([...pure].filter((file) => impure.test(codeOf(file)))).toEqual([]);
  });

  test("4. the conversation runs nothing but itself", () => {
    const inside = (path: string | undefined) => path?.startsWith("src/conversation/") ?? false;
    expect(offences(({ from, to, typeOnly }) => inside(from) && !typeOnly && !inside(to))).toEqual([]);
  });

  test("5. understanding and answering know no store, no engine and no change of state", () => {
    const changes = new Set(
      ["handoff", "transitions", "reactions", "time", "say", "card"].map(
        (name) => `src/conversation/${name}.ts`,
      ),
    );
    expect(
      offences(({ from, to }) => {
        if (!/^src\/(?:understanding|answering)\//.test(from) || to === undefined) return false;
        return /^src\/(?:store|engine|conversation\/(?:student|staff|ticket))\//.test(to) || changes.has(to);
      }),
    ).toEqual([]);
  });

  test("6. databases are named in the store only, the environment in config only", () => {
    expect(
      offences(
        ({ from, specifier }) =>
          !from.startsWith("test/") &&
          /^(?:better-sqlite3|pg|kysely)(?:\/|$)/.test(specifier) &&
          !from.startsWith("src/store/"),
      ),
    ).toEqual([]);
    expect(
      product.filter((file) => /\bprocess\.env\b/.test(codeOf(file)) && file !== "src/config.ts"),
    ).toEqual([]);
  });

  test("7. no cycles", () => {
    expect(cycles()).toEqual([]);
  });

  test("7. no barrels but the register of adapters", () => {
    const reExporting = new Set(imports.filter(({ reExport }) => reExport).map(({ from }) => from));
    expect([...reExporting].filter((file) => file !== "adapters/index.ts")).toEqual([]);
    const indexes = product.filter((file) => basename(file) === "index.ts");
    expect(indexes.filter((file) => !/^adapters\/(?:[^/]+\/)?index\.ts$/.test(file))).toEqual([]);
  });

  test("every file that is imported exists", () => {
    expect(imports.length).toBeGreaterThan(200);
    const broken = imports.filter(
      ({ specifier, to }) => /^[.#]/.test(specifier) && to !== undefined && !existsSync(join(root, to)),
    );
    expect(broken.map(written)).toEqual([]);
  });
});

describe("the house", () => {
  test("names are in kebab-case, and say what is inside", () => {
    const kebab = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.[a-z0-9-]+)+$/;
    expect(code.filter((file) => !kebab.test(basename(file)))).toEqual([]);
    const says = /(?:^|[/-])(?:utils?|helpers?|common|managers?|misc)(?:\/|\.[a-z.]+$)/;
    expect(code.filter((file) => says.test(file))).toEqual([]);
  });

  test("a file of more than 300 lines has a reason", () => {
    const long = product.filter((file) => (texts.get(file)?.split("\n").length ?? 0) > 301);
    expect(long.toSorted()).toEqual(Object.keys(longFiles).toSorted());
  });

  test("a folder of more than 12 files is two rooms, or has a reason", () => {
    const folders = Map.groupBy(product, (file) => dirname(file));
    const crowded = [...folders].filter(([, inside]) => inside.length > 12).map(([folder]) => folder);
    expect(crowded.toSorted()).toEqual(Object.keys(crowdedFolders).toSorted());
  });

  test("Chinese phrases are set in Chinese punctuation", () => {
    const chinese = product.filter((file) => /src\/conversation\/phrases\/.*zh\.ts$/.test(file));
    expect(chinese.length).toBeGreaterThan(0);
    const narrow = chinese.flatMap((file) =>
      (texts.get(file)?.split("\n") ?? [])
        .map((line) => line.replace(/\$\{[^}]*\}/g, "x"))
        .filter((line) => /\p{Script=Han}[,;:!?(]|[,;:!?)]\p{Script=Han}/u.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(narrow).toEqual([]);
  });
});

/** Built-ins that compute and touch nothing outside. */
const harmlessBuiltins = new Set(["node:crypto", "node:buffer", "node:url", "node:path"]);

function isPure(file: string): boolean {
  return file.startsWith("src/conversation/") || /^adapters\/[^/]+\/(?:parse|render|faults)\.ts$/.test(file);
}

function offences(breaks: (one: Import) => boolean): readonly string[] {
  return imports.filter(breaks).map(written);
}

function written({ from, specifier }: Import): string {
  return `${from} imports ${specifier}`;
}

function importsOf(file: string): readonly Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, reExport: boolean) =>
    found.push({ from: file, specifier, to: resolved(file, specifier), typeOnly, reExport });
  const text = texts.get(file) ?? "";
  const statement = /^[ \t]*(import|export)\b(?:\s+(type)\b)?([^;"'`]*?)\bfrom\s*["']([^"']+)["']/gm;
  for (const [, verb, type, names = "", specifier = ""] of text.matchAll(statement)) {
    const each = /\{([^}]*)\}/
      .exec(names)?.[1]
      ?.split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    const allTypes =
      each !== undefined && /^\s*\{/.test(names) && each.every((name) => name.startsWith("type "));
    add(specifier, type !== undefined || allTypes, verb === "export");
  }
  for (const [, specifier = ""] of text.matchAll(/^[ \t]*import\s*["']([^"']+)["']/gm))
    add(specifier, false, false);
  for (const [, runs, specifier = ""] of text.matchAll(
    /(await\s+|=>\s*|return\s+)?\bimport\(\s*["']([^"']+)["']/g,
  ))
    add(specifier, runs === undefined, false);
  return found;
}

function resolved(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("#ports/")) return `src/ports/${specifier.slice("#ports/".length)}`;
  if (!specifier.startsWith(".")) return undefined;
  return relative(root, resolve(root, dirname(from), specifier)).replace(/\?.*$/, "");
}

/** The code without comments and plain strings, so that words about a thing are not the thing. */
function codeOf(file: string): string {
  return (texts.get(file) ?? "").replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|"(?:[^"\\\n]|\\.)*"/gm, "");
}

/** Each cycle of running imports once, as its files; types may point at each other. */
function cycles(): readonly string[] {
  const next = Map.groupBy(
    imports.filter(({ to, typeOnly }) => to !== undefined && !typeOnly),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) return found.push([...path.slice(at), file].join(" → "));
    if (done.has(file)) return;
    for (const { to } of next.get(file) ?? []) if (to !== undefined) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return found;
}

function walk(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : walk(path);
    return [path];
  });
}
