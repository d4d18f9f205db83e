import { readFileSync } from "node:fs";
import { z } from "zod";

/**
 * One question that the weights answer. `softmax`: one of the classes; `each`: any number of them. The
 * probability of a class is that of `slope × score + offset`; it is chosen by `lean`, which evens out that
 * some classes are rare: in a softmax it is added to the score, otherwise it is the least probability.
 */
const HEAD = z.object({
  name: z.string(),
  kind: z.enum(["softmax", "each"]),
  classes: z.array(z.string()),
  /** First column. */
  at: z.number(),
  bias: z.array(z.number()),
  /** What one step of a weight is worth. */
  scale: z.array(z.number()),
  slope: z.array(z.number()),
  offset: z.array(z.number()),
  lean: z.array(z.number()),
});
export type Head = z.infer<typeof HEAD>;

const HEADER = z.object({ features: z.number(), columns: z.number(), heads: z.array(HEAD) });

/** Weights of all heads: one row of bytes for each feature, one column for each class. */
export type Weights = {
  readonly heads: readonly Head[];
  /** Scores of all classes of a text with these features, before calibration. */
  score(features: Uint32Array): Float64Array;
  /** Which share of the features the weights know, 0 to 1. */
  known(features: Uint32Array): number;
};

/** Reads what `pack` wrote: length of the header, header as JSON, sorted hashes, rows. */
export function unpack(file: Uint8Array): Weights {
  const start = 4 + new DataView(file.buffer, file.byteOffset).getUint32(0, true);
  const header = HEADER.parse(JSON.parse(new TextDecoder().decode(file.subarray(4, start))));
  const rowsAt = start + 4 * header.features;
  // The hashes are copied to where numbers may begin; the rows, by far the most, stay where they were read.
  const hashes = new Uint32Array(Uint8Array.from(file.subarray(start, rowsAt)).buffer);
  const rows = new Int8Array(file.buffer, file.byteOffset + rowsAt, file.length - rowsAt);
  const rowOf = index(hashes);
  const bias = header.heads.flatMap((head) => head.bias);
  const scale = header.heads.flatMap((head) => head.scale);
  const { columns } = header;
  return {
    heads: header.heads,
    score(features) {
      const sums = new Float64Array(columns);
      for (const feature of features) {
        const row = rowOf(feature);
        if (row < 0) continue;
        const at = row * columns;
        for (let column = 0; column < columns; column++)
          sums[column] = (sums[column] as number) + (rows[at + column] as number);
      }
      const length = 1 / Math.sqrt(Math.max(1, features.length));
      for (let column = 0; column < columns; column++)
        sums[column] =
          (sums[column] as number) * (scale[column] as number) * length + (bias[column] as number);
      return sums;
    },
    known: (features) =>
      features.reduce((sum, feature) => sum + Number(rowOf(feature) >= 0), 0) / Math.max(1, features.length),
  };
}

export function pack(heads: readonly Head[], hashes: Uint32Array, rows: Int8Array): Uint8Array {
  const columns = heads.reduce((sum, { classes }) => sum + classes.length, 0);
  const header = Buffer.from(JSON.stringify({ features: hashes.length, columns, heads }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return Buffer.concat([length, header, Buffer.from(hashes.buffer), Buffer.from(rows.buffer)]);
}

/** Open addressing, half full: the hashes are even already. */
function index(hashes: Uint32Array): (hash: number) => number {
  const size = 2 ** Math.ceil(Math.log2(hashes.length * 2 + 2));
  const slots = new Int32Array(size).fill(-1);
  hashes.forEach((hash, row) => {
    let slot = hash & (size - 1);
    while (slots[slot] !== -1) slot = (slot + 1) & (size - 1);
    slots[slot] = row;
  });
  return (hash) => {
    let slot = hash & (size - 1);
    for (;;) {
      const row = slots[slot] as number;
      if (row === -1 || hashes[row] === hash) return row;
      slot = (slot + 1) & (size - 1);
    }
  };
}

/** Probability of each class of a head, from all scores. */
export function probabilities(head: Head, scores: Float64Array): readonly number[] {
  const logits = head.classes.map(
    (_, at) => (head.slope[at] ?? 1) * (scores[head.at + at] ?? 0) + (head.offset[at] ?? 0),
  );
  if (head.kind === "each") return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** The class of a softmax that is chosen. */
export function chosen(head: Head, of: readonly number[]): number {
  let best = 0;
  const value = (at: number) => Math.log((of[at] ?? 0) + 1e-12) + (head.lean[at] ?? 0);
  for (let at = 1; at < of.length; at++) if (value(at) > value(best)) best = at;
  return best;
}

let shipped: Weights | undefined;

/** The weights of this folder, read when first asked for. */
export function shippedWeights(): Weights {
  shipped ??= unpack(readFileSync(new URL("weights.bin", import.meta.url)));
  return shipped;
}
