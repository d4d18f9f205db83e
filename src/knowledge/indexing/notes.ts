/** What the index knows about the files that it was made of, in the order of its articles. */
import { z } from "zod";
import type { Index } from "../index/index-data.ts";
import type { FileNote } from "../load/folder.ts";

const NOTE = z.object({
  path: z.string(),
  size: z.number(),
  mtime: z.number(),
  hash: z.string(),
  articles: z.int().nonnegative(),
  reason: z.string().optional(),
  repeats: z.literal(true).optional(),
});

export function readNotes({ data: { notes } }: Index): readonly FileNote[] {
  if (notes.length === 0) return [];
  const text = new TextDecoder().decode(notes.subarray(0, notes.length));
  return z.array(NOTE).parse(JSON.parse(text)) as FileNote[];
}
