import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from "jose";

/** A key of the Bot Connector, with what its published half says. */
export type Signer = {
  readonly kid: string;
  readonly endorsements: readonly string[];
  readonly privateKey: CryptoKey;
  readonly jwk: object;
};

type CryptoKey = Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];

export async function createSigner(
  kid: string,
  endorsements: readonly string[] = ["msteams"],
): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid, use: "sig", endorsements };
  return { kid, endorsements, privateKey, jwk };
}

/**
 * A token as the Connector makes it for one call.
 * rest-api/bot-framework-rest-connector-authentication, "Connector to Bot": issuer, audience, `serviceurl` claim,
 * an hour of life, RS256.
 */
export function sign(
  signer: Signer,
  claims: Readonly<Record<string, unknown>>,
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> {
  const seconds = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: "https://api.botframework.com", nbf: seconds, exp: seconds + 3600, ...claims })
    .setProtectedHeader({ alg: "RS256", kid: signer.kid, typ: "JWT", ...header })
    .sign(signer.privateKey);
}
