import type { RequestHandler } from "express";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Refuses requests that another site makes through somebody's browser: the host must be ours (or this
 * machine), and what changes something must come from a page of ours. Programs send no Origin and may.
 */
export function guard(publicUrl: string | undefined): RequestHandler {
  const own = publicUrl === undefined ? undefined : new URL(publicUrl);
  return (request, response, next) => {
    const host = request.headers.host ?? "";
    if (host !== own?.host && !LOOPBACK.has(hostname(host))) {
      response.status(421).type("text").send("This host name is not served here.");
      return;
    }
    const reads = request.method === "GET" || request.method === "HEAD";
    const { origin } = request.headers;
    const foreign = origin !== undefined && origin !== own?.origin && !isSameHost(origin, host);
    if (!reads && (foreign || request.headers["sec-fetch-site"] === "cross-site")) {
      response.status(403).json({ error: "forbidden" });
      return;
    }
    next();
  };
}

function isSameHost(origin: string, host: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

function hostname(host: string): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}
