import type { Citation } from "#ports/platform.ts";
import { webLink } from "./tree.ts";

/** More than these are refused; the page counts in characters. */
const limits = { citations: 20, name: 80, abstract: 160 } as const;

/**
 * The one root entity of a message: the label that the words were made by a machine, and the sources that the
 * marks in the text open.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
 */
export function messageEntity(citations: readonly Citation[]) {
  return {
    type: "https://schema.org/Message",
    "@type": "Message",
    "@context": "https://schema.org",
    "@id": "",
    additionalType: ["AIGeneratedContent"],
    ...(citations.length > 0 && { citation: citations.slice(0, limits.citations).map(claim) }),
  };
}

function claim({ number, title, path, url, updated }: Citation) {
  const link = webLink(url);
  return {
    "@type": "Claim",
    position: number,
    appearance: {
      "@type": "DigitalDocument",
      name: short(title, limits.name),
      ...(link && { url: link }),
      abstract: short([...path, updated].join(" · "), limits.abstract),
    },
  };
}

function short(text: string, limit: number): string {
  const characters = [...text];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : text;
}
