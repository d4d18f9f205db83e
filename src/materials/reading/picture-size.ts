/** Width times height as a picture's head declares them, before anything is unpacked; `undefined` if it has no head. */
export function pixelsOf(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return sizeOf(view)?.reduce((width, height) => width * height);
  } catch (error) {
    // The head ends too early.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type Size = readonly [width: number, height: number];

function sizeOf(view: DataView): Size | undefined {
  switch (view.getUint16(0)) {
    case 0x8950: // PNG
      return [view.getUint32(16), view.getUint32(20)];
    case 0x4749: // GIF
      return [view.getUint16(6, true), view.getUint16(8, true)];
    case 0x424d: // BMP
      return [Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true))];
    case 0x5249: // WebP
      return webp(view);
    case 0xffd8:
      return jpeg(view);
    default:
      return undefined;
  }
}

function webp(view: DataView): Size | undefined {
  switch (view.getUint32(12)) {
    case 0x56503820: // "VP8 "
      return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
    case 0x5650384c: {
      // "VP8L"
      const bits = view.getUint32(21, true);
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    }
    case 0x56503858: // "VP8X"
      return [
        (view.getUint16(24, true) | (view.getUint8(26) << 16)) + 1,
        (view.getUint16(27, true) | (view.getUint8(29) << 16)) + 1,
      ];
    default:
      return undefined;
  }
}

/** The size stands in the frame's header, behind any number of other segments. */
function jpeg(view: DataView): Size | undefined {
  let at = 2;
  while (at < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    // Fill bytes before a marker are allowed.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}
