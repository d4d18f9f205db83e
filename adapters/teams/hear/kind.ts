/** What a file is, by its first bytes; words by their name, since bytes say nothing there. */
export function kindOf(name: string, bytes: Uint8Array): string {
  for (const [type, signature, at] of signatures) if (startsWith(bytes, signature, at)) return type;
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const isText = !bytes.subarray(0, 4096).includes(0);
  if (isText && Object.hasOwn(texts, extension)) return texts[extension] ?? "text/plain";
  // Whatever it is, a reader may save it and no browser runs it.
  return "application/octet-stream";
}

/** A name that is only a name: no folders, no control or direction signs, not too long. */
export function safeName(raw: string): string {
  const last = raw.toWellFormed().split(/[\\/]/).at(-1) ?? "";
  const shown = last
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/^\.+/, "")
    .trim();
  return [...shown].slice(-120).join("") || "file";
}

const signatures: readonly (readonly [string, string, number])[] = [
  ["image/png", "\x89PNG\r\n\x1a\n", 0],
  ["image/jpeg", "\xff\xd8\xff", 0],
  ["image/gif", "GIF8", 0],
  ["image/webp", "WEBP", 8],
  ["application/pdf", "%PDF-", 0],
];

const texts: Readonly<Record<string, string>> = {
  txt: "text/plain",
  log: "text/plain",
  md: "text/markdown",
  csv: "text/csv",
  json: "application/json",
};

function startsWith(bytes: Uint8Array, signature: string, at: number): boolean {
  return Buffer.from(bytes.subarray(at, at + signature.length)).toString("latin1") === signature;
}
