import { inflateRawSync } from "node:zlib";
import { limits } from "../limits.ts";
import { Unreadable } from "./unreadable.ts";

/**
 * The text of a Word document, a paragraph a line. Only its main part is unpacked, and only as far as the limit:
 * what an archive says of its own size is not believed.
 */
export function readDocx(bytes: Uint8Array): string {
  const xml = part(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), "word/document.xml");
  return xml
    .replace(/<w:tab\b[^<>]{0,200}>/g, "\t")
    .replace(/<w:br\b[^<>]{0,200}>|<\/w:p>/g, "\n")
    .replace(/<\/w:tc>/g, "\t")
    .replace(/<[^<>]{0,4000}>/g, "")
    .replace(/&(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});/g, character)
    .trim();
}

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function character(entity: string): string {
  const name = entity.slice(1, -1);
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return NAMED[name] ?? (code <= 0x10ffff ? String.fromCodePoint(code) : "");
}

const DIRECTORY_ENTRY = 0x02014b50;
const END = Buffer.from("PK\x05\x06", "latin1");

/** One file of an archive, found by the table of contents at its end. Throws Unreadable. */
function part(archive: Buffer, wanted: string): string {
  try {
    const end = archive.lastIndexOf(END);
    if (end < 0) throw new Unreadable("broken");
    let at = archive.readUInt32LE(end + 16);
    for (let entries = archive.readUInt16LE(end + 10); entries > 0; entries--) {
      if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Unreadable("broken");
      const length = archive.readUInt16LE(at + 28);
      const name = archive.toString("utf8", at + 46, at + 46 + length);
      if (name === wanted) return unpacked(archive, at);
      at += 46 + length + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
    }
  } catch (cause) {
    throw cause instanceof Unreadable ? cause : new Unreadable("broken", { cause });
  }
  throw new Unreadable("broken");
}

function unpacked(archive: Buffer, entry: number): string {
  const method = archive.readUInt16LE(entry + 10);
  const packed = archive.readUInt32LE(entry + 20);
  const header = archive.readUInt32LE(entry + 42);
  const from = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const data = archive.subarray(from, from + packed);
  if (method === 0) return data.subarray(0, limits.unpackedBytes).toString("utf8");
  if (method !== 8) throw new Unreadable("broken");
  try {
    return inflateRawSync(data, { maxOutputLength: limits.unpackedBytes }).toString("utf8");
  } catch (cause) {
    const isBomb = cause instanceof RangeError;
    throw new Unreadable(isBomb ? "tooLarge" : "broken", { cause });
  }
}
