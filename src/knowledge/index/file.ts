/** Keeps the index in one file: a header, then its arrays as they stand in memory. */
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { Index, type IndexData } from "./index-data.ts";

/** To be raised whenever terms, passages, fields or the arrays change: older files are then built anew. */
const VERSION = 3;
const MAGIC = 0x4b534544; // DESK
/** Magic, version, checksum of all that follows it, length of the table. */
const HEADER = 16;

const ARRAYS = {
  high: Uint32Array,
  low: Uint32Array,
  slots: Uint32Array,
  light: Uint8Array,
  postings: Uint32Array,
  passages: Uint32Array,
  impacts: Uint16Array,
  peaks: Uint16Array,
  stream: Uint32Array,
  articleStream: Uint32Array,
  passageStream: Uint32Array,
  articleOf: Uint32Array,
  firstPassage: Uint32Array,
  articleText: Uint32Array,
  passageText: Uint32Array,
  texts: Uint8Array,
  names: Uint8Array,
  notes: Uint8Array,
} satisfies Record<keyof IndexData, unknown>;

const TABLE = z.record(z.string(), z.tuple([z.int().nonnegative(), z.int().nonnegative()]));

/** Replaces the file in one step: a crash leaves the old one or the new one. */
export async function writeIndex(file: string, { data }: Index): Promise<void> {
  const names = Object.keys(ARRAYS) as (keyof IndexData)[];
  const table: Record<string, [from: number, length: number]> = {};
  let at = 0;
  for (const name of names) {
    table[name] = [at, data[name].length];
    at = aligned(at + data[name].byteLength);
  }
  const head = Buffer.from(JSON.stringify(table));
  const body = aligned(HEADER + head.length);
  const bytes = Buffer.alloc(body + at);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(VERSION, 4);
  bytes.writeUInt32LE(head.length, 12);
  head.copy(bytes, HEADER);
  for (const name of names) {
    const array = data[name];
    Buffer.from(array.buffer, array.byteOffset, array.byteLength).copy(bytes, body + (table[name]?.[0] ?? 0));
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(12)), 8);

  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  try {
    const handle = await open(draft, "w");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** The index, or `undefined` if there is none, or none that can be trusted. */
export async function readIndex(file: string): Promise<Index | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes || bytes.length < HEADER) return undefined;
  if (bytes.readUInt32LE(0) !== MAGIC || bytes.readUInt32LE(4) !== VERSION) return undefined;
  if (bytes.readUInt32LE(8) !== crc32(bytes.subarray(12))) return undefined;
  const headLength = bytes.readUInt32LE(12);
  const table = TABLE.parse(JSON.parse(bytes.toString("utf8", HEADER, HEADER + headLength)));
  if (Object.keys(ARRAYS).some((name) => !table[name])) return undefined;
  const body = aligned(HEADER + headLength);
  const whole = bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes);
  const view = <T>(
    name: keyof IndexData,
    View: new (buffer: ArrayBuffer, from: number, length: number) => T,
  ): T => {
    const [from, length] = table[name] ?? [0, 0];
    return new View(whole.buffer as ArrayBuffer, whole.byteOffset + body + from, length);
  };
  return new Index({
    high: view("high", Uint32Array),
    low: view("low", Uint32Array),
    slots: view("slots", Uint32Array),
    light: view("light", Uint8Array),
    postings: view("postings", Uint32Array),
    passages: view("passages", Uint32Array),
    impacts: view("impacts", Uint16Array),
    peaks: view("peaks", Uint16Array),
    stream: view("stream", Uint32Array),
    articleStream: view("articleStream", Uint32Array),
    passageStream: view("passageStream", Uint32Array),
    articleOf: view("articleOf", Uint32Array),
    firstPassage: view("firstPassage", Uint32Array),
    articleText: view("articleText", Uint32Array),
    passageText: view("passageText", Uint32Array),
    texts: view("texts", Uint8Array),
    names: view("names", Uint8Array),
    notes: view("notes", Uint8Array),
  });
}

/** Arrays of numbers must begin at multiples of their size. */
function aligned(at: number): number {
  return Math.ceil(at / 8) * 8;
}
