import { expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import type { WireFile } from "../../adapters/web/wire.ts";
import { serve, visitor } from "./serve.ts";

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

test("S38: a student reads and writes only in their own chat", async () => {
  const { base, host } = await serve();
  const [ann, ben] = [await visitor(base), await visitor(base)];
  await ann.write("my secret", "11111111");
  for (const at of [ann.chat, "desk", "desk/card-1", "", "student/", `student/${ann.student}/../x`]) {
    expect((await ben.get(`/stream?at=${encodeURIComponent(at)}`)).status, at).toBe(403);
    const event = { type: "message", at, id: "22222222", text: "hi" };
    expect((await ben.post("/events", event)).status, at).toBe(403);
  }
  expect((await ben.get(`/stream?at=${ben.chat}&at=${ann.chat}`)).status).toBe(403);
  expect(host.events).toHaveLength(1);
});

test("S38: nobody can repeat, change or delete what another wrote", async () => {
  const { base, host } = await serve();
  const [ann, ben] = [await visitor(base), await visitor(base)];
  await ann.write("mine", "11111111");
  await ben.write("mine too", "11111111");
  expect(new Set(host.events.map(({ id }) => id)).size).toBe(2);
  const of = `${ann.student}.11111111`;
  for (const body of [
    { type: "edited", at: ben.chat, id: "33333333", message: of, text: "changed" },
    { type: "deleted", at: ben.chat, id: "44444444", message: of },
    { type: "deleted", at: ann.chat, id: "55555555", message: of },
  ]) {
    expect((await ben.post("/events", body)).status).toBe(403);
  }
});

test("S38: a file is seen by its student and by staff, and by nobody else", async () => {
  const { base, host } = await serve({}, { key: "k" });
  const [ann, ben, staff] = [await visitor(base), await visitor(base), await visitor(base, "/?key=k")];
  const file = (await (await ann.upload("shot.png", PNG)).json()) as WireFile;
  expect((await ann.write("", "11111111", { files: [file.token] })).status).toBe(200);
  expect((await ann.get(`/files/${file.token}`)).status).toBe(200);
  expect((await staff.get(`/files/${file.token}`)).status).toBe(200);
  expect((await ben.get(`/files/${file.token}`)).status).toBe(403);
  expect((await fetch(`${base}/files/${file.token}`)).status).toBe(403);
  // A token of another place can't be carried over, nor one be made by hand.
  expect((await ben.write("look", "22222222", { files: [file.token] })).status).toBe(400);
  const [body = "", mac = ""] = file.token.split(".");
  const moved = JSON.parse(Buffer.from(body, "base64url").toString()) as string[];
  moved[4] = `web:${ben.chat}`;
  const forged = `${Buffer.from(JSON.stringify(moved)).toString("base64url")}.${mac}`;
  expect((await ben.get(`/files/${forged}`)).status).toBe(403);
  expect((await ben.upload("shot.png", PNG, ann.chat)).status).toBe(403);
  expect((await ben.upload("shot.png", PNG, "desk/card-1")).status).toBe(401);
  expect(host.events).toHaveLength(1);
});

test("S38: what the bot tells one student is pushed to no other", async () => {
  const { base, host } = await serve();
  const [ann, ben] = [await visitor(base), await visitor(base)];
  const heard = ben.hear(
    [ben.chat],
    (pushes) => pushes.length >= 2,
    () => {
      void host
        .say(`web:${ann.chat}` as Address, { text: "for Ann" })
        .then(() => host.say(`web:${ben.chat}` as Address, { text: "for Ben" }));
    },
  );
  expect(JSON.stringify(await heard)).not.toContain("for Ann");
});

test("pages of other sites can't make a browser write", async () => {
  const { base } = await serve();
  const ann = await visitor(base);
  const event = { type: "message", at: ann.chat, id: "11111111", text: "hi" };
  for (const headers of [
    { Origin: "https://evil.example" },
    { Origin: "null" },
    { Origin: "http://127.0.0.1:1" },
    { "Sec-Fetch-Site": "cross-site" },
  ]) {
    expect((await ann.post("/events", event, headers as Record<string, string>)).status).toBe(403);
  }
  expect((await ann.post("/events", event, { Origin: base })).status).toBe(200);
});

test("only our own host names are served", async () => {
  const { base } = await serve();
  const { port } = new URL(base);
  const { request } = await import("node:http");
  const status = (host: string) => {
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    request({ port, host: "127.0.0.1", headers: { Host: host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).end();
    return promise;
  };
  expect(await status(`localhost:${port}`)).toBe(200);
  expect(await status(`evil.example:${port}`)).toBe(421);
  expect(await status("127.0.0.1.evil.example")).toBe(421);
});
