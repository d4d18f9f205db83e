import { getDocumentProxy } from "unpdf";
import { limits } from "../limits.ts";
import { Unreadable } from "./unreadable.ts";

/** The text of the first pages of a PDF. Throws Unreadable. */
export async function readPdf(bytes: Uint8Array): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 }).catch((cause: unknown) => {
    const isLocked = cause instanceof Error && cause.name === "PasswordException";
    throw new Unreadable(isLocked ? "locked" : "broken", { cause });
  });
  try {
    let text = "";
    for (let number = 1; number <= Math.min(document.numPages, limits.pages); number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      for (const item of items) if ("str" in item) text += item.hasEOL ? `${item.str}\n` : item.str;
      text += "\n\n";
      page.cleanup();
      if (text.length > limits.characters) break;
    }
    return text.trim();
  } catch (cause) {
    throw new Unreadable("broken", { cause });
  } finally {
    await document.loadingTask.destroy();
  }
}
