import { expect, test } from "vitest";
import { articleHtml } from "../../adapters/web/pages/article.ts";
import { anchorsOf } from "../../src/knowledge/cutting/anchors.ts";
import { serve } from "./serve.ts";

const article = { title: "Flexbox", language: "en", updated: "2026-09-14", anchors: [] };

test("every page forbids what we don't need, and frames but for the widget", async () => {
  const { base } = await serve({ embedOrigins: ["https://course.example"] });
  for (const path of ["/", "/articles/none", "/?key=x", "/widget"]) {
    const response = await fetch(base + path);
    const policy = response.headers.get("Content-Security-Policy");
    expect(policy).toContain("default-src 'none';script-src 'self';style-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|https?:(?!\/\/course\.example)/);
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    const widget = path === "/widget";
    expect(policy).toContain(
      widget ? "frame-ancestors 'self' https://course.example" : "frame-ancestors 'none'",
    );
    expect(response.headers.get("X-Frame-Options")).toBe(widget ? null : "DENY");
    const html = await response.text();
    expect(html).not.toMatch(
      / style=| on\w+=|<style|<script(?! type="module" src="\/assets\/[\w.]+"><\/script>)/,
    );
    expect(html).not.toMatch(/(?:src|href)="(?!\/|#)/);
  }
});

test("scripts and styles are served as what they are, and nothing beside them", async () => {
  const { base } = await serve();
  const script = await fetch(`${base}/assets/main.ts`);
  expect(script.headers.get("Content-Type")).toMatch(/^text\/javascript/);
  expect(await script.text()).not.toMatch(/import type|: Side/);
  const etag = script.headers.get("ETag") ?? "";
  expect((await fetch(`${base}/assets/main.ts`, { headers: { "If-None-Match": etag } })).status).toBe(304);
  expect((await fetch(`${base}/assets/style/base.css`)).headers.get("Content-Type")).toMatch(/^text\/css/);
  for (const path of ["tsconfig.json", "../index.ts", "..%2findex.ts", "constructor", "style"]) {
    expect((await fetch(`${base}/assets/${path}`)).status, path).toBe(404);
  }
  const widget = await fetch(`${base}/widget.js`);
  expect(widget.headers.get("Cross-Origin-Resource-Policy")).toBe("cross-origin");
  expect(await widget.text()).not.toMatch(/^import|^export/m);
});

test("addresses that are not ours are left to others", async () => {
  const { base, host } = await serve();
  host.route((_, response) => {
    response.end("somebody else's");
  });
  const answer = await fetch(`${base}/health`, {
    method: "POST",
    headers: { Origin: "https://else.example" },
  });
  expect(await answer.text()).toBe("somebody else's");
  expect(answer.headers.get("Content-Security-Policy")).toBeNull();
});

test("an article is read at its address, in the language asked for", async () => {
  const { base, host } = await serve();
  host.articles.set("en/a/b", { ...article, markdown: "## Wrap <i>" });
  host.articles.set("zh/a/b", {
    ...article,
    title: "弹性盒子",
    language: "zh",
    markdown: "## 换行",
    anchors: ["换行"],
  });
  const page = await (await fetch(`${base}/articles/a/b?lang=zh`)).text();
  expect(page).toContain('<html lang="zh-CN">');
  expect(page).toContain('<section id="换行">');
  expect(page).toContain('href="/articles/a/b?lang=en"');
  expect(await (await fetch(`${base}/articles/a/b?lang=en`)).text()).toContain(
    "Last changed on 14 September 2026",
  );
  const missing = await fetch(`${base}/articles/a/<script>`);
  expect(missing.status).toBe(404);
  expect(await missing.text()).not.toContain("<script>");
});

test("sections carry the anchors that citations lead to", () => {
  const markdown =
    "Intro\n\n## What's `new`?\n\nx\n\n## What's `new`?\n\n### 常见问题：a_b\n\n> ## inside a quote\n\n## <b>!\n";
  const html = articleHtml("a", { ...article, markdown, anchors: anchorsOf(markdown) });
  const anchors = [...html.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id);
  expect(anchors).toEqual(["whats-new", "whats-new-1", "常见问题a_b", "b"]);
});

test("links between articles lead to their pages, the title is not repeated, markup is text", () => {
  const markdown = [
    "# Flexbox",
    "[a](../enrolment/refunds.md#how) [b](07-grid.md) [c](https://x.example) [d](javascript:x) [e](#here)",
    "<script>alert(1)</script>",
  ].join("\n\n");
  const html = articleHtml("lessons/flexbox", { ...article, markdown });
  expect(html).toContain('<a href="/articles/enrolment/refunds?lang=en#how">a</a>');
  expect(html).toContain('<a href="/articles/lessons/07-grid?lang=en">b</a>');
  expect(html).toContain(
    '<a href="https://x.example" target="_blank" rel="noopener noreferrer nofollow">c</a>',
  );
  expect(html).not.toContain("javascript:");
  expect(html).toContain('<a href="#here">e</a>');
  expect(html).not.toMatch(/<h1>|<script>/);
});
