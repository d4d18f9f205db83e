import type { Picture, Transcriber } from "#ports/model.ts";
import type { StoredFile } from "#ports/platform.ts";
import { mask, masked } from "../privacy/mask.ts";
import { personalIn, type Span } from "../privacy/personal.ts";
import type { Films } from "./films.ts";
import { type Kind, kindOf } from "./kind.ts";
import { limits } from "./limits.ts";
import type { Material, Read, Unread } from "./material.ts";
import { shownName } from "./name.ts";
import type { Word } from "./reading/job.ts";
import type { Reader } from "./reading/reader.ts";
import { Unreadable, type Why } from "./reading/unreadable.ts";
import { codeLanguage } from "./text/code.ts";
import { decode } from "./text/decode.ts";
import { errorIn } from "./text/error.ts";
import { heard } from "./voice.ts";

export type ReadOptions = {
  readonly reader: Reader;
  readonly films: Films;
  /** Without it voice is not understood. */
  readonly transcriber?: Transcriber | undefined;
  /** Takes tokens from the student's budget; `false` when it does not hold that many. */
  readonly spend: (tokens: number) => Promise<boolean>;
  /** Whether the model looks at pictures: then one without words is of use too. */
  readonly seesPictures: boolean;
  /** The language of the masks. */
  readonly language: "en" | "zh";
};

/** Gives a stored file's bytes; `undefined` when they are gone. */
export type BytesOf = (id: string) => Promise<Uint8Array | undefined>;

/**
 * What stands in the files of one message, within `limits`. Never throws: what can't be read is listed with the
 * reason. Nothing is fetched, and names and declared types decide nothing but how a file is called.
 */
export async function readFiles(
  files: readonly StoredFile[],
  bytesOf: BytesOf,
  options: ReadOptions,
): Promise<Read> {
  const signal = AbortSignal.timeout(limits.messageMs);
  const results = await Promise.all(
    files.map((file, index) =>
      index < limits.files ? readFile(file, bytesOf, { ...options, signal }) : unread(file, "tooMany"),
    ),
  );
  return {
    materials: results.filter((result) => "text" in result),
    unread: results.filter((result) => "why" in result),
  };
}

type Context = ReadOptions & { readonly signal: AbortSignal };

async function readFile(file: StoredFile, bytesOf: BytesOf, context: Context): Promise<Material | Unread> {
  try {
    if (file.size > limits.recordingBytes) throw new Unreadable("tooLarge");
    const bytes = await bytesOf(file.id);
    if (bytes === undefined) throw new Unreadable("gone");
    if (bytes.byteLength === 0) throw new Unreadable("empty");
    return await readers[kindOf(bytes, file)](bytes, file, context);
  } catch (error) {
    return unread(file, error instanceof Unreadable ? error.why : "broken");
  }
}

const readers: Record<Kind, (bytes: Uint8Array, file: StoredFile, context: Context) => Promise<Material>> = {
  picture: readPicture,
  pdf: readDocument,
  docx: readDocument,
  text: readText,
  voice: readVoice,
  video: readVideo,
  other: () => Promise.reject(new Unreadable("unknown")),
};

async function readPicture(bytes: Uint8Array, file: StoredFile, context: Context): Promise<Material> {
  atMost(bytes, limits.pictureBytes);
  const { reader, signal, seesPictures } = context;
  const original: Picture = { type: pictureType(bytes), bytes };
  try {
    const { text, words } = await reader.read("picture", bytes, signal);
    const spans = personalIn(text);
    const found = material(file, "picture", { text, spans }, context);
    if (spans.length === 0) return { ...found, picture: original };
    const boxes = words.filter((word) => spans.some((span) => overlap(word, span))).map(({ box }) => box);
    const picture = await blackened(reader, bytes, boxes, signal);
    return picture === undefined ? found : { ...found, picture };
  } catch (error) {
    const isPlain = error instanceof Unreadable && error.why === "noText";
    if (!isPlain || !seesPictures) throw error;
    return { ...material(file, "picture", { text: "", spans: [] }, context), picture: original };
  }
}

/** `undefined` when it can't be made: the picture is withheld then. */
async function blackened(
  reader: Reader,
  bytes: Uint8Array,
  boxes: Parameters<Reader["blacken"]>[1],
  signal: AbortSignal,
): Promise<Picture | undefined> {
  try {
    return { type: "image/png", bytes: await reader.blacken(bytes, boxes, signal) };
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function overlap(word: Word, span: Span): boolean {
  return word.start < span.end && span.start < word.end;
}

async function readDocument(bytes: Uint8Array, file: StoredFile, context: Context): Promise<Material> {
  atMost(bytes, limits.documentBytes);
  const kind = kindOf(bytes, file) === "pdf" ? "pdf" : "docx";
  const { text } = await context.reader.read(kind, bytes, context.signal);
  return material(file, kind, { text }, context);
}

async function readText(bytes: Uint8Array, file: StoredFile, context: Context): Promise<Material> {
  const { textBytes } = limits;
  const parts =
    bytes.byteLength <= 2 * textBytes ? [bytes] : [bytes.subarray(0, textBytes), bytes.subarray(-textBytes)];
  const texts = parts.map(decode);
  if (texts.includes(undefined)) throw new Unreadable("unknown");
  return material(file, "text", { text: texts.join("\n…\n") }, context);
}

async function readVoice(bytes: Uint8Array, file: StoredFile, context: Context): Promise<Material> {
  atMost(bytes, limits.recordingBytes);
  const text = await heard(bytes, file.type, context);
  return material(file, "voice", { text }, context);
}

/** What is said in it, and what can be read on its pictures. */
async function readVideo(bytes: Uint8Array, file: StoredFile, context: Context): Promise<Material> {
  atMost(bytes, limits.recordingBytes);
  const { frames, sound } = await context.films.takeApart(bytes, context.signal);
  const said = context.transcriber && sound ? [heard(sound, "audio/wav", context)] : [];
  const seen = frames.map(
    async (frame) => (await context.reader.read("picture", frame, context.signal)).text,
  );
  const results = await Promise.allSettled([...said, ...seen]);
  const texts = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.trim()] : []));
  // A film shows the same for seconds.
  return material(file, "video", { text: [...new Set(texts)].join("\n\n") }, context);
}

/** Throws Unreadable if it is empty. A picture alone may have no words. */
function material(
  { id, name }: StoredFile,
  kind: Kind,
  { text, spans }: { text: string; spans?: readonly Span[] },
  { language }: Context,
): Material {
  if (text.trim() === "" && kind !== "picture") throw new Unreadable("noText");
  const error = errorIn(text);
  const kept = clipped(text, error?.at);
  const personal = kept === text && spans ? spans : personalIn(kept);
  const words = masked(kept, personal, language);
  const code = error === undefined && kind === "text" ? codeLanguage(words, name) : undefined;
  return {
    file: id,
    name: shownName(name),
    kind,
    text: words,
    ...(error && {
      error: { ...error, line: mask(error.line, language), context: mask(error.context, language) },
    }),
    ...(code && { code }),
    personal: personal.length > 0,
  };
}

/** The part around the error, else the beginning. */
function clipped(text: string, line: number | undefined): string {
  const { characters } = limits;
  if (text.length <= characters) return text;
  if (line === undefined) return text.slice(0, characters).toWellFormed();
  const at = text.split("\n", line - 1).join("\n").length;
  const from = Math.max(0, Math.min(at - characters / 2, text.length - characters));
  return text.slice(from, from + characters).toWellFormed();
}

function pictureType(bytes: Uint8Array): Picture["type"] {
  if (bytes[0] === 0x89) return "image/png";
  if (bytes[0] === 0xff) return "image/jpeg";
  return bytes[0] === 0x47 ? "image/gif" : "image/webp";
}

function atMost(bytes: Uint8Array, most: number): void {
  if (bytes.byteLength > most) throw new Unreadable("tooLarge");
}

function unread({ id, name }: StoredFile, why: Why): Unread {
  return { file: id, name: shownName(name), why };
}
