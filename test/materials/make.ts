import { deflateSync, gzipSync } from "node:zlib";

/** Files as students send them, made by hand: small enough to read, hostile where a library would not write them. */

const text = (content: string) => Buffer.from(content, "utf8");

/** A PDF of one page per text. */
export function pdf(...pages: readonly string[]): Uint8Array {
  const objects: string[] = ["<< /Type /Catalog /Pages 2 0 R >>"];
  const kids = pages.map((_, index) => `${4 + 2 * index} 0 R`).join(" ");
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  objects.push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  for (const [index, words] of pages.entries()) {
    const content = `BT /F1 12 Tf 72 720 Td (${words.replace(/[()\\]/g, "\\$&")}) Tj ET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * index} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    );
  }
  let out = "%PDF-1.4\n";
  const places = objects.map((object, index) => {
    const at = out.length;
    out += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  out += places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  out += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF`;
  return text(out);
}

/** An archive with one packed file; `declared` is what it says of the file's size. */
export function zip(name: string, content: Uint8Array, declared = content.byteLength): Uint8Array {
  // deflateSync wraps the raw stream in a head of two bytes and a sum of four.
  const packed = deflateSync(content, { level: 9 }).subarray(2, -4);
  const label = text(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(declared, 22);
  local.writeUInt16LE(label.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(declared, 24);
  entry.writeUInt16LE(label.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + label.length, 12);
  end.writeUInt32LE(local.length + label.length + packed.length, 16);
  return Buffer.concat([local, label, packed, entry, label, end]);
}

export function docx(...paragraphs: readonly string[]): Uint8Array {
  const body = paragraphs.map((words) => `<w:p><w:r><w:t>${words}</w:t></w:r></w:p>`).join("");
  return zip(
    "word/document.xml",
    text(`<?xml version="1.0"?><w:document><w:body>${body}</w:body></w:document>`),
  );
}

/** The head of a PNG that says it is so large, with next to nothing in it. */
export function pngBomb(width: number, height: number): Uint8Array {
  const bytes = Buffer.alloc(64);
  bytes.set(Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.set([8, 6, 0, 0, 0], 24);
  return bytes;
}

export const gzipped = (content: string) => gzipSync(content);
