import type { StoredFile } from "#ports/platform.ts";
import type { Read } from "./material.ts";

/** Keeps a file and says how to find it again. */
export type Keep = (file: { name: string; type: string; bytes: Uint8Array }) => Promise<StoredFile>;

/**
 * The files as others may see them, in their order: instead of a picture with something personal in it a copy in
 * which that is black, and where none could be made the words that were read, masked. All other files are the
 * student's own words and stay as they are.
 */
export async function safeFiles(
  files: readonly StoredFile[],
  { materials }: Read,
  keep: Keep,
): Promise<readonly StoredFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const found = materials.find((material) => material.file === file.id);
      if (found === undefined || found.kind !== "picture" || !found.personal) return file;
      const name = found.name.replace(/\.\w{1,5}$/, "");
      if (found.picture !== undefined)
        return keep({ name: `${name}.png`, type: found.picture.type, bytes: found.picture.bytes });
      return keep({ name: `${name}.txt`, type: "text/plain", bytes: Buffer.from(found.text, "utf8") });
    }),
  );
}
