import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { describe, expect, onTestFinished, test } from "vitest";
import { createSignatureCheck } from "../../adapters/slack/hearing/signature.ts";
import { signature } from "../fakes/slack/http-events.ts";
import { type Forged, forgeries } from "./forgeries.ts";
import { serve } from "./serve.ts";

const message = {
  type: "message",
  channel: "D0MIA",
  user: "U0MIA",
  text: "hi 你好",
  ts: "1790000000.000100",
};
const body = JSON.stringify({ type: "event_callback", team_id: "T01", event: message });
const routes = ["/slack/events", "/slack/commands", "/slack/actions"];
const types = ["application/json", "application/x-www-form-urlencoded"];
/** On the second, so that 301 are 301. */
const time = 1_790_000_100;

/** Header lines go as they are: `fetch` would join those of one name. */
async function post(url: URL, { headers, body: sent = body }: Forged, type = "application/json") {
  const lines = [["content-type", type], ["host", url.host], ...headers].flat();
  const sending = request(url, { method: "POST", headers: lines });
  sending.end(sent);
  const [response] = await once(sending, "response");
  const text: Buffer[] = await response.toArray();
  return { status: response.statusCode as number, text: Buffer.concat(text).toString() };
}

function signed(secret: string, at: number): Forged {
  return {
    headers: [
      ["x-slack-request-timestamp", String(at)],
      ["x-slack-signature", signature(secret, at, body)],
    ],
  };
}

test("S31 more than sixty forgeries", () => {
  expect(Object.keys(forgeries).length).toBeGreaterThanOrEqual(60);
});

describe("S31, I20 forgeries are refused, leave nothing and break nothing", () => {
  test("on all three routes, as both kinds of body", async () => {
    const served = await serve({ slack: { now: () => time * 1000 } });
    const { secret } = served.fake;
    for (const [name, forge] of Object.entries(forgeries))
      for (const route of routes)
        for (const type of types) {
          const answer = await post(new URL(route, served.base), forge({ body, time, secret }), type);
          expect(answer, `${name}, ${route}, ${type}`).toEqual({ status: 401, text: "" });
        }
    expect(served.host.events).toEqual([]);
  }, 60_000);

  test("a genuine one is taken, up to 300 seconds apart; replayed it is the same event", async () => {
    const { fake, base, host } = await serve({ slack: { now: () => time * 1000 } });
    for (const at of [time, time - 300, time + 300, time, time])
      expect((await post(new URL("/slack/events", base), signed(fake.secret, at))).status).toBe(200);
    expect(host.events).toHaveLength(1);
  });

  test("other spellings of the routes, and other methods, lead nowhere", async () => {
    const { fake, base, host } = await serve({ slack: { now: () => time * 1000 } });
    const genuine = signed(fake.secret, time);
    for (const path of ["/slack/events/", "/slack//events", "/slack/EVENTS", "/slack/%65vents", "/slack"])
      expect((await post(new URL(path, base), genuine)).status, path).toBe(404);
    for (const method of ["GET", "PUT", "DELETE", "OPTIONS"]) {
      const headers = Object.fromEntries(genuine.headers);
      const { status } = await fetch(new URL("/slack/events", base), { method, headers });
      expect(status, method).toBe(404);
    }
    expect(host.events).toEqual([]);
  });

  test("a body that something before us has read is no proof, whatever it holds", async () => {
    const secret = "8f742231b10e8888abcd99yyyzzz85a5";
    const isGenuine = createSignatureCheck(secret, () => time * 1000);
    const pages = express();
    pages.use(express.json(), (request, response, next) => {
      // As some servers leave it for those behind them.
      Object.assign(request, { rawBody: body });
      isGenuine(request, response).then((taken) => taken && response.end("taken"), next);
    });
    const server = createServer(pages).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    for (const forged of [{ headers: [] }, signed("other", time), signed(secret, time)])
      expect((await post(url, forged)).status).toBe(401);
  });
});
