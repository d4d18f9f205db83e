import { extractText, getDocumentProxy, getMeta } from "unpdf";
import { BadFile, type Draft } from "./draft.ts";
import { languageOf } from "./place.ts";

/** The text of a PDF, a section a page, so that a citation names the page. Pictures of text hold none. */
export async function readPdf(bytes: Uint8Array): Promise<readonly Draft[]> {
  const document = await getDocumentProxy(new Uint8Array(bytes)).catch((cause: unknown) => {
    throw new BadFile("is a broken or locked PDF", { cause });
  });
  try {
    const { text: pages } = await extractText(document, { mergePages: false });
    const { info } = await getMeta(document);
    const title: unknown = info["Title"];
    const heading =
      languageOf(pages.join(" ")) === "zh"
        ? (page: number) => `第 ${page} 页`
        : (page: number) => `Page ${page}`;
    const written = pages
      .map((page, at) => [heading(at + 1), page.trim()] as const)
      .filter(([, text]) => text !== "");
    const markdown =
      written.length === 1
        ? (written[0]?.[1] ?? "")
        : written.map(([name, text]) => `## ${name}\n\n${text}`).join("\n\n");
    return [
      {
        markdown,
        ...(typeof title === "string" && title.trim() !== "" ? { title: title.trim() } : {}),
        ...(written.length > 1 && typeof title !== "string" ? {} : {}),
      },
    ];
  } finally {
    await document.destroy();
  }
}
