import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import load, { type Tesseract } from "tesseract.js-core/tesseract-core-simd-lstm.js";

export type Language = "eng" | "chi_sim";
export type LineReader = InstanceType<Tesseract["TessBaseAPI"]>;

/** Tesseract without its languages: enough to unpack a picture. Made once in the process. */
let engine: Promise<Tesseract> | undefined;
const data = new Map<string, Promise<void>>();
const readers = new Map<string, Promise<LineReader>>();

export async function tesseract(): Promise<Tesseract> {
  // Its warnings are about settings of other versions.
  const quiet = () => undefined;
  engine ??= load({ print: quiet, printErr: quiet });
  return await engine;
}

/** A reader of these languages, made once: the languages are loaded when the first picture needs them. */
export async function readerOf(...languages: readonly Language[]): Promise<LineReader> {
  const name = languages.join("+");
  const reader = readers.get(name) ?? make(languages);
  readers.set(name, reader);
  return await reader;
}

async function make(languages: readonly string[]): Promise<LineReader> {
  const { FS, TessBaseAPI } = await tesseract();
  const unpack = async (language: string) => FS.writeFile(`/${language}.traineddata`, await dataOf(language));
  for (const language of languages) {
    const loaded = data.get(language) ?? unpack(language);
    data.set(language, loaded);
    await loaded;
  }
  const api = new TessBaseAPI();
  if (api.Init(null, languages.join("+"), 1) !== 0) throw new Error("Tesseract did not take its languages");
  // One block of lines: the automatic layout (3) loses indented lines of code. Measured on our screenshots.
  api.SetVariable("tessedit_pageseg_mode", "6");
  api.SetVariable("preserve_interword_spaces", "1");
  return api;
}

async function dataOf(language: string): Promise<Uint8Array> {
  const file = `@tesseract.js-data/${language}/4.0.0_best_int/${language}.traineddata.gz`;
  return await promisify(gunzip)(await readFile(fileURLToPath(import.meta.resolve(file))));
}
