import { type CryptoKey, importJWK } from "jose";
import { z } from "zod";
import { boundedJson } from "../bounded-fetch.ts";

/** A key that the Bot Connector signs with, and the channels that it may speak for. */
export type SigningKey = { readonly key: CryptoKey | Uint8Array; readonly endorsements: readonly string[] };

export type Keys = {
  /** `undefined` if there is no such key. Throws FetchError while no keys were ever had. */
  get(id: string): Promise<SigningKey | undefined>;
};

const bounds = { bytes: 512 * 1024, ms: 5000 };
/** Unknown ids, true ones after a rotation or invented ones, make us look again, but no more often than this. */
const LOOK_AGAIN_MS = 60_000;
const FRESH_MS = 24 * 3_600_000;

const metadata = z.object({ jwks_uri: z.string() });
const keySet = z.object({
  keys: z.array(
    z.looseObject({ kid: z.string(), kty: z.string(), endorsements: z.array(z.string()).catch([]) }),
  ),
});

/** The Bot Connector's public keys, looked up at its OpenID metadata and remembered. */
export function createKeys(openId: string, now: () => number): Keys {
  let known = new Map<string, SigningKey>();
  let looked = Number.NEGATIVE_INFINITY;
  let fetched = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  const look = async () => {
    looked = now();
    const { jwks_uri } = metadata.parse(await boundedJson(openId, bounds));
    if (new URL(jwks_uri).origin !== new URL(openId).origin) throw new Error("keys of another host");
    known = await readKeys(await boundedJson(jwks_uri, bounds));
    fetched = now();
  };

  return {
    async get(id) {
      const isDue = !known.has(id) || now() - fetched > FRESH_MS;
      if (isDue && (looking !== undefined || now() - looked >= LOOK_AGAIN_MS)) {
        looking ??= look().finally(() => {
          looking = undefined;
        });
        try {
          await looking;
        } catch (error) {
          if (known.size === 0) throw error;
        }
      }
      return known.get(id);
    },
  };
}

/** RSA keys only: another kind in the set is no way in. */
async function readKeys(raw: unknown): Promise<Map<string, SigningKey>> {
  const { keys } = keySet.parse(raw);
  const found = new Map<string, SigningKey>();
  for (const { endorsements, ...jwk } of keys)
    if (jwk.kty === "RSA") found.set(jwk.kid, { key: await importJWK(jwk, "RS256"), endorsements });
  return found;
}
