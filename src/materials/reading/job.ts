import { z } from "zod";
import { WHY } from "./unreadable.ts";

/** In pixels from the upper left corner. */
const BOX = z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() });
export type Box = Readonly<z.infer<typeof BOX>>;

/** What the reading process is asked for. */
export type Job =
  | { readonly do: "picture" | "pdf" | "docx"; readonly bytes: Uint8Array }
  /** The picture as PNG with the boxes blackened. */
  | { readonly do: "blacken"; readonly bytes: Uint8Array; readonly boxes: readonly Box[] };

/** A word that was seen in a picture: `text.slice(start, end)`. */
const WORD = z.object({ start: z.number(), end: z.number(), box: BOX });
export type Word = Readonly<z.infer<typeof WORD>>;

/** A text; in pictures also where its words stand. */
const TEXT = z.object({ text: z.string(), words: z.array(WORD).readonly() });
export type Text = Readonly<z.infer<typeof TEXT>>;

/** What it answers. It has opened what strangers sent, so its word is checked as theirs. */
export const DONE = z.union([
  z.object({ text: TEXT }),
  z.object({ png: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  z.object({ unreadable: z.enum(WHY) }),
]);
export type Done = z.infer<typeof DONE>;
