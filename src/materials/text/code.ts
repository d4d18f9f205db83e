/** The languages that code is recognised in, by their names in code fences. */
const SIGNS: Readonly<Record<string, readonly RegExp[]>> = {
  python: [
    /^[ \t]*(?:def|class) \w+.*:\s*$/m,
    /^[ \t]*(?:from [\w.]+ )?import [\w.*, ]+(?: as \w+)?\s*$/m,
    /^[ \t]*(?:if|for|while|elif|else|try|except|with)\b[^{;]*:\s*$/m,
    /\bprint\(|\bself\.|\bNone\b|\bTrue\b|__\w+__/,
  ],
  javascript: [
    /\b(?:const|let|var) [\w{[$][^\n=]*=/,
    /\bfunction\s*\w*\s*\(|=>\s*[{(\w]/,
    /\bconsole\.\w+\(|\bdocument\.|\bwindow\.|\brequire\(/,
    /===|!==|\bundefined\b|\bawait \w/,
  ],
  typescript: [
    /\b(?:interface|type) \w+(?:<[^>]*>)?\s*[={]/,
    /[)\w]\s*:\s*(?:string|number|boolean|void|unknown|readonly \w+)\b/,
    /\bimport type\b|\bas const\b|\bsatisfies \w/,
  ],
  java: [
    /\bpublic (?:static |final |abstract )*(?:class|void|int|String|interface)\b/,
    /\bSystem\.out\.|\bnew \w+(?:<[^>]*>)?\(.*\);/,
    /^[ \t]*import java[\w.]*;/m,
    /\bString\[\]|\bprivate (?:final )?\w+ \w+/,
  ],
  c: [
    /^[ \t]*#include\s*[<"]/m,
    /\b(?:int|void|char|float|double)\s+\**\w+\s*\([^)]*\)\s*\{/,
    /\bprintf\(|\bscanf\(|\bmalloc\(|\bstruct \w+\s*\{/,
  ],
  cpp: [
    /\bstd::|\bcout\s*<<|\bcin\s*>>/,
    /\busing namespace\b|\btemplate\s*</,
    /#include\s*<(?:iostream|vector|string)>/,
  ],
  csharp: [/^[ \t]*using System[\w.]*;/m, /\bConsole\.(?:Write|Read)/, /\bnamespace \w+/],
  go: [/^package \w+/m, /\bfunc (?:\(\w+ \*?\w+\) )?\w+\(/, /:=|\bfmt\.\w+\(/],
  rust: [/\bfn \w+\s*[(<]/, /\blet mut\b|\bimpl\b|->\s*\w/, /println!\(|::<|&mut /],
  sql: [
    /\bselect\b[\s\S]{1,400}\bfrom\b/i,
    /\b(?:insert into|update \w+ set|delete from|create table|alter table)\b/i,
    /\b(?:where|group by|order by|inner join|left join)\b/i,
  ],
  shell: [
    /^#!.*\b(?:ba|z|)sh\b/m,
    /^[ \t]*\$ \w+/m,
    /^[ \t]*(?:sudo|apt|apt-get|npm|pip3?|git|cd|mkdir|export|echo|curl) \S/m,
    /\bfi\b|\bdone\b|\$\{?\w+\}?/,
  ],
  html: [
    /<!doctype html>|<html\b/i,
    /<(?:div|span|p|a|img|body|head|ul|li|form|input|script)\b[^<>]{0,500}>/i,
    /<\/\w+>/,
  ],
  css: [
    /[\w-]\s{0,9}\{[^{}:]{1,200}:[^{};]{1,200};/,
    /@media\b|\b(?:margin|padding|display|color|font-size)\s*:/,
  ],
  json: [/^\s{0,9}[[{]\s{0,200}(?:\{\s{0,200})?"[^"\n]{1,200}"\s{0,9}:/],
};

/** Signs that others share count less often than they should; these languages are others with more. */
const EXTENDS: Readonly<Record<string, string>> = { typescript: "javascript", cpp: "c" };

const ENDINGS: Readonly<Record<string, string>> = {
  py: "python", js: "javascript", mjs: "javascript", cjs: "javascript", jsx: "javascript", ts: "typescript",
  tsx: "typescript", java: "java", c: "c", h: "c", cpp: "cpp", cc: "cpp", hpp: "cpp", cs: "csharp", go: "go",
  rs: "rust", sql: "sql", sh: "shell", bash: "shell", ps1: "shell", html: "html", htm: "html", css: "css",
  json: "json",
}; // biome-ignore format: a list

/** How much of a text tells its language. */
const MOST = 8_000;

/** The language of a piece of code, by its file's ending and else by its signs; `undefined` for words. */
export function codeLanguage(text: string, name = ""): string | undefined {
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const named = ENDINGS[ending];
  if (named !== undefined) return named;
  const sample = text.slice(0, MOST);
  const counts = new Map(
    Object.entries(SIGNS).map(([language, signs]) => [
      language,
      signs.filter((sign) => sign.test(sample)).length,
    ]),
  );
  let best: { language: string; count: number } | undefined;
  for (const [language, own] of counts) {
    const base = EXTENDS[language];
    const count = own === 0 || base === undefined ? own : own + (counts.get(base) ?? 0);
    if (count > (best?.count ?? 0)) best = { language, count };
  }
  if (best === undefined) return undefined;
  const enough = best.language === "json" ? 1 : 2;
  return best.count >= enough ? best.language : undefined;
}
