import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { extname, join } from "node:path";

/** A file that pages load. `etag` changes with its content. */
export type Asset = { readonly type: string; readonly body: string; readonly etag: string };

const TYPES: Readonly<Record<string, string>> = {
  ".ts": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};
const FOLDER = join(import.meta.dirname, "../client");

/** The scripts and styles of the pages by their path below `client/`; scripts lose their types on first use. */
export function createAssets(): (path: string) => Asset | undefined {
  const files = new Set(
    readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((f) => extname(f) in TYPES),
  );
  const made = new Map<string, Asset>();
  return (path) => {
    if (!files.has(path)) return undefined;
    const asset = made.get(path) ?? make(path);
    made.set(path, asset);
    return asset;
  };
}

function make(path: string): Asset {
  const source = readFileSync(join(FOLDER, path), "utf8");
  const body = path.endsWith(".ts") ? quietly(() => stripTypeScriptTypes(source)) : source;
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  return { type: TYPES[extname(path)] ?? "text/plain", body, etag };
}

/** Node calls the function experimental, on standard error, once: not something that users can act on. */
function quietly<T>(work: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}
