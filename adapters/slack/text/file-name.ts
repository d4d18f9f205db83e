/** A name without folders and without characters that no file should have. */
export function safeName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? "";
  const plain = last.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069<>]/gu, "").replace(/^\.+/, "");
  return plain === "" ? "file" : plain;
}
