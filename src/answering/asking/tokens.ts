/** An estimate that is rather too high: about 4 characters of English and 1 of Chinese make a token. */
export function tokens(text: string): number {
  let wide = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x2e7f) wide++;
  return Math.ceil((text.length - wide) / 3.5 + wide);
}
