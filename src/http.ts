import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import type { Registry } from "prom-client";
import type { RouteHandler } from "#ports/platform.ts";

/** The port is taken, or may not be used. */
export class ListenError extends Error {
  override readonly name = "ListenError";
}

export type HttpServer = {
  /** Mounts an adapter's handlers; before `listen`. */
  route(handler: RouteHandler): void;
  /** Resolves to the port. Throws ListenError. */
  listen(host: string, port: number): Promise<number>;
  close(): Promise<void>;
};

/** The one port: health for whoever watches the process, metrics, and what the adapters mount. */
export function createHttp(watch: { ready: () => boolean; metrics: Registry }): HttpServer {
  const app = express();
  app.disable("x-powered-by");
  app.get("/healthz", (_request, response) => {
    response.type("text/plain").send("ok");
  });
  app.get("/readyz", (_request, response) => {
    response
      .status(watch.ready() ? 200 : 503)
      .type("text/plain")
      .send(watch.ready() ? "ready" : "not ready");
  });
  app.get("/metrics", async (_request, response) => {
    response.type(watch.metrics.contentType).send(await watch.metrics.metrics());
  });
  const server = createServer(app);
  // A request that is never finished must not hold a socket for long.
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  return {
    route: (handler) => {
      app.use(handler);
    },
    listen: (host, port) =>
      new Promise((done, fail) => {
        server.once("error", (cause: NodeJS.ErrnoException) => {
          const why =
            cause.code === "EADDRINUSE"
              ? `port ${port} is taken by another program; stop it, or set PORT to another number`
              : `port ${port} on ${host} can't be opened (${cause.code}); set HOST and PORT`;
          fail(new ListenError(why, { cause }));
        });
        server.listen(port, host, () => done((server.address() as AddressInfo).port));
      }),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
