import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKnowledge } from "../../knowledge/knowledge.ts";
import { createLog } from "../../log.ts";

/** Writes a folder of articles in English and Chinese, indexes it, and opens the built index again. */
export async function measureIndexing(options: { articles: number }): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "deskmate-articles-"));
  try {
    writeArticles(join(folder, "articles"), options.articles);
    const open = () =>
      openKnowledge({
        folder: join(folder, "articles"),
        dataFolder: join(folder, "index"),
        log: createLog("error"),
      });
    const started = performance.now();
    const knowledge = await open();
    const indexed = performance.now() - started;
    const { passages } = knowledge.counts();
    await knowledge.close();
    const again = performance.now();
    await (await open()).close();
    return {
      articles: options.articles,
      passages,
      "indexed in, ms": Math.round(indexed),
      "opened again in, ms": Math.round(performance.now() - again),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const english =
  "the loop array function value page style server error request student module lesson exercise course border margin fetch promise object".split(
    " ",
  );
const chinese =
  "循环 数组 函数 变量 页面 样式 服务器 报错 请求 同学 模块 课文 作业 课程 边框 外边距 对象 参数 返回 浏览器".split(
    " ",
  );

/** About 400 words each, half of them Chinese; the same articles at every run. */
function writeArticles(folder: string, count: number): void {
  let seed = 1;
  const pick = (words: readonly string[]) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return words[seed % words.length] ?? "";
  };
  for (const language of ["en", "zh"]) mkdirSync(join(folder, language), { recursive: true });
  for (let number = 0; number < count; number++) {
    const language = number % 2 === 0 ? "en" : "zh";
    const words = language === "en" ? english : chinese;
    const gap = language === "en" ? " " : "";
    const sentence = () => Array.from({ length: 12 }, () => pick(words)).join(gap) + (gap ? "." : "。");
    const section = (index: number) =>
      `## ${pick(words)}${gap}${index}\n\n${Array.from({ length: 8 }, sentence).join(gap)}\n\n\`\`\`js\nconst a${number} = ${index};\n\`\`\``;
    const body = Array.from({ length: 4 }, (_, index) => section(index)).join("\n\n");
    const front = `---\ntitle: ${pick(words)}${gap}${number}\nlanguage: ${language}\nupdated: 2026-09-01\n---\n`;
    writeFileSync(join(folder, language, `article-${number}.md`), `${front}\n${body}\n`);
  }
}
