import type { RequestHandler, Response } from "express";
import multer from "multer";
import type { Address, Host } from "#ports/platform.ts";
import type { Refusal, WireFile } from "../wire.ts";
import { kindOf, safeName } from "./sniff.ts";
import type { FileTokens } from "./token.ts";

/** Files are held in memory until they are stored: this many at once. */
const MOST_AT_ONCE = 8;

export type Uploaded = WireFile | { readonly refused: Refusal };

/** Takes one file out of a multipart request, and stores it if it is of a kind and size that we take. */
export function createUpload(host: Host, tokens: FileTokens, mostBytes: number) {
  const one = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: mostBytes, files: 1, fields: 0, parts: 2, headerPairs: 20 },
    defParamCharset: "utf8",
  }).single("file");
  let busy = 0;

  return async (
    request: Parameters<RequestHandler>[0],
    response: Response,
    at: Address,
  ): Promise<Uploaded> => {
    if (busy >= MOST_AT_ONCE) return { refused: "tooMany" };
    busy++;
    try {
      const refused = await receive(one, request, response);
      if (refused !== undefined) return { refused };
      const { file } = request;
      if (file === undefined) return { refused: "invalid" };
      if (file.size === 0) return { refused: "fileEmpty" };
      const name = safeName(file.originalname);
      const type = kindOf(name, file.buffer);
      if (type === undefined) return { refused: "fileKind" };
      const stored = await host.keepFile({ name, type, bytes: file.buffer });
      return { token: tokens.seal(stored, at), name, type, size: stored.size };
    } finally {
      busy--;
    }
  };
}

function receive(handler: RequestHandler, request: Parameters<RequestHandler>[0], response: Response) {
  const { promise, resolve } = Promise.withResolvers<Refusal | undefined>();
  handler(request, response, (error?: unknown) => {
    if (error === undefined) resolve(undefined);
    else if (error instanceof multer.MulterError && error.code === "LIMIT_FILE_SIZE") resolve("fileTooLarge");
    else resolve("invalid");
  });
  return promise;
}
