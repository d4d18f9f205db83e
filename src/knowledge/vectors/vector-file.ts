/** Keeps vectors by the hash of their text, for one model, so that no text is embedded twice. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { z } from "zod";

export type VectorTable = Map<string, Float32Array>;

const HEAD = z.object({ model: z.string(), size: z.int().positive(), keys: z.array(z.string()) });

export function keyOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

/** Empty if there is no file, if it is broken, or if another model made it. */
export async function readVectors(file: string, model: string): Promise<VectorTable> {
  const table: VectorTable = new Map();
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes || bytes.length < 8 || bytes.readUInt32LE(0) !== crc32(bytes.subarray(4))) return table;
  const headEnd = 8 + bytes.readUInt32LE(4);
  const head = HEAD.safeParse(JSON.parse(bytes.toString("utf8", 8, headEnd)));
  if (!head.success || head.data.model !== model) return table;
  const { size, keys } = head.data;
  // a copy, since the numbers may not begin at a multiple of four in the file
  const numbers = new Float32Array(Uint8Array.from(bytes.subarray(headEnd)).buffer);
  keys.forEach((key, row) => {
    table.set(key, numbers.subarray(row * size, (row + 1) * size));
  });
  return table;
}

export async function writeVectors(file: string, model: string, table: VectorTable): Promise<void> {
  const size = table.values().next().value?.length;
  if (size === undefined) return;
  const head = Buffer.from(JSON.stringify({ model, size, keys: [...table.keys()] }));
  const bytes = Buffer.alloc(8 + head.length + table.size * size * 4);
  bytes.writeUInt32LE(head.length, 4);
  head.copy(bytes, 8);
  let at = 8 + head.length;
  for (const vector of table.values()) {
    Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).copy(bytes, at);
    at += size * 4;
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  try {
    await writeFile(draft, bytes);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
