import { mapSpans } from "./segments.ts";

const MARK = /\[(\d{1,3})\]/g;

/** The several ways in which models write marks, as `[1]`. Code is left alone: `list[1]` is no source. */
export function uniform(block: string): string {
  return outsideCode(block, (part) =>
    part
      .replace(/【(\d{1,3})[^】\n]{0,20}】/g, "[$1]")
      .replace(/\[\^?(\d{1,3})\]\([^()\s]{0,2000}\)/g, "[$1]")
      .replace(/\[\^(\d{1,3})\]/g, "[$1]")
      .replace(/\[\d{1,3}(?:\s?[,;\u3001\uFF0C\uFF1B]\s?\d{1,3}){1,9}\]/g, (list) =>
        (list.match(/\d+/g) ?? []).map((number) => `[${number}]`).join(""),
      ),
  );
}

/** The numbers that a piece of text is marked with. */
export function marks(text: string): readonly number[] {
  const found: number[] = [];
  outsideCode(text, (part) => {
    for (const [, number] of part.matchAll(MARK)) found.push(Number(number));
    return part;
  });
  return found;
}

/** Marks renamed by `rename`; those for which it gives `undefined` disappear, with the space before them. */
export function renumber(text: string, rename: (number: number) => number | undefined): string {
  return outsideCode(text, (part) =>
    part.replace(/ ?\[(\d{1,3})\]/g, (mark, number: string) => {
      const name = rename(Number(number));
      return name === undefined ? "" : `${mark.startsWith(" ") ? " " : ""}[${name}]`;
    }),
  );
}

/** The text with a mark at its end, before a closing colon: "Create the file [1]:". */
export function marked(text: string, number: number): string {
  const colon = /\s?[:\uFF1A]$/.exec(text)?.[0] ?? "";
  return `${text.slice(0, text.length - colon.length).trimEnd()} [${number}]${colon.trim()}`;
}

function outsideCode(text: string, rewrite: (part: string) => string): string {
  return mapSpans(text, rewrite, (code) => code);
}
