import mammoth from "mammoth";
import { BadFile, type Draft } from "./draft.ts";
import { draftOfHtml } from "./html.ts";

/** A Word document with its headings, lists and tables; pictures are left out. */
export async function readDocx(bytes: Uint8Array): Promise<readonly Draft[]> {
  const convertImage = mammoth.images.imgElement(() => Promise.resolve({ src: "" }));
  const { value } = await mammoth
    .convertToHtml({ buffer: Buffer.from(bytes) }, { convertImage })
    .catch((cause: unknown) => {
      throw new BadFile("is a broken Word document", { cause });
    });
  return [await draftOfHtml(value.replace(/<img[^>]*>/g, ""))];
}
