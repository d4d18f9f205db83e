import { createHmac, timingSafeEqual } from "node:crypto";
import type { Host, RouteHandler, StoredFile } from "#ports/platform.ts";
import { pathOf } from "../hear/route.ts";

/** Long enough to look at a case again, short enough that an address that got about leads nowhere. */
const LASTS_MS = 14 * 24 * 3_600_000;
const shownInline = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/**
 * Addresses under which Teams and its readers fetch the files of a message, since a bot can't put a file into a
 * channel. Whoever has the address has the file, as with the drive's own; it can't be guessed, and it ends.
 */
export function createFileLinks(secret: Uint8Array, publicUrl: string | undefined, now: () => number) {
  const sealed = (id: string, until: string) =>
    createHmac("sha256", secret).update(`${until}.${id}`).digest("base64url");
  return {
    link({ id }: StoredFile): string | undefined {
      if (publicUrl === undefined) return undefined;
      // By the day, so that the same message is the same bytes when it is edited.
      const day = 24 * 3_600_000;
      const until = String(Math.ceil(now() / day) * day + LASTS_MS);
      return `${publicUrl}/teams/files/${encodeURIComponent(id)}/${until}/${sealed(id, until)}`;
    },
    route(host: Pick<Host, "file" | "log">): RouteHandler {
      const open = async (path: string) => {
        const [, raw = "", until = "", seal = ""] =
          /^\/teams\/files\/([^/]+)\/(\d+)\/([\w-]{43})$/.exec(path) ?? [];
        const id = decoded(raw);
        const isOurs = seal !== "" && timingSafeEqual(Buffer.from(seal), Buffer.from(sealed(id, until)));
        return isOurs && now() < Number(until) ? await host.file(id) : undefined;
      };
      return (request, response, next) => {
        const path = pathOf(request);
        if (request.method !== "GET" || !path.startsWith("/teams/files/")) return next();
        open(path).then((found) => {
          if (!found) return response.writeHead(404).end();
          const { name, type } = found.file;
          const isShown = shownInline.has(type);
          return response
            .writeHead(200, {
              "content-type": isShown ? type : "application/octet-stream",
              "content-disposition": `${isShown ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(name)}`,
              "x-content-type-options": "nosniff",
              "content-security-policy": "default-src 'none'; sandbox",
              "cache-control": "private, max-age=3600",
            })
            .end(found.bytes);
        }, next);
      };
    },
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
