import { request } from "node:http";
import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { createSigner, sign } from "../fakes/teams/issuer.ts";
import { APP, CLASS_CHANNEL, DESK_CHANNEL, mei, mia, TENANT } from "../fakes/teams/teams.ts";
import { serve, talking } from "./serve.ts";

describe("S34 load that is meant to hurt", () => {
  test("a flood of forgeries by a known and by invented keys: the genuine are heard, the keys are asked for once", async () => {
    const { fake, host } = await serve();
    await fake.say(mia, "hello");
    const [known, own] = [await createSigner("key-1"), await createSigner("own")];
    const activity = fake.wrap({ type: "message", id: "1", text: "let me in" });
    const claims = { aud: APP.id, serviceurl: fake.serviceUrl };
    const forged = Array.from({ length: 400 }, async (_, n) => {
      const token = await (n % 2 === 0 ? sign(known, claims) : sign(own, claims, { kid: `invented-${n}` }));
      return (await fake.deliver(activity, token)).status;
    });
    const genuine = Array.from({ length: 20 }, async (_, n) => (await fake.say(mia, `question ${n}`)).status);
    expect(new Set(await Promise.all(forged))).toEqual(new Set([401]));
    expect(new Set(await Promise.all(genuine))).toEqual(new Set([200]));
    expect(host.events).toHaveLength(21);
    expect(fake.calls.filter(({ path }) => path === "/keys").length).toBeLessThanOrEqual(2);
  });

  test("10 MB without a proof are refused before they are read, with one they are cut off", async () => {
    const { fake, host } = await serve();
    const big = Buffer.alloc(10 * 1024 * 1024, 32);
    const post = (authorization: string | undefined, bytes = 1024 * 1024) =>
      new Promise<{ status: number; taken: boolean }>((resolve, reject) => {
        const headers = { "content-type": "application/json", ...(authorization && { authorization }) };
        let status = 0;
        const sending = request(`${fake.bot}/api/messages`, { method: "POST", headers }, (response) => {
          status = response.statusCode ?? 0;
          response.resume().on("close", () => resolve({ status, taken: sending.writableFinished }));
        });
        // Once it was answered, the rest has nowhere to go.
        sending.on("error", (error) => {
          if (status === 0) reject(error);
        });
        sending.write(big.subarray(0, bytes));
      });
    expect(await post(undefined)).toEqual({ status: 401, taken: false });
    // One who never comes to an end, a byte at a time, is not waited for.
    expect(await post(undefined, 1)).toEqual({ status: 401, taken: false });
    expect(await post(`Bearer ${await fake.token()}`)).toEqual({ status: 413, taken: false });
    expect(host.events).toEqual([]);
  });

  test("names that objects inherit, and 100,000 levels", async () => {
    const { fake, host } = await talking();
    const inherited = JSON.parse('{"__proto__": {"action": "claim", "value": "1"}, "constructor": "x"}');
    const value = { action: { data: inherited } };
    await fake.tell(mei, `${DESK_CHANNEL};messageid=1`, {
      type: "invoke",
      name: "adaptiveCard/action",
      id: "f:1",
      value,
    });
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const genuine = JSON.stringify(fake.wrap({ type: "message", id: "9", value: "HERE" })).replace(
      '"HERE"',
      deep,
    );
    const headers = { "content-type": "application/json", authorization: `Bearer ${await fake.token()}` };
    const answer = await fetch(`${fake.bot}/api/messages`, { method: "POST", headers, body: genuine });
    expect([200, 400]).toContain(answer.status);
    expect(host.events.map(({ type }) => type)).toEqual(["message"]);
  });
});

describe("S35 errors that carry a secret", () => {
  const canary = "canary-7f3a";

  test("of every call and every kind show it to nobody", async () => {
    let now = Date.now();
    const { fake, teams, host, at } = await talking({ now: () => now });
    const said = await fake.say(mia, canary);
    const { id } = await teams.send(at, { text: canary }, "k0");
    const faults = [
      ...[400, 401, 403, 404, 408, 412, 413, 429, 500, 502, 503].map((status) => ({
        status,
        code: canary,
        headers: { "x-ms-secret": canary },
      })),
      { taken: "reset" },
      { taken: "nonsense" },
    ] as const;
    const seen: string[] = [];
    let count = 0;
    for (const fault of faults) {
      fake.fault = () => fault;
      count += 1;
      const calls = [
        () => teams.send(at, { text: canary }, `k${count}`),
        () => teams.find(at, `k${count}`, 0),
        () => teams.edit(at, id, { text: canary }),
        () => teams.remove(at, id),
        () => teams.mark(at, said.id, "failed"),
        () => teams.signal(at, { type: "typing" }),
        () => teams.signal(at, { type: "draft", text: canary }),
        () =>
          teams.send(
            `teams:${TENANT}/c/${CLASS_CHANNEL}` as Address,
            { text: canary, only: canary },
            `o${count}`,
          ),
      ];
      for (const call of calls) {
        now += 3_700_000;
        const error = await call().then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error instanceof Error) seen.push(`${error.name} ${error.message}`);
      }
      const refused = await fake.post(mei, DESK_CHANNEL, canary, { mention: true });
      seen.push(refused.body);
    }
    fake.fault = () => undefined;
    fake.tokenFault = 401;
    fake.tokens.clear();
    const picture = {
      contentType: "image/png",
      contentUrl: `${fake.serviceUrl}v3/attachments/${canary}/views/x`,
    };
    await fake.say(mia, "look", { attachments: [picture] });
    const told = `${seen.join()} ${JSON.stringify(host.logged)}`;
    expect(seen.length).toBeGreaterThan(60);
    expect(host.logged.length).toBeGreaterThan(5);
    expect(told).not.toContain(canary);
    expect(told).not.toContain(fake.config.password);
    expect(told).not.toMatch(/token-\d/);
  });
});
