import { generateKeyPairSync } from "node:crypto";
import { SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, test } from "vitest";
import { webSettings } from "../../adapters/web/config.ts";
import { MemoryHost } from "./memory-host.ts";
import { serve, visitor } from "./serve.ts";
import { Visitor } from "./visitor.ts";

const SECRET = "a-course-site-secret-of-enough-bytes";
const bytes = (text: string) => new TextEncoder().encode(text);
const soon = () => Math.floor(Date.now() / 1000) + 300;

function token(claims: Record<string, unknown>, secret = SECRET, alg = "HS256"): Promise<string> {
  return new SignJWT({ exp: soon(), ...claims }).setProtectedHeader({ alg }).sign(bytes(secret));
}

describe("the key", () => {
  test("opens the desk once, for one browser", async () => {
    const { base } = await serve({}, { key: "opens-it" });
    const first = await visitor(base, "/?key=opens-it");
    expect(first.sessions.staff?.kind).toBe("staff");
    const second = new Visitor(base);
    expect((await second.get("/?key=opens-it")).status).toBe(403);
    expect(second.cookies.has("deskmate_staff")).toBe(false);
    expect((await first.get("/?key=opens-it")).status).toBe(303);
  });

  test("is not spent by a wrong guess, an empty one, or a look ahead", async () => {
    const { base } = await serve({}, { key: "opens-it" });
    const guest = new Visitor(base);
    for (const key of ["opens-i", "opens-it ", "", "x".repeat(5000)]) {
      expect((await guest.get(`/?key=${encodeURIComponent(key)}`)).status).toBe(403);
    }
    await fetch(`${base}/?key=opens-it`, { method: "HEAD", redirect: "manual" });
    expect((await guest.get("/?key=opens-it")).status).toBe(303);
  });

  test("without a key no key is right", async () => {
    const { base } = await serve({}, { key: " " });
    for (const key of ["", " ", "undefined"]) {
      expect((await new Visitor(base).get(`/?key=${encodeURIComponent(key)}`)).status).toBe(403);
    }
  });
});

describe("sessions", () => {
  test("survive a restart, and only with the kept secret", async () => {
    const kept = new Map<string, string>();
    const before = await serve({}, {}, new MemoryHost(kept));
    const student = await visitor(before.base);
    const same = await serve({}, {}, new MemoryHost(kept));
    const other = await serve();
    for (const [{ base }, status] of [
      [same, 200],
      [other, 401],
    ] as const) {
      const again = new Visitor(base);
      for (const [name, value] of student.cookies) again.cookies.set(name, value);
      again.sessions = student.sessions;
      expect((await again.write("hello", "12345678")).status).toBe(status);
    }
  });

  test("cookies are out of reach of scripts and other sites", async () => {
    const { base } = await serve();
    const line = (await fetch(base)).headers.getSetCookie()[0];
    expect(line).toMatch(/^deskmate_student=/);
    expect(line).toMatch(/HttpOnly; SameSite=Lax/);
    expect(line).not.toMatch(/Secure/);
    const secure = await serve({ publicUrl: "https://help.example.org" });
    expect((await fetch(secure.base)).headers.getSetCookie()[0]).toMatch(/; Secure/);
  });

  test("a student's cookie under the staff's name opens nothing", async () => {
    const { base } = await serve();
    const student = await visitor(base);
    student.cookies.set("deskmate_staff", student.cookies.get("deskmate_student") ?? "");
    expect((await student.get("/stream?at=desk")).status).toBe(403);
  });

  test("staff with the key may choose the name that students see; others may not", async () => {
    const { base } = await serve({}, { key: "k1" });
    const staff = await visitor(base, "/?key=k1");
    expect(await (await staff.post("/session", { name: " Mei Lin " })).json()).toMatchObject({
      staff: { name: "Mei Lin" },
    });
    const student = await visitor(base);
    expect((await student.post("/session", { name: "Mei Lin" })).status).toBe(401);
  });
});

describe("the course site's token", () => {
  test("says who the student is, by cookie or by header", async () => {
    const { base } = await serve({ jwtSecret: SECRET });
    const student = new Visitor(base);
    const signed = await token({ sub: "s/1.2", name: "Lin", locale: "zh-CN" });
    expect(await (await student.post("/session", { token: signed })).json()).toMatchObject({
      student: { id: "site-s%2F1%2E2", name: "Lin", kind: "student", locale: "zh-CN" },
    });
    await student.visit();
    expect(student.sessions.student?.name).toBe("Lin");
    expect((await student.write("hello", "12345678")).status).toBe(200);
    const framed = new Visitor(base);
    const answer = (await (await framed.post("/session", { token: signed, carry: "header" })).json()) as {
      session: string;
    };
    expect(framed.cookies.size).toBe(0);
    const event = { type: "message", at: "student/site-s%2F1%2E2", id: "87654321", text: "hi" };
    expect((await framed.post("/events", event, { Authorization: `Bearer ${answer.session}` })).status).toBe(
      200,
    );
  });

  test("opens the desk for staff, and only with the role", async () => {
    const { base } = await serve({ jwtSecret: SECRET });
    for (const [role, status] of [
      ["staff", 200],
      ["student", 403],
      [undefined, 403],
    ] as const) {
      const someone = new Visitor(base);
      const signed = await token({ sub: "t1", name: "Mei", ...(role && { role }) });
      expect((await someone.post("/session", { token: signed })).status).toBe(200);
      const stream = await someone.get("/stream?at=desk");
      expect(stream.status).toBe(status);
      await stream.body?.cancel();
    }
  });

  test("is taken with an RSA key", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    const { base } = await serve({ jwtPublicKey: pem });
    const signed = await new SignJWT({ sub: "1", exp: soon() })
      .setProtectedHeader({ alg: "RS256" })
      .sign(privateKey);
    expect((await new Visitor(base).post("/session", { token: signed })).status).toBe(200);
    // The public key is no secret: used as one, it must open nothing.
    const confused = await token({ sub: "1", role: "staff" }, pem);
    expect((await new Visitor(base).post("/session", { token: confused })).status).toBe(401);
  });

  test("S38, I23: is refused when it is forged, stale, endless or empty", async () => {
    const { base } = await serve({ jwtSecret: SECRET });
    const endless = await new SignJWT({ sub: "1" }).setProtectedHeader({ alg: "HS256" }).sign(bytes(SECRET));
    const good = await token({ sub: "1" });
    const forged = {
      none: new UnsecuredJWT({ sub: "1", exp: soon() }).encode(),
      "another secret": await token({ sub: "1" }, "another-secret-that-is-long-enough!!"),
      "another algorithm": await token({ sub: "1" }, SECRET + SECRET, "HS512"),
      expired: await token({ sub: "1", exp: soon() - 400 }),
      endless,
      "without a subject": await token({}),
      "with an empty subject": await token({ sub: "" }),
      "with a list as subject": await token({ sub: ["1"] as never }),
      "with half a character": await token({ sub: "\ud83d" }),
      "without a signature": `${good.split(".").slice(0, 2).join(".")}.`,
      "with another body": [good.split(".")[0], btoa('{"sub":"2"}'), good.split(".")[2]].join("."),
      nothing: "",
    };
    for (const [name, signed] of Object.entries(forged)) {
      const status = (await new Visitor(base).post("/session", { token: signed })).status;
      expect(status, name).toBe(401);
    }
  });

  test("is never taken without a key, or with a blank one", async () => {
    for (const jwtSecret of [undefined, "", "   "]) {
      const { base } = await serve(jwtSecret === undefined ? {} : { jwtSecret });
      for (const secret of ["", "   ", "undefined"]) {
        const head = btoa('{"alg":"HS256"}').replaceAll("=", "");
        const signed = secret === "" ? `${head}.${btoa('{"sub":"1"}')}.` : await token({ sub: "1" }, secret);
        expect((await new Visitor(base).post("/session", { token: signed })).status).toBe(401);
      }
    }
  });
});

test("wrong settings are named all at once, blank ones are unset", () => {
  const wrong = webSettings.safeParse({
    WEB_JWT_SECRET: "short",
    WEB_JWT_PUBLIC_KEY: "-----BEGIN",
    WEB_EMBED_ORIGINS: "https://a.example https://b.example/path",
    WEB_UPLOAD_MB: "lots",
  });
  expect(wrong.error?.issues.map(({ path }) => path[0])).toEqual([
    "WEB_JWT_SECRET",
    "WEB_JWT_PUBLIC_KEY",
    "WEB_EMBED_ORIGINS",
    "WEB_UPLOAD_MB",
  ]);
  const blank = { WEB_JWT_SECRET: "  ", WEB_EMBED_ORIGINS: "", WEB_UPLOAD_MB: "" };
  expect(webSettings.parse(blank)).toEqual({
    jwtSecret: undefined,
    jwtPublicKey: undefined,
    embedOrigins: [],
    uploadBytes: 10 * 1024 * 1024,
  });
});
