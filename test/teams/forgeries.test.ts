import { exportSPKI, importJWK, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { createSigner, sign } from "../fakes/teams/issuer.ts";
import { APP, type FakeTeams, mia, TENANT } from "../fakes/teams/teams.ts";
import { serve } from "./serve.ts";

type Forgery = {
  readonly token?: (fake: FakeTeams) => string | Promise<string>;
  readonly activity?: Readonly<Record<string, unknown>>;
};

const ELSEWHERE = "https://evil.trafficmanager.net/emea/";
const METADATA = "http://169.254.169.254/latest/";
const foreign = "eeeeeeee-0000-4000-8000-000000000009";
const seconds = () => Math.floor(Date.now() / 1000);
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const claims = (fake: FakeTeams) => ({
  iss: "https://api.botframework.com",
  aud: APP.id,
  serviceurl: fake.serviceUrl,
  exp: seconds() + 600,
});
const first = (fake: FakeTeams) => {
  const [signer] = fake.signers;
  if (!signer) throw new Error("no key");
  return signer;
};
const claiming = (changed: Record<string, unknown>, activity = {}): Forgery => ({
  token: (fake) => fake.token(changed),
  activity,
});

/** Each is one step from a genuine call. */
const forgeries: Readonly<Record<string, Forgery>> = {
  "no signature, alg none": {
    token: (fake) => `${base64({ alg: "none", typ: "JWT" })}.${base64(claims(fake))}.`,
  },
  "alg none with a signature of rubbish": {
    token: (fake) => `${base64({ alg: "none", kid: "key-1" })}.${base64(claims(fake))}.AAAA`,
  },
  "HS256 with our public key as the secret": {
    token: async (fake) => {
      const key = await importJWK(first(fake).jwk, "RS256", { extractable: true });
      const secret = new TextEncoder().encode(await exportSPKI(key as never));
      return new SignJWT(claims(fake)).setProtectedHeader({ alg: "HS256", kid: "key-1" }).sign(secret);
    },
  },
  "another key under a known id": {
    token: async (fake) => {
      const { privateKey } = await createSigner("key-1");
      return new SignJWT(claims(fake)).setProtectedHeader({ alg: "RS256", kid: "key-1" }).sign(privateKey);
    },
  },
  "an unknown key": {
    token: async (fake) => sign(await createSigner("key-9"), { aud: APP.id, serviceurl: fake.serviceUrl }),
  },
  "no key id": { token: (fake) => sign(first(fake), claims(fake), { kid: undefined as never }) },
  "a key that comes with the token": {
    token: async (fake) => {
      const own = await createSigner("own");
      return sign(own, claims(fake), { kid: "own", jwk: own.jwk as never, jku: "https://evil.example/keys" });
    },
  },
  "the emulator's issuer": claiming({ iss: "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/" }),
  "another bot's issuer": claiming({
    iss: `https://login.microsoftonline.com/${foreign}/v2.0`,
    ver: "2.0",
    azp: foreign,
  }),
  "no issuer": claiming({ iss: undefined }),
  "another bot's audience": claiming({ aud: foreign }),
  "two audiences": claiming({ aud: [APP.id, foreign] }),
  "no audience": claiming({ aud: undefined }),
  "expired beyond the skew": claiming({ exp: seconds() - 301 }),
  "no expiry": claiming({ exp: undefined }),
  "not valid yet": claiming({ nbf: seconds() + 400 }),
  "no service address in the token": claiming({ serviceurl: undefined }),
  "another service address in the activity": { activity: { serviceUrl: ELSEWHERE } },
  "no service address in the activity": { activity: { serviceUrl: undefined } },
  "another name in the shared zone, signed": claiming({ serviceurl: ELSEWHERE }, { serviceUrl: ELSEWHERE }),
  "the metadata service, signed": claiming({ serviceurl: METADATA }, { serviceUrl: METADATA }),
  "our host as somebody's password": claiming(
    { serviceurl: "http://smba.trafficmanager.net@evil.example/" },
    { serviceUrl: "http://smba.trafficmanager.net@evil.example/" },
  ),
  "the emulator's channel": { activity: { channelId: "emulator" } },
  "the enterprise's channel": { activity: { channelId: "AseChannel:x" } },
  "a key that may not speak for Teams": {
    token: async (fake) => {
      const signer = await createSigner("webchat-key", ["webchat", "directline"]);
      fake.signers.push(signer);
      return sign(signer, { aud: APP.id, serviceurl: fake.serviceUrl });
    },
  },
  "a key that may speak for nothing": {
    token: async (fake) => {
      const signer = await createSigner("bare-key", []);
      fake.signers.push(signer);
      return sign(signer, { aud: APP.id, serviceurl: fake.serviceUrl });
    },
  },
  "a foreign tenant": { activity: { channelData: { tenant: { id: foreign } } } },
  "two tenants": {
    activity: { conversation: { id: "a:1x", conversationType: "personal", tenantId: foreign } },
  },
  "no tenant": { activity: { channelData: { tenant: undefined } } },
};

describe("S32, I21 forgeries are refused, leave nothing and call nobody", () => {
  test.each(Object.entries(forgeries))("%s", async (_, { token, activity = {} }) => {
    const { fake, host } = await serve();
    const genuine = fake.wrap({
      type: "message",
      id: "1",
      from: { id: mia.id, aadObjectId: mia.aad, name: "Mia" },
      conversation: { id: "a:1x", conversationType: "personal" },
      text: "let me in",
    });
    const forged = { ...genuine, ...activity };
    const answer = await fake.deliver(forged, await token?.(fake));
    expect([400, 401, 403]).toContain(answer.status);
    expect(answer.body).toBe("");
    expect(host.events).toEqual([]);
    expect(await host.kept(`service:${TENANT}`)).toBeUndefined();
    expect(await host.kept(`service:${foreign}`)).toBeUndefined();
    // The keys are all that is ever fetched for somebody who is not proved.
    expect(fake.calls.filter(({ path }) => path !== "/openid" && path !== "/keys")).toEqual([]);
    // And the same call as it should be is heard.
    expect((await fake.deliver(genuine)).status).toBe(200);
  });

  test("without a token, with another scheme, with two tokens, with a huge one", async () => {
    const { fake, host } = await serve();
    const good = await fake.token();
    for (const authorization of [
      undefined,
      "",
      "Basic YTpi",
      good,
      `Bearer ${good} ${good}`,
      `Bearer ${"a".repeat(9000)}.b.c`,
    ]) {
      const headers = {
        "content-type": "application/json",
        ...(authorization !== undefined && { authorization }),
      };
      const response = await fetch(`${fake.bot}/api/messages`, { method: "POST", headers, body: "{}" });
      expect(response.status).toBe(401);
    }
    expect(host.events).toEqual([]);
    expect(fake.calls).toEqual([]);
  });

  test("S38: a student is one id: lists, objects and twins are nobody, or somebody else", async () => {
    const { fake, host } = await serve();
    const say = (id: string, from: unknown) =>
      fake.deliver(
        fake.wrap({
          type: "message",
          id,
          from,
          conversation: { id: `a:${id}`, conversationType: "personal" },
          text: "let me in",
        } as never),
      );
    await say("1", { id: mia.id, aadObjectId: mia.aad, name: "Mia" });
    await say("2", { id: [mia.id], aadObjectId: mia.aad, name: "Mia" });
    await say("3", { id: { is: mia.id }, aadObjectId: mia.aad, name: "Mia" });
    await say("4", { id: "29:other", aadObjectId: [mia.aad], name: "Mia" });
    await say("5", { id: "29:other", aadObjectId: mia.aad.replace("a", "\u0430"), name: "Mia" });
    const [first, ...others] = host.events.map(({ from }) => from.id);
    expect(first).toContain(mia.aad);
    expect(others).not.toContain(first);
    for (const id of others) expect(id).toBeTypeOf("string");
  });

  test("a flood of unknown keys asks for the keys once a minute", async () => {
    let now = Date.now();
    const { fake } = await serve({}, { now: () => now });
    await fake.say(mia, "hello");
    const flood = async () => {
      const [own] = [await createSigner("x")];
      for (let index = 0; index < 30; index++) {
        const token = await sign(
          own,
          { aud: APP.id, serviceurl: fake.serviceUrl },
          { kid: `invented-${index}` },
        );
        expect((await fake.deliver(fake.wrap({ type: "message" }), token)).status).toBe(401);
      }
    };
    const fetched = () => fake.calls.filter(({ path }) => path === "/keys").length;
    await flood();
    expect(fetched()).toBe(1);
    now += 61_000;
    await flood();
    expect(fetched()).toBe(2);
  });

  test("S34 a body that is no JSON, no object, broken, or too large", async () => {
    const { fake, host } = await serve();
    const post = async (body: string | Uint8Array<ArrayBuffer>) => {
      const headers = { "content-type": "application/json", authorization: `Bearer ${await fake.token()}` };
      const response = await fetch(`${fake.bot}/api/messages`, { method: "POST", headers, body });
      return response.status;
    };
    for (const body of [
      "",
      "{",
      "[]",
      "null",
      '"x"',
      `${"[".repeat(100_000)}`,
      '{"__proto__":{"type":"message"}}',
    ])
      expect(await post(body)).toBe(400);
    expect(await post(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]))).toBe(400);
    expect(await post(`{"type":"${"x".repeat(300_000)}"}`)).toBe(413);
    expect(host.events).toEqual([]);
    expect((await fetch(`${fake.bot}/api/messages`)).status).toBe(405);
  });
});

describe("I21 the Connector's keys", () => {
  test("a new key is known at once, the old one is not taken when it is gone", async () => {
    let now = Date.now();
    const { fake } = await serve({}, { now: () => now });
    const old = await fake.token();
    expect((await fake.say(mia, "one")).status).toBe(200);
    fake.signers = [await createSigner("key-2")];
    now += 61_000;
    expect((await fake.say(mia, "two")).status).toBe(200);
    expect((await fake.deliver(fake.wrap({ type: "typing", conversation: { id: "a:1" } }), old)).status).toBe(
      401,
    );
  });

  test("a token within the skew is good", async () => {
    const { fake } = await serve();
    const activity = fake.wrap({ type: "typing", conversation: { id: "a:1" } });
    expect((await fake.deliver(activity, await fake.token({ exp: seconds() - 240 }))).status).toBe(200);
  });

  test("while they can't be had nobody is let in, and nobody is called a forger", async () => {
    const { fake, host } = await serve();
    const calls = fake.signers;
    fake.signers = [{ ...(calls[0] as (typeof calls)[number]), jwk: { kty: "broken" } }];
    expect((await fake.say(mia, "hello")).status).toBe(503);
    expect(host.events).toEqual([]);
  });
});
