import express, { type Request, type Response, type Router } from "express";
import { words } from "../client/words/words.ts";
import { articlePage } from "../pages/article.ts";
import { chatPage, messagePage, widgetPage } from "../pages/shell.ts";
import { anonymousStudent, keyHolder } from "../who/session.ts";
import { createAssets } from "./assets.ts";
import { securityHeaders } from "./headers.ts";
import { readLanguage } from "./refuse.ts";
import { wire } from "./session-routes.ts";
import type { Web } from "./web.ts";

/** The pages and what they load. */
export function pageRoutes({ config, host, sessions, isKey }: Web): Router {
  const router = express.Router();
  const asset = createAssets();
  const headers = securityHeaders(config);
  router.use((request, response, next) => {
    (request.path === "/widget" ? headers.widget : headers.page)(request, response, next);
  });

  router.get("/", async (request, response) => {
    const language = readLanguage(request);
    const current = await sessions.read(request);
    response.set("Cache-Control", "no-store");
    const { key } = request.query;
    if (key !== undefined) {
      // The only GET that changes something: it must be the browser's own, not a look ahead.
      const opens = request.method === "GET" && typeof key === "string" && isKey(key);
      if (opens) {
        host.log.info("web: desk opened with the key");
        response.append("Set-Cookie", await sessions.cookie(keyHolder(words(language).staff)));
      }
      if (opens || current.staff !== undefined) return response.redirect(303, "/");
      return html(response.status(403), messagePage(language, "usedKey"));
    }
    const student = current.student ?? anonymousStudent();
    if (current.student === undefined) response.append("Set-Cookie", await sessions.cookie(student));
    html(response, chatPage(language, { sessions: wire({ ...current, student }), limits: limits(config) }));
  });

  router.get("/widget", (request, response) => {
    response.set("Cache-Control", "no-store");
    const boot = { sessions: {}, limits: limits(config), embedders: config.embedOrigins };
    html(response, widgetPage(readLanguage(request), boot));
  });

  router.get("/widget.js", (request, response) => {
    response.set({ "Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "public, max-age=300" });
    sendAsset("embed.ts", request, response);
  });

  router.get("/articles/*id", (request, response) => {
    const language = readLanguage(request);
    const { lang } = request.query;
    const id = request.params.id.join("/");
    const wanted = typeof lang === "string" ? lang : language;
    const article = host.article(id, wanted);
    if (article === undefined) return html(response.status(404), messagePage(language, "noArticle"));
    const other = article.language.startsWith("zh") ? "en" : "zh";
    const hasOther = host.article(id, other)?.language.startsWith(other) === true;
    response.set("Cache-Control", "no-cache");
    html(response, articlePage(id, article, language, hasOther ? other : undefined));
  });

  router.get("/assets/*path", (request, response) => {
    const path = request.params.path.join("/");
    response.set("Cache-Control", "no-cache");
    // The widget's button shows it on the course site.
    if (path === "mark.svg") response.set("Cross-Origin-Resource-Policy", "cross-origin");
    sendAsset(path, request, response);
  });

  function sendAsset(path: string, request: Request, response: Response): void {
    const found = asset(path);
    if (found === undefined) {
      response.status(404).type("text").send("Not found");
      return;
    }
    response.set({ ETag: found.etag, "Content-Type": found.type });
    if (request.headers["if-none-match"] === found.etag) response.status(304).end();
    else response.end(found.body);
  }
  return router;
}

function limits({ uploadBytes }: { uploadBytes: number }) {
  return { uploadBytes };
}

function html(response: Response, page: string): void {
  response.type("html").send(page);
}
