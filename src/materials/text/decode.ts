/** Bytes as text: UTF-8, UTF-16 with its mark, or what Chinese Windows writes. `undefined` for what is no text. */
export function decode(bytes: Uint8Array): string | undefined {
  for (const encoding of encodingsOf(bytes)) {
    const text = tryDecode(bytes, encoding);
    if (text !== undefined) return isText(text) ? text.replace(/^\ufeff/, "") : undefined;
  }
  return undefined;
}

function encodingsOf([first, second]: Uint8Array): readonly string[] {
  if (first === 0xff && second === 0xfe) return ["utf-16le"];
  if (first === 0xfe && second === 0xff) return ["utf-16be"];
  return ["utf-8", "gb18030"];
}

function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    // `stream`: bytes that were cut in the middle of a character are no fault.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    // So it is said that the bytes are not in this encoding.
    return undefined;
  }
}

/** Control characters hardly occur in text, but for the colours of terminals. */
function isText(text: string): boolean {
  const sample = text.slice(0, 20_000);
  const controls = sample.match(/(?!\p{Cc}\[)[^\P{Cc}\t\n\r\f]|\ufffd/gu)?.length ?? 0;
  return controls <= sample.length / 200;
}
