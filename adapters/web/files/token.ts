import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Address, StoredFile } from "#ports/platform.ts";

const sealed = z.tuple([z.string(), z.string(), z.string(), z.number(), z.string()]);

/**
 * Tokens that say "this file was shown at this address". With one, whoever may read the address may fetch the
 * file; nobody else can make one, so that files need no list of readers.
 */
export type FileTokens = {
  seal(file: StoredFile, at: Address): string;
  open(token: string): { readonly file: StoredFile; readonly at: Address } | undefined;
};

export function createFileTokens(secret: Uint8Array): FileTokens {
  const sign = (body: string) => createHmac("sha256", secret).update(`file:${body}`).digest("base64url");
  return {
    seal(file, at) {
      const body = Buffer.from(JSON.stringify([file.id, file.name, file.type, file.size, at])).toString(
        "base64url",
      );
      return `${body}.${sign(body)}`;
    },
    open(token) {
      const [body = "", mac = ""] = token.split(".");
      const expected = Buffer.from(sign(body));
      const given = Buffer.from(mac);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      const [id, name, type, size, at] = sealed.parse(JSON.parse(Buffer.from(body, "base64url").toString()));
      return { file: { id, name, type, size }, at: at as Address };
    },
  };
}
