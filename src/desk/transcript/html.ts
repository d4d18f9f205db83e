import type { CaseRecord, RecordedTurn, Shape } from "../transcript.ts";
import { createTeller } from "./words.ts";

/** One page by itself: no script, nothing loaded, readable in light and dark and on paper. */
export function html(record: CaseRecord, shape: Shape): string {
  const tell = createTeller(shape);
  const { words } = tell;
  const { number, student } = record.conversation;
  const title = escaped(words.title(number, student.name));
  const turn = (one: RecordedTurn) => {
    const { who, when, marks } = tell.head(one);
    const tags = marks.map((mark) => ` <span class="mark">${escaped(mark)}</span>`).join("");
    const files = tell.files(one).map((file) => `<p class="file"><bdi>${escaped(file)}</bdi></p>`);
    return `<article class="${one.by}${one.internal ? " note" : ""}">
<header><b><bdi>${escaped(who)}</bdi></b> <time>${escaped(when)}</time>${tags}</header>
${one.text === "" ? "" : `<div class="words" dir="auto">${escaped(one.text)}</div>`}${files.join("")}
</article>`;
  };
  const list = (name: string, lines: readonly string[]) =>
    lines.length === 0
      ? ""
      : `<h2>${escaped(name)}</h2>\n<ul>${lines.map((line) => `<li><bdi>${escaped(line)}</bdi></li>`).join("\n")}</ul>`;
  const facts = tell
    .facts(record)
    .map(([label, value]) => `<div><dt>${escaped(label)}</dt><dd><bdi>${escaped(value)}</bdi></dd></div>`);
  return `<!doctype html>
<html lang="${shape.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1><bdi>${title}</bdi></h1>
<dl>${facts.join("")}</dl>
<h2>${escaped(words.conversation)}</h2>
${record.turns.map(turn).join("\n")}
${list(words.ratings, record.stars.map(tell.rating))}
${list(words.changes, record.audit.map(tell.change))}
</body>
</html>
`;
}

const style = `:root{color-scheme:light dark}
body{font:16px/1.55 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:1.4rem}h2{font-size:1.05rem;margin-top:2rem}
dl{display:flex;flex-wrap:wrap;gap:.3rem 1.5rem}dl div{display:flex;gap:.4rem}dt{opacity:.7}dd{margin:0;font-weight:600}
article{border-left:3px solid #8889;padding:.1rem 0 .1rem .9rem;margin:1rem 0}
article.student{border-color:#3b7dd8}article.staff{border-color:#2f9e6e}article.note{border-color:#c78a1b;background:#c78a1b1a}
header{font-size:.9rem}time,.mark{opacity:.7}.mark::before{content:"· "}
.words{white-space:pre-wrap;margin-top:.2rem}.file{margin:.3rem 0}li{margin:.2rem 0;font-size:.9rem}
@media print{body{max-width:none}}`;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.toWellFormed().replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
