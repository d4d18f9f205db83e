import { extractText, getDocumentProxy, getMeta } from "unpdf";
import { z } from "zod";
import { BadFile, type Draft } from "./draft.ts";
import { languageOf } from "./place.ts";

/** The text of a PDF, a section a page, so that a citation names the page. Pictures of text hold none. */
export async function readPdf(bytes: Uint8Array): Promise<readonly Draft[]> {
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 }).catch((cause: unknown) => {
    throw new BadFile("is a broken or locked PDF", { cause });
  });
  try {
    const { text: pages } = await extractText(document, { mergePages: false });
    const { info } = await getMeta(document);
    const title = z.string().trim().min(1).safeParse(info["Title"]).data;
    const chinese = languageOf(pages.join(" ")) === "zh";
    const sections = pages.flatMap((page, at) =>
      page.trim() === "" ? [] : [`## ${chinese ? `第 ${at + 1} 页` : `Page ${at + 1}`}\n\n${page.trim()}`],
    );
    return [{ markdown: sections.join("\n\n"), title: title ?? "" }];
  } finally {
    await document.loadingTask.destroy();
  }
}
