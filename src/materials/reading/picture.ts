import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import load, { type Tesseract } from "tesseract.js-core/tesseract-core-simd-lstm.js";
import { limits } from "../limits.ts";
import type { Text, Word } from "./job.ts";
import { pixelsOf } from "./picture-size.ts";
import { Unreadable } from "./unreadable.ts";

/** Below this Tesseract has seen letters where there are none. It says of clean screenshots 75 to 95. */
const LEAST_CONFIDENCE = 50;

const LANGUAGES = ["eng", "chi_sim"] as const;

/** Tesseract without its languages: enough to unpack a picture. Made once in the thread. */
let engine: Promise<Tesseract> | undefined;
let reader: Promise<InstanceType<Tesseract["TessBaseAPI"]>> | undefined;

/** The text of a picture in English and simplified Chinese. Throws Unreadable. */
export async function readPicture(bytes: Uint8Array): Promise<Text> {
  check(bytes);
  const { FS } = await tesseract();
  reader ??= createReader();
  const api = await reader;
  FS.writeFile("/input", bytes);
  if (api.SetImageFile(1, 0) !== 0) throw new Unreadable("broken");
  const text = api.GetUTF8Text();
  const words = wordsIn(text, api.GetTSVText(0));
  const confidence = api.MeanTextConf();
  api.Clear();
  if (text.trim() === "" || confidence < LEAST_CONFIDENCE) throw new Unreadable("noText");
  return { text, words };
}

/** Throws Unreadable for a picture that would take too much memory: its head is read before it is unpacked. */
export function check(bytes: Uint8Array): void {
  const pixels = pixelsOf(bytes);
  if (pixels === undefined || pixels === 0) throw new Unreadable("broken");
  if (pixels > limits.pixels) throw new Unreadable("tooLarge");
}

export async function tesseract(): Promise<Tesseract> {
  // Its warnings are about settings of other versions.
  const quiet = () => undefined;
  engine ??= load({ print: quiet, printErr: quiet });
  return await engine;
}

async function createReader() {
  const { FS, TessBaseAPI } = await tesseract();
  for (const language of LANGUAGES) FS.writeFile(`/${language}.traineddata`, await dataOf(language));
  const api = new TessBaseAPI();
  if (api.Init(null, LANGUAGES.join("+"), 1) !== 0) throw new Error("Tesseract did not take its languages");
  // One block of lines: the automatic layout (3) loses indented lines of code. Measured on our screenshots.
  api.SetVariable("tessedit_pageseg_mode", "6");
  api.SetVariable("preserve_interword_spaces", "1");
  return api;
}

async function dataOf(language: (typeof LANGUAGES)[number]): Promise<Uint8Array> {
  const file = `@tesseract.js-data/${language}/4.0.0_best_int/${language}.traineddata.gz`;
  return await promisify(gunzip)(await readFile(fileURLToPath(import.meta.resolve(file))));
}

/** The words of the table (level 5) in the order in which they stand in the text. */
function wordsIn(text: string, table: string): readonly Word[] {
  const found: Word[] = [];
  let from = 0;
  for (const row of table.split("\n")) {
    const cells = row.split("\t");
    const word = cells[11] ?? "";
    if (cells[0] !== "5" || word === "") continue;
    const start = text.indexOf(word, from);
    if (start < 0) continue;
    from = start + word.length;
    const [left = 0, top = 0, width = 0, height = 0] = cells.slice(6, 10).map(Number);
    found.push({ start, end: from, box: { left, top, width, height } });
  }
  return found;
}
