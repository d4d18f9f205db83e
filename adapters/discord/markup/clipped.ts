/** For labels and titles only, which Discord refuses when they are too long. */
export function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF\\]+$/, "")}…`;
}
