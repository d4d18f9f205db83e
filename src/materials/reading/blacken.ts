import { crc32, deflateSync } from "node:zlib";
import { tesseract } from "./engine.ts";
import type { Box } from "./job.ts";
import { check } from "./picture.ts";
import { Unreadable } from "./unreadable.ts";

/** The picture as a grey PNG with the boxes black: what stood there is gone, also for programs. Throws Unreadable. */
export async function blacken(bytes: Uint8Array, boxes: readonly Box[]): Promise<Uint8Array> {
  check(bytes);
  const picture = await greyOf(bytes);
  for (const box of boxes) fill(picture, box);
  return png(picture);
}

type Grey = { readonly width: number; readonly height: number; readonly pixels: Uint8Array };

/** A little around each box: letters reach over the edge that was measured. */
const MARGIN = 2;

function fill({ width, height, pixels }: Grey, box: Box): void {
  const left = Math.max(0, box.left - MARGIN);
  const right = Math.min(width, box.left + box.width + MARGIN);
  const bottom = Math.min(height, box.top + box.height + MARGIN);
  for (let y = Math.max(0, box.top - MARGIN); y < bottom; y++)
    if (right > left) pixels.fill(0, y * width + left, y * width + right);
}

async function greyOf(bytes: Uint8Array): Promise<Grey> {
  const module = await tesseract();
  const memory = module._malloc(bytes.length);
  for (let at = 0; at < bytes.length; at++) module.setValue(memory + at, bytes[at] ?? 0, "i8");
  const address = module._pixReadMem(memory, bytes.length);
  module._free(memory);
  if (address === 0) throw new Unreadable("broken");
  const pix = module.wrapPointer(address, module.Pix);
  const [width, height, depth] = [pix.get_w(), pix.get_h(), pix.get_d()];
  // Pictures with a palette or of one bit are rare among screenshots; one that can't be blackened is withheld.
  if (depth !== 32) throw new Unreadable("unknown");
  const data = pix.get_data();
  const pixels = new Uint8Array(width * height);
  for (let at = 0; at < pixels.length; at++) {
    const colour = module.getValue(data + 4 * at, "i32");
    pixels[at] =
      (((colour >>> 24) & 255) * 77 + ((colour >>> 16) & 255) * 150 + ((colour >>> 8) & 255) * 29) >> 8;
  }
  const reference = module._malloc(4);
  module.setValue(reference, address, "i32");
  module._pixDestroy(reference);
  module._free(reference);
  return { width, height, pixels };
}

function png({ width, height, pixels }: Grey): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  // Each line begins with its filter: 0, none.
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    lines.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(lines)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
