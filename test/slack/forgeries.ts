import { createHash, createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";

/** What a forger sends in place of a genuine request. */
export type Forged = {
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array;
};
/** What a forger may know: a genuine request, its time, and, for the ways around a good signature, the secret. */
export type Genuine = { readonly body: string; readonly time: number; readonly secret: string };
export type Forge = (genuine: Genuine) => Forged;

const TIME = "x-slack-request-timestamp";
const MARK = "x-slack-signature";

const hmac = (secret: string, base: string | Uint8Array, hash = "sha256") =>
  createHmac(hash, secret).update(base).digest("hex");
const base = ({ time, body }: Genuine) => `v0:${time}:${body}`;
const good = (genuine: Genuine) => `v0=${hmac(genuine.secret, base(genuine))}`;
const signedAt = (time: string | number, mark: string): Forged["headers"] => [
  [TIME, String(time)],
  [MARK, mark],
];

/** The right time, and something else in place of the signature. */
const marked =
  (mark: (genuine: Genuine) => string): Forge =>
  (genuine) => ({ headers: signedAt(genuine.time, mark(genuine)) });
/** A good signature over a time that is none, or not now. */
const timed =
  (time: (genuine: Genuine) => string | number): Forge =>
  (genuine) => {
    const at = time(genuine);
    return { headers: signedAt(at, `v0=${hmac(genuine.secret, `v0:${at}:${genuine.body}`)}`) };
  };
/** A good signature, and another body than the signed one. */
const bodied =
  (body: (genuine: Genuine) => string | Uint8Array): Forge =>
  (genuine) => ({ headers: signedAt(genuine.time, good(genuine)), body: body(genuine) });
/** Signed with a key that a careless server may hold. */
const keyed = (secret: string): Forge => marked((genuine) => `v0=${hmac(secret, base(genuine))}`);
/** Signed with the right key, over something else than Slack signs. */
const over = (signed: (genuine: Genuine) => string): Forge =>
  marked((genuine) => `v0=${hmac(genuine.secret, signed(genuine))}`);

/** Each is one step from a genuine request. */
export const forgeries: Readonly<Record<string, Forge>> = {
  "no headers": () => ({ headers: [] }),
  "no signature": ({ time }) => ({ headers: [[TIME, String(time)]] }),
  "no time": (genuine) => ({ headers: [[MARK, good(genuine)]] }),
  "empty signature": marked(() => ""),
  "empty time": (genuine) => ({ headers: signedAt("", good(genuine)) }),
  "both empty": () => ({ headers: signedAt("", "") }),
  "time and signature exchanged": (genuine) => ({ headers: signedAt(good(genuine), String(genuine.time)) }),
  "signature under another name": (genuine) => ({
    headers: [
      [TIME, String(genuine.time)],
      ["x-slack-signature-v0", good(genuine)],
    ],
  }),

  "signature twice": (genuine) => ({
    headers: [...signedAt(genuine.time, good(genuine)), [MARK, good(genuine)]],
  }),
  "a good signature after a bad one": (genuine) => ({
    headers: [...signedAt(genuine.time, `v0=${"0".repeat(64)}`), [MARK, good(genuine)]],
  }),
  "time twice": (genuine) => ({
    headers: [...signedAt(genuine.time, good(genuine)), [TIME, String(genuine.time)]],
  }),
  "a good time after a bad one": (genuine) => ({
    headers: [[TIME, "1"], ...signedAt(genuine.time, good(genuine))],
  }),
  "two signatures in one header": marked((genuine) => `v0=${"0".repeat(64)},${good(genuine)}`),
  "two times in one header": (genuine) => ({
    headers: signedAt(`${genuine.time},${genuine.time}`, good(genuine)),
  }),

  "another version": marked((genuine) => good(genuine).replace("v0", "v1")),
  "another version, signed": marked(
    (genuine) => `v1=${hmac(genuine.secret, base(genuine).replace("v0", "v1"))}`,
  ),
  "the version in capitals": marked((genuine) => good(genuine).replace("v0", "V0")),
  "no version": marked((genuine) => good(genuine).slice(3)),
  "only the version": marked(() => "v0="),
  "two equals signs": marked((genuine) => good(genuine).replace("=", "==")),
  "a space within": marked((genuine) => good(genuine).replace("=", "= ")),
  "the signature in quotes": marked((genuine) => `"${good(genuine)}"`),

  "upper case": marked((genuine) => `v0=${good(genuine).slice(3).toUpperCase()}`),
  "half a signature": marked((genuine) => good(genuine).slice(0, 35)),
  "a longer signature": marked((genuine) => `${good(genuine)}00`),
  "one letter changed": marked((genuine) =>
    good(genuine).replace(/.$/, (last) => (last === "0" ? "1" : "0")),
  ),
  "all zeros": marked(() => `v0=${"0".repeat(64)}`),
  "no hexadecimal": marked(() => `v0=${"z".repeat(64)}`),
  "a very long signature": marked(() => `v0=${"0".repeat(4096)}`),
  "in base64": marked((genuine) => `v0=${Buffer.from(good(genuine).slice(3), "hex").toString("base64")}`),
  "by SHA-1": marked((genuine) => `v0=${hmac(genuine.secret, base(genuine), "sha1")}`),
  "by SHA-512": marked((genuine) => `v0=${hmac(genuine.secret, base(genuine), "sha512")}`),
  "a hash without a key": marked(
    (genuine) =>
      `v0=${createHash("sha256")
        .update(`${genuine.secret}${base(genuine)}`)
        .digest("hex")}`,
  ),

  "another secret": keyed("other"),
  "an empty secret": keyed(""),
  "a secret that is missing": keyed("undefined"),
  "a secret that is null": keyed("null"),
  "the secret in capitals": marked((genuine) => `v0=${hmac(genuine.secret.toUpperCase(), base(genuine))}`),
  "the secret as bytes": marked(
    (genuine) =>
      `v0=${createHmac("sha256", Buffer.from(genuine.secret, "hex")).update(base(genuine)).digest("hex")}`,
  ),

  "signed without the time": over(({ body }) => `v0:${body}`),
  "signed without the version": over(({ time, body }) => `${time}:${body}`),
  "signed in another order": over(({ time, body }) => `v0:${body}:${time}`),
  "signed with other marks between": over(({ time, body }) => `v0.${time}.${body}`),
  "signed over the body alone": over(({ body }) => body),
  "signed over an empty body": over(({ time }) => `v0:${time}:`),
  // A server that read the body before, and signs what it made of it.
  "signed over the body as it was read": (genuine) => ({
    headers: signedAt(genuine.time, good(genuine)),
    body: genuine.body.replaceAll(",", " ,"),
  }),

  "301 seconds old": timed(({ time }) => time - 301),
  "301 seconds ahead": timed(({ time }) => time + 301),
  "a day old": timed(({ time }) => time - 86_400),
  "the beginning of time": timed(() => 0),
  milliseconds: timed(({ time }) => time * 1000),
  "time as a word": timed(() => "now"),
  "time without end": timed(() => "Infinity"),
  "time with a fraction": timed(({ time }) => `${time}.0`),
  "time with a power": timed(({ time }) => `${time}e0`),
  "time in hexadecimal": timed(({ time }) => `0x${time.toString(16)}`),
  "time negative": timed(({ time }) => -time),
  "time with a sign": timed(({ time }) => `+${time}`),
  "time moved by a second": (genuine) => ({ headers: signedAt(genuine.time + 1, good(genuine)) }),

  "a word changed": bodied(({ body }) => body.replace("hi", "ho")),
  "written otherwise": bodied(({ body }) => JSON.stringify(JSON.parse(body), null, 1)),
  "letters escaped": bodied(({ body }) => body.replace("你", "\\u4f60")),
  "keys in another order": bodied(({ body }) =>
    JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body) as object).toReversed())),
  ),
  "a key twice": bodied(({ body }) => body.replace("{", '{"team_id":"T99",')),
  "a space more": bodied(({ body }) => `${body} `),
  "a line more": bodied(({ body }) => `${body}\n`),
  "a mark of byte order": bodied(({ body }) => `\ufeff${body}`),
  "no body": bodied(() => ""),
  "cut short": bodied(({ body }) => body.slice(0, -1)),
  twice: bodied(({ body }) => body + body),
  "in UTF-16": bodied(({ body }) => new Uint8Array(Buffer.from(body, "utf16le"))),
  "as a form": bodied(({ body }) => `payload=${encodeURIComponent(body)}`),
  // Signed over what a careless reader makes of it.
  "not UTF-8": (genuine) => {
    const bytes = Buffer.concat([Buffer.from(genuine.body), Buffer.from([0xff, 0xfe])]);
    const read = { ...genuine, body: bytes.toString() };
    return { headers: signedAt(genuine.time, good(read)), body: new Uint8Array(bytes) };
  },
  // Signed over what it unpacks to.
  packed: (genuine) => ({
    headers: [...signedAt(genuine.time, good(genuine)), ["content-encoding", "gzip"]],
    body: new Uint8Array(gzipSync(genuine.body)),
  }),
};
