import { createPublicKey } from "node:crypto";
import { z } from "zod";

/** What the web page needs to know. */
export type WebConfig = WebSettings & {
  /** The origin under which students reach the page; without it, this machine only. */
  readonly publicUrl?: string | undefined;
};

/** The page's own settings. */
export type WebSettings = {
  /** The keys with which the course site signs who a student is; without one, students stay anonymous. */
  readonly jwtSecret?: string | undefined;
  readonly jwtPublicKey?: string | undefined;
  /** Origins of the sites that may embed the widget. */
  readonly embedOrigins: readonly string[];
  readonly uploadBytes: number;
};

const origin = z
  .string()
  .trim()
  .refine(isOrigin, { error: "must be a web address without a path, such as https://help.example.org" })
  .transform((url) => new URL(url).origin);

const blankIsUnset = (value: unknown): unknown =>
  typeof value === "string" && value.trim() === "" ? undefined : value;

const setting = <T extends z.ZodType>(inner: T) => z.preprocess(blankIsUnset, inner.optional());

/** The settings by their names in the environment; parsing gives `WebSettings` or all faults together. */
export const webSettings = z
  .object({
    WEB_JWT_SECRET: setting(
      z
        .string()
        .trim()
        .refine((secret) => new TextEncoder().encode(secret).length >= 32, {
          error: "must have at least 32 bytes: make one with `openssl rand -base64 48`",
        }),
    ),
    WEB_JWT_PUBLIC_KEY: setting(
      z
        .string()
        .trim()
        .transform((pem) => pem.replaceAll("\\n", "\n"))
        .refine(isPublicKey, { error: "must be an RSA public key in PEM form (BEGIN PUBLIC KEY)" }),
    ),
    WEB_EMBED_ORIGINS: setting(
      z
        .string()
        .transform((list) => list.split(/[\s,]+/).filter((entry) => entry !== ""))
        .pipe(z.array(origin)),
    ),
    WEB_UPLOAD_MB: setting(z.coerce.number().min(0.1).max(100)),
  })
  .transform(
    (env): WebSettings => ({
      jwtSecret: env.WEB_JWT_SECRET,
      jwtPublicKey: env.WEB_JWT_PUBLIC_KEY,
      embedOrigins: env.WEB_EMBED_ORIGINS ?? [],
      uploadBytes: Math.round((env.WEB_UPLOAD_MB ?? 10) * 1024 * 1024),
    }),
  );

function isOrigin(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, pathname, search, hash, username } = new URL(url);
  return /^https?:$/.test(protocol) && `${search}${hash}${username}` === "" && pathname === "/";
}

function isPublicKey(pem: string): boolean {
  try {
    return pem.includes("PUBLIC KEY") && createPublicKey(pem).asymmetricKeyType === "rsa";
  } catch {
    return false;
  }
}
