/** Keeps the index in one file: a header, then its arrays as they stand in memory. */
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { type Column, FileColumn, OpenFile, type View } from "./column.ts";
import { Index, type IndexData, type Kept, type Long } from "./index-data.ts";

/** To be raised whenever terms, passages, fields or the arrays change: older files are then built anew. */
const VERSION = 4;
const MAGIC = 0x4b534544; // DESK
/** Magic, version, checksum of the table, length of the table. */
const HEADER = 16;

const KEPT = {
  high: Uint32Array,
  low: Uint32Array,
  slots: Uint32Array,
  light: Uint8Array,
  postings: Uint32Array,
  peaks: Uint8Array,
  idHigh: Uint32Array,
  idLow: Uint32Array,
  idSlots: Uint32Array,
  firstVersion: Uint32Array,
  idOf: Uint32Array,
  nextVersion: Uint32Array,
  languageOf: Uint8Array,
  articleStream: Uint32Array,
  passageStream: Uint32Array,
  articleOf: Uint32Array,
  firstPassage: Uint32Array,
  headText: Uint32Array,
  restText: Uint32Array,
  passageText: Uint32Array,
  facts: Uint8Array,
} satisfies Record<keyof Kept, unknown>;

const LONG = {
  passages: Uint32Array,
  impacts: Uint8Array,
  stream: Uint32Array,
  texts: Uint8Array,
  notes: Uint8Array,
} satisfies Record<keyof Long, unknown>;

const VIEWS: Record<Name, View<Column<unknown>>> = { ...KEPT, ...LONG };
type Name = keyof IndexData;
const NAMES = Object.keys(VIEWS) as [Name, ...Name[]];

/** Of each array: where it begins behind the table, its bytes, their checksum. */
const PLACE = z.object({ from: z.int().nonnegative(), size: z.int().nonnegative(), sum: z.int() });
type Place = z.infer<typeof PLACE>;
const TABLE = z.record(z.enum(NAMES), PLACE);

/** Files up to this size are read whole. */
const WHOLE_BYTES = 48 * 2 ** 20;
const CHUNK = 8 * 2 ** 20;

/** Replaces the file in one step: a crash leaves the old one or the new one. */
export async function writeIndex(file: string, { data }: Index): Promise<void> {
  const table: Record<string, Place> = {};
  let at = 0;
  for (const name of NAMES) {
    const bytes = bytesOf(data[name]);
    table[name] = { from: at, size: bytes.length, sum: crc32(bytes) };
    at = aligned(at + bytes.length);
  }
  const json = Buffer.from(JSON.stringify(table));
  const head = Buffer.alloc(aligned(HEADER + json.length));
  head.writeUInt32LE(MAGIC, 0);
  head.writeUInt32LE(VERSION, 4);
  head.writeUInt32LE(crc32(json), 8);
  head.writeUInt32LE(json.length, 12);
  json.copy(head, HEADER);

  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  try {
    const handle = await open(draft, "w");
    try {
      await handle.writeFile(head);
      for (const name of NAMES) {
        await handle.writeFile(bytesOf(data[name]));
        await handle.writeFile(Buffer.alloc(aligned(table[name]?.size ?? 0) - (table[name]?.size ?? 0)));
      }
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

/** An index that is written is in memory as a whole. */
function bytesOf(column: Column<Uint8Array | Uint32Array>): Uint8Array {
  const array = column.subarray(0, column.length);
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/**
 * The index, or `undefined` if there is none, or none that can be trusted. Of a file above `whole` bytes only
 * what is kept in memory is checked at once; `isSound` says about the rest.
 */
export function readIndex(file: string, whole = WHOLE_BYTES): Index | undefined {
  const opened = openFile(file);
  if (!opened) return undefined;
  const index = read(opened, whole);
  // a file that was read whole, or that is of no use, is not needed any longer
  if (!index || opened.size <= whole) opened.close();
  return index;
}

/** Whether all of the file is as it was written; reads it in pieces, so that answers go on meanwhile. */
export async function isSound(file: string): Promise<boolean> {
  const opened = openFile(file);
  if (!opened) return false;
  try {
    const found = readTable(opened);
    if (!found) return false;
    for (const { from, size, sum } of Object.values(found.table)) {
      let current = 0;
      for (let at = 0; at < size; at += CHUNK) {
        current = crc32(opened.read(found.body + from + at, Math.min(CHUNK, size - at)), current);
        await setImmediate();
      }
      if (current !== sum) return false;
    }
    return true;
  } finally {
    opened.close();
  }
}

function openFile(file: string): OpenFile | undefined {
  try {
    return new OpenFile(file);
  } catch {
    return undefined;
  }
}

function read(file: OpenFile, whole: number): Index | undefined {
  const found = readTable(file);
  if (!found) return undefined;
  const data: Partial<Record<Name, Column<unknown>>> = {};
  for (const name of NAMES) {
    const View = VIEWS[name];
    const { from, size, sum } = found.table[name];
    const length = size / View.BYTES_PER_ELEMENT;
    if (file.size > whole && name in LONG) data[name] = new FileColumn(file, View, found.body + from, length);
    else {
      const bytes = file.read(found.body + from, size);
      if (crc32(bytes) !== sum) return undefined;
      data[name] = new View(bytes.buffer, 0, length);
    }
  }
  // each name has been given the view that its type asks for
  return new Index(data as unknown as IndexData, () => file.close());
}

type Found = { readonly table: Record<Name, Place>; readonly body: number };

function readTable(file: OpenFile): Found | undefined {
  if (file.size < HEADER) return undefined;
  const [magic, version, sum, length = 0] = new Uint32Array(file.read(0, HEADER).buffer);
  if (magic !== MAGIC || version !== VERSION || length > file.size - HEADER) return undefined;
  const json = file.read(HEADER, length);
  if (crc32(json) !== sum) return undefined;
  const table = TABLE.parse(JSON.parse(new TextDecoder().decode(json)));
  const body = aligned(HEADER + length);
  const end = Math.max(...Object.values(table).map(({ from, size }) => aligned(from + size)));
  return body + end === file.size ? { table, body } : undefined;
}

/** Arrays of numbers must begin at multiples of their size. */
function aligned(at: number): number {
  return Math.ceil(at / 8) * 8;
}
