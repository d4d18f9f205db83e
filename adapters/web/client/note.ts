/** The sign by which a line of staff stays at the desk. The page writes it, and shows a note by its look instead. */
const SIGNS = /^\s*(?:\/\/|／／|、、)[ \t]?/;

/** A line that stays inside, whatever the case has become meanwhile; commands do so by themselves. */
export function asNote(text: string): string {
  return staysInside(text) ? text : `// ${text}`;
}

/** Whether a line says itself that it is a note, or a command. */
export function staysInside(text: string): boolean {
  return SIGNS.test(text) || /^\s*[!！]/.test(text);
}

/** The words of a note as they are shown. */
export function withoutSign(text: string): string {
  return text.replace(SIGNS, "");
}
