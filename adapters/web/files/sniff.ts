/** The kinds of files that are taken, by the ending of their names. */
const KINDS: ReadonlyMap<string, { readonly type: string; readonly is: (bytes: Uint8Array) => boolean }> =
  new Map(
    Object.entries({
      png: { type: "image/png", is: starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
      jpg: { type: "image/jpeg", is: starts(0xff, 0xd8, 0xff) },
      jpeg: { type: "image/jpeg", is: starts(0xff, 0xd8, 0xff) },
      gif: { type: "image/gif", is: starts(0x47, 0x49, 0x46, 0x38) },
      webp: {
        type: "image/webp",
        is: (b: Uint8Array) => starts(0x52, 0x49, 0x46, 0x46)(b) && latin(b, 8, 12) === "WEBP",
      },
      pdf: { type: "application/pdf", is: starts(0x25, 0x50, 0x44, 0x46, 0x2d) },
      docx: {
        type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        is: (b: Uint8Array) =>
          starts(0x50, 0x4b, 0x03, 0x04)(b) && Buffer.from(b).includes("word/document.xml"),
      },
      txt: { type: "text/plain", is: isProse },
      log: { type: "text/plain", is: isProse },
      md: { type: "text/markdown", is: isProse },
      csv: { type: "text/csv", is: isProse },
      json: { type: "application/json", is: isProse },
    }),
  );

/** What a file input may offer. */
export const ACCEPTED = [...KINDS.keys()].map((ending) => `.${ending}`).join(",");
/** Types that a browser may show by itself; everything else is only ever saved. */
export const PICTURES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/**
 * The MIME type of a file whose name and content agree on one of the taken kinds; `undefined` for all else:
 * pages, drawings with scripts and programs are none of them, under whatever name.
 */
export function kindOf(name: string, bytes: Uint8Array): string | undefined {
  const kind = KINDS.get(/\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? "");
  return kind?.is(bytes) ? kind.type : undefined;
}

/** A name that is safe to show and to save: without path, control and direction characters. */
export function safeName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? "";
  const clean = last.replace(/[\p{Cc}\p{Cf}"<>|:*?]/gu, "").trim();
  const { 0: stem = "", 1: ending = "" } = /^(.*?)(\.[A-Za-z0-9]{1,5})?$/s.exec(clean)?.slice(1) ?? [];
  return `${stem.slice(0, 100).toWellFormed() || "file"}${ending}`;
}

function starts(...magic: readonly number[]): (bytes: Uint8Array) => boolean {
  return (bytes) => magic.every((byte, at) => bytes[at] === byte);
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, to)).toString("latin1");
}

/** Text in UTF-8 (or UTF-16 with its mark) that no browser would take for a page. */
function isProse(bytes: Uint8Array): boolean {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    const text = new TextDecoder(wide ? "utf-16le" : "utf-8", { fatal: true }).decode(bytes);
    return !text.includes("\0") && !/^\s*<(?:!doctype|\?xml|html|svg|script|head|body|iframe)/i.test(text);
  } catch {
    return false;
  }
}
