/** The beginning of a text, for a list; the whole of it stands elsewhere. */
export function preview(text: string, longest: number): string {
  const characters = [...text.replace(/\s+/g, " ").trim()];
  return characters.length > longest ? `${characters.slice(0, longest).join("")}…` : characters.join("");
}
