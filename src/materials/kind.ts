/** What a file is, by its first bytes: names and declared types are the sender's word. */
export type Kind =
  | "picture"
  | "pdf"
  | "docx"
  | "text"
  | "voice"
  | "video"
  /** A picture, sound or document of a kind that is not read, an archive, a program. */
  | "other";

/** The kind of a file that is not empty. `text` still has to prove that it is one. */
export function kindOf(bytes: Uint8Array, declared: { readonly type: string }): Kind {
  const head = Buffer.from(bytes.subarray(0, 16)).toString("hex");
  const known = SIGNATURES.find(([signature]) => signature.test(head))?.[1];
  if (known === "zip") return isDocx(bytes) ? "docx" : "other";
  if (known === "ftyp") return filmOrSound(bytes, declared);
  if (known === "ogg") return latin(bytes, 0, 100).includes("theora") ? "video" : "voice";
  if (known === "container") return /^audio\//.test(declared.type) ? "voice" : "video";
  return known ?? "text";
}

/** In hexadecimal, from the first byte. */
const SIGNATURES: readonly (readonly [RegExp, Kind | "zip" | "ftyp" | "ogg" | "container"])[] = [
  [/^89504e470d0a1a0a/, "picture"], // PNG
  [/^ffd8ff/, "picture"], // JPEG
  [/^474946383[79]61/, "picture"], // GIF
  [/^424d.{8}00000000/, "picture"], // BMP
  [/^52494646.{8}57454250/, "picture"], // WebP
  [/^(?:efbbbf)?255044462d/, "pdf"],
  [/^504b0304/, "zip"],
  [/^.{8}66747970/, "ftyp"], // MP4 and its kin
  [/^4f676753/, "ogg"],
  [/^1a45dfa3/, "container"], // Matroska, of which WebM is one
  [/^52494646.{8}57415645|^494433|^fff[1239b]|^664c6143|^2321414d52/, "voice"], // WAV, MP3, AAC, FLAC, AMR
  [/^52494646.{8}41564920|^464c5601/, "video"], // AVI, FLV
  [/^504b0506|^1f8b08|^52617221|^377abcaf|^425a68|^fd377a58/, "other"], // archives
  [/^4d5a90|^7f454c46|^d0cf11e0|^49492a00|^4d4d002a|^53514c697465/, "other"], // programs, old Word, TIFF
];

/** Of the same container: photographs of phones (which are not read here), voice notes, films. */
function filmOrSound(bytes: Uint8Array, { type }: { type: string }): Kind {
  const brand = latin(bytes, 8, 12);
  if (/^(?:heic|heix|hevc|mif1|avif|crx )/.test(brand)) return "other";
  return /^M4[AB]/.test(brand) || /^audio\//.test(type) ? "voice" : "video";
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.subarray(from, to)).toString("latin1");
}

/** A Word document names its main part in its table of contents, at the end. */
function isDocx(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("word/document.xml");
}
