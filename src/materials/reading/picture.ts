import { limits } from "../limits.ts";
import { type Language, type LineReader, readerOf, tesseract } from "./engine.ts";
import type { Box, Text, Word } from "./job.ts";
import { pixelsOf } from "./picture-size.ts";
import { Unreadable } from "./unreadable.ts";

/** Below this Tesseract has seen letters where there are none. It says of clean screenshots 75 to 95. */
const LEAST_CONFIDENCE = 50;

/**
 * A line that the English reader is less sure of is read again with Chinese. Of our screenshots it says 73 to 97 of
 * English lines and at most 46 of Chinese ones; reading all of them in both languages takes twice as long.
 */
const SURELY_ENGLISH = 60;

const LANGUAGES = ["eng", "chi_sim"] as const;

/** So many lines are read at once in both languages: by itself a short line is taken for the wrong one. */
const TOGETHER = 6;

/** Pixels around a line that belong to it. */
const MARGIN = 3;

type Part = { readonly text: string; readonly words: readonly Word[]; readonly confidence: number };

/**
 * The text of a picture in English and simplified Chinese, line by line from the lowest up: what happened last
 * stands there. What can't be read within `withinMs` is left out. Throws Unreadable.
 */
export async function readPicture(bytes: Uint8Array, withinMs: number = limits.pictureMs): Promise<Text> {
  check(bytes);
  const until = performance.now() + withinMs;
  const { FS } = await tesseract();
  FS.writeFile("/input", bytes);
  const english = await readerOf("eng");
  if (english.SetImageFile(1, 0) !== 0) throw new Unreadable("broken");
  const boxes = await linesOf(english);
  const read: Part[] = [];
  let both: LineReader | undefined;
  let isChinese = false;
  for (let end = boxes.length; end > 0; ) {
    if (read.length > 0 && performance.now() > until) break;
    let from = end - 1;
    // Next to a Chinese line stands another one.
    let found = isChinese ? undefined : partIn(english, boxes.slice(from, end));
    if (found === undefined || found.confidence < SURELY_ENGLISH) {
      both ??= await withPicture(...LANGUAGES);
      from = Math.max(0, end - TOGETHER);
      found = partIn(both, boxes.slice(from, end));
      isChinese = HAN.test(found.text);
    }
    if (found.text !== "") read.unshift(found);
    end = from;
  }
  english.Clear();
  both?.Clear();
  return joined(read);
}

const HAN = /\p{Script=Han}/u;

/** Throws Unreadable for a picture that would take too much memory: its head is read before it is unpacked. */
export function check(bytes: Uint8Array): void {
  const pixels = pixelsOf(bytes);
  if (pixels === undefined || pixels === 0) throw new Unreadable("broken");
  if (pixels > limits.pixels) throw new Unreadable("tooLarge");
}

async function withPicture(...languages: readonly Language[]): Promise<LineReader> {
  const reader = await readerOf(...languages);
  if (reader.SetImageFile(1, 0) !== 0) throw new Unreadable("broken");
  return reader;
}

/** Where lines of text stand, from above. */
async function linesOf(reader: LineReader): Promise<readonly Box[]> {
  const { wrapPointer, getValue, getPointer, Box } = await tesseract();
  const found = reader.GetTextlines();
  const first = getPointer(found.get_box());
  return Array.from({ length: found.get_n() }, (_, at) => {
    const box = wrapPointer(getValue(first + 4 * at, "i32"), Box);
    return { left: box.get_x(), top: box.get_y(), width: box.get_w(), height: box.get_h() };
  });
}

/** What some lines, one below the other, say. */
function partIn(reader: LineReader, lines: readonly Box[]): Part {
  const left = Math.max(0, Math.min(...lines.map((line) => line.left)) - MARGIN);
  const top = Math.max(0, Math.min(...lines.map((line) => line.top)) - MARGIN);
  const right = Math.max(...lines.map((line) => line.left + line.width)) + MARGIN;
  const bottom = Math.max(...lines.map((line) => line.top + line.height)) + MARGIN;
  reader.SetRectangle(left, top, right - left, bottom - top);
  const text = reader.GetUTF8Text().trimEnd().replace(/^\n+/, "");
  return { text, words: wordsIn(text, reader.GetTSVText(0)), confidence: reader.MeanTextConf() };
}

/** Throws Unreadable where there is nothing that looks like text. */
function joined(lines: readonly Part[]): Text {
  const text = lines.map((line) => line.text).join("\n");
  const letters = lines.reduce((sum, line) => sum + line.text.length, 0);
  const sure =
    lines.reduce((sum, line) => sum + line.confidence * line.text.length, 0) / Math.max(1, letters);
  if (text.trim() === "" || sure < LEAST_CONFIDENCE) throw new Unreadable("noText");
  let from = 0;
  const words = lines.flatMap((line) => {
    const start = from;
    from += line.text.length + 1;
    return line.words.map((word) => ({ ...word, start: word.start + start, end: word.end + start }));
  });
  return { text, words };
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
