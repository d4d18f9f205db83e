import { crc32, deflateSync } from "node:zlib";

type Color = readonly [red: number, green: number, blue: number];

const white: Color = [255, 255, 255];
const green: Color = [31, 107, 84];

/** The app's icon as Teams wants it: 192 × 192, no transparent edge. */
export function colorIcon(): Uint8Array {
  return png(192, (x, y) => [...mixed(green, white, bubble(x, y)), 255]);
}

/** The same in a line, 32 × 32: white, the rest transparent. */
export function outlineIcon(): Uint8Array {
  return png(32, (x, y) => [...white, Math.round(255 * bubble(x, y))]);
}

/** How much of a speech bubble with a tick covers a point; both from 0 to 1. */
function bubble(x: number, y: number): number {
  const dx = Math.max(Math.abs(x - 0.5) - 0.2, 0);
  const dy = Math.max(Math.abs(y - 0.44) - 0.12, 0);
  const isInside = Math.hypot(dx, dy) < 0.14;
  const isTail = x > 0.3 && x < 0.48 && y > 0.6 && y < 0.86 - (x - 0.3) * 1.2;
  const isTick = near(x, y, [0.37, 0.44], [0.46, 0.53]) || near(x, y, [0.46, 0.53], [0.64, 0.35]);
  return (isInside || isTail) && !isTick ? 1 : 0;
}

type Point = readonly [number, number];

/** Whether a point is on a stroke. */
function near(x: number, y: number, [ax, ay]: Point, [bx, by]: Point): boolean {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const t = Math.min(Math.max(along, 0), 1);
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)) < 0.035;
}

function mixed(under: Color, over: Color, share: number): Color {
  const [r, g, b] = under.map((value, index) => Math.round(value + ((over[index] ?? 0) - value) * share));
  return [r ?? 0, g ?? 0, b ?? 0];
}

type Paint = (x: number, y: number) => readonly [number, number, number, number];

/** A square picture; each point is the mean of 16 inside it, so that edges are smooth. https://www.w3.org/TR/png */
function png(size: number, paint: Paint): Uint8Array {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  const parts = [0.125, 0.375, 0.625, 0.875];
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const around = parts.flatMap((dy) => parts.map((dx) => paint((x + dx) / size, (y + dy) / size)));
      for (let channel = 0; channel < 4; channel++) {
        const mean = around.reduce((sum, point) => sum + (point[channel] ?? 0), 0) / around.length;
        rows[y * (size * 4 + 1) + 1 + x * 4 + channel] = Math.round(mean);
      }
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // Eight bits a channel, with transparency.
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
