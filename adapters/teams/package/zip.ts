import { crc32, deflateRawSync } from "node:zlib";

/**
 * The files in one archive, without folders. The same files make the same bytes: no time is written.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3
 */
export function zip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const locals: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const path = Buffer.from(name, "utf8");
    const packed = deflateRawSync(bytes, { level: 9 });
    const about = header(bytes, packed, path.length);
    const local = Buffer.concat([signature(0x04034b50), about, path, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([signature(0x02014b50), MADE_BY, about, place, path]));
    locals.push(local);
    offset += local.length;
  }
  const size = central.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(locals.length, 4);
  end.writeUInt16LE(locals.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, ...central, signature(0x06054b50), end]);
}

const MADE_BY = Buffer.from([20, 0]);
/** 1 January 1980, the first day that the format knows. */
const FIRST_DAY = 0x21;

/** What the local and the central header have in common. */
function header(bytes: Uint8Array, packed: Uint8Array, nameLength: number): Uint8Array {
  const made = Buffer.alloc(26);
  made.writeUInt16LE(20, 0);
  // Names are UTF-8; the content is deflated.
  made.writeUInt16LE(0x800, 2);
  made.writeUInt16LE(8, 4);
  made.writeUInt16LE(FIRST_DAY, 8);
  made.writeUInt32LE(crc32(bytes), 10);
  made.writeUInt32LE(packed.length, 14);
  made.writeUInt32LE(bytes.length, 18);
  made.writeUInt16LE(nameLength, 22);
  return made;
}

function signature(value: number): Uint8Array {
  const made = Buffer.alloc(4);
  made.writeUInt32LE(value);
  return made;
}
