import express, { type ErrorRequestHandler, type Express } from "express";
import { guard } from "./guard.ts";
import { pageRoutes } from "./page-routes.ts";
import { refuse } from "./refuse.ts";
import { sessionRoutes } from "./session-routes.ts";
import { talkRoutes } from "./talk-routes.ts";
import type { Web } from "./web.ts";

const OURS = /^\/(?:$|(?:session|events|typing|stream|widget|widget\.js)$|(?:files|articles|assets)(?:\/|$))/;

/** Everything that this adapter serves. What it does not know is left to the next handler. */
export function createApp(web: Web): Express {
  const app = express();
  app.disable("x-powered-by");
  const ours = express.Router();
  ours.use(guard(web.config.publicUrl));
  ours.use(pageRoutes(web), sessionRoutes(web), talkRoutes(web));
  ours.use(fault(web));
  app.use((request, response, next) => {
    if (OURS.test(request.path)) ours(request, response, next);
    else next();
  });
  return app;
}

/** A request that failed is answered without a word of why; the page tries again where that can help. */
function fault({ host }: Web): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = error instanceof Error && "status" in error ? error.status : undefined;
    if (status === 413) return refuse(request, response, "tooLong");
    if (typeof status === "number" && status < 500) return refuse(request, response, "invalid");
    host.log.error("web: request failed", { method: request.method, route: request.route?.path });
    refuse(request, response, "later");
  };
}
