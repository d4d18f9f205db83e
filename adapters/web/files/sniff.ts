type Kind = { readonly type: string; readonly is: (bytes: Uint8Array) => boolean };

const isFilm = (bytes: Uint8Array) => latin(bytes, 4, 8) === "ftyp" || latin(bytes, 4, 8) === "moov";
const isMatroska = starts(0x1a, 0x45, 0xdf, 0xa3);
const isOgg = starts(0x4f, 0x67, 0x67, 0x53);
/** With its tags before it, or from its first frame. */
const isMp3 = (bytes: Uint8Array) =>
  latin(bytes, 0, 3) === "ID3" || (bytes[0] === 0xff && (bytes[1] ?? 0) >= 0xe0);

/** Saved with `.txt` behind its name: some of them run when they are opened. */
const CODE = "js mjs cjs ts jsx tsx py css java c h cpp cs go rs rb php sql yml yaml toml".split(" ");

/** The kinds of files that are taken, by the ending of their names. */
const KINDS: ReadonlyMap<string, Kind> = new Map(
  Object.entries<Kind>({
    png: { type: "image/png", is: starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
    jpg: { type: "image/jpeg", is: starts(0xff, 0xd8, 0xff) },
    jpeg: { type: "image/jpeg", is: starts(0xff, 0xd8, 0xff) },
    gif: { type: "image/gif", is: starts(0x47, 0x49, 0x46, 0x38) },
    webp: { type: "image/webp", is: isRiff("WEBP") },
    pdf: { type: "application/pdf", is: starts(0x25, 0x50, 0x44, 0x46, 0x2d) },
    docx: {
      type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      is: (bytes) =>
        starts(0x50, 0x4b, 0x03, 0x04)(bytes) && Buffer.from(bytes).includes("word/document.xml"),
    },
    txt: { type: "text/plain", is: isProse },
    log: { type: "text/plain", is: isProse },
    md: { type: "text/markdown", is: isProse },
    csv: { type: "text/csv", is: isProse },
    json: { type: "application/json", is: isProse },
    ...Object.fromEntries(CODE.map((ending) => [ending, { type: "text/plain", is: isProse }])),
    ogg: { type: "audio/ogg", is: isOgg },
    oga: { type: "audio/ogg", is: isOgg },
    opus: { type: "audio/ogg", is: isOgg },
    mp3: { type: "audio/mpeg", is: isMp3 },
    m4a: { type: "audio/mp4", is: isFilm },
    wav: { type: "audio/wav", is: isRiff("WAVE") },
    mp4: { type: "video/mp4", is: isFilm },
    mov: { type: "video/quicktime", is: isFilm },
    webm: { type: "video/webm", is: isMatroska },
    mkv: { type: "video/x-matroska", is: isMatroska },
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

/** The name under which a file is saved. */
export function savedName(name: string): string {
  return CODE.includes(/\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? "") ? `${name}.txt` : name;
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

function isRiff(form: string): (bytes: Uint8Array) => boolean {
  return (bytes) => latin(bytes, 0, 4) === "RIFF" && latin(bytes, 8, 12) === form;
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
