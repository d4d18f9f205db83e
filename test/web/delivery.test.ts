import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import type { Push } from "../../adapters/web/wire.ts";
import { serve, visitor } from "./serve.ts";

const texts = (pushes: readonly Push[]) =>
  pushes.flatMap((push) => {
    if (push.type === "snapshot") return push.messages.map(({ html }) => html);
    return push.type === "upsert" ? [push.message.html] : [];
  });

describe("what students send", () => {
  test("is stored before it is acknowledged, and once however often it comes", async () => {
    const { base, host } = await serve();
    const ann = await visitor(base);
    const answers = await Promise.all([1, 2, 3, 4].map(() => ann.write("hello", "11111111")));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(host.events).toHaveLength(1);
  });

  test("is not acknowledged while it can't be stored, and goes through later", async () => {
    const { base, host } = await serve();
    const ann = await visitor(base);
    host.beforeAccept = () => {
      throw new Error("SQLITE_FULL: /secret/path");
    };
    const refused = await ann.write("hello", "11111111");
    expect(refused.status).toBe(503);
    expect(refused.headers.get("Retry-After")).toBe("2");
    expect(await refused.text()).not.toContain("SQLITE");
    host.beforeAccept = () => undefined;
    expect((await ann.write("hello", "11111111")).status).toBe(200);
    expect(host.events).toHaveLength(1);
  });

  test("I30: may be 100,000 characters in any script; more is told kindly", async () => {
    const { base, host } = await serve();
    const ann = await visitor(base);
    expect((await ann.write("\u0001".repeat(100_000), "11111111")).status).toBe(200);
    expect((await ann.write("问".repeat(100_000), "22222222")).status).toBe(200);
    const long = await ann.write("a".repeat(100_001), "33333333");
    expect(long.status).toBe(413);
    expect(await long.json()).toEqual({ error: "tooLong", message: expect.stringContaining("100,000") });
    expect((await ann.write("a".repeat(2_000_000), "44444444")).status).toBe(413);
    expect(host.events).toHaveLength(2);
  });

  test("is refused without harm when it is no message at all", async () => {
    const { base, host } = await serve();
    const ann = await visitor(base);
    for (const body of [
      "",
      "{",
      "null",
      "[]",
      "[".repeat(100_000),
      '{"__proto__":{"type":"message"}}',
      '"x"',
    ]) {
      expect((await ann.post("/events", body)).status, body.slice(0, 20)).toBe(400);
    }
    expect((await ann.post("/events", "text=hi", { "Content-Type": "text/plain" })).status).toBe(400);
    expect(host.events).toEqual([]);
  });

  test("S39: is slowed down when it is a flood, for the flooder alone", async () => {
    const { base } = await serve();
    const [ann, ben] = [await visitor(base), await visitor(base)];
    const flood = await Promise.all(Array.from({ length: 40 }, (_, i) => ann.write("x", `flood-${i}-00`)));
    const limited = flood.filter(({ status }) => status === 429);
    expect(limited).toHaveLength(10);
    expect(Number(limited[0]?.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect((await ben.write("x", "11111111")).status).toBe(200);
  });
});

describe("what pages show", () => {
  test("begins with all that stands there, then follows", async () => {
    const { base, host, web } = await serve();
    const ann = await visitor(base);
    const at = `web:${ann.chat}` as Address;
    await ann.write("first", "11111111");
    const heard = await ann.hear(
      [ann.chat],
      (pushes) => pushes.length >= 6,
      () => {
        void (async () => {
          await host.draft(at, "An ans");
          const sent = await web.send(at, { text: "An answer" }, "out-1");
          expect(sent).toEqual({ id: "out-1", repliesAt: at });
          await web.edit(at, "out-1", { text: "A better answer" });
          await web.remove(at, "out-1");
        })();
      },
    );
    // What was pushed a moment ago is said once more after the snapshot.
    expect(heard.map(({ type }) => type)).toEqual([
      "snapshot",
      "upsert",
      "draft",
      "upsert",
      "upsert",
      "remove",
    ]);
    const first = '<p class="typed">first</p>';
    expect(texts(heard)).toEqual([first, first, "<p>An answer</p>", "<p>A better answer</p>"]);
  });

  test("misses nothing that happens while they connect, and keeps the last word", async () => {
    const { base, host, web } = await serve();
    const ann = await visitor(base);
    const at = `web:${ann.chat}` as Address;
    // Sent but not yet stored as delivered: the history does not hold it.
    await web.send(at, { text: "just sent" }, "out-1");
    const original = host.history.bind(host);
    host.history = async (place, limit) => {
      const before = await original(place, limit);
      await web.send(at, { text: "meanwhile" }, "out-2");
      await web.edit(at, "out-2", { text: "meanwhile, changed" });
      return before;
    };
    const heard = await ann.hear([ann.chat], (pushes) => pushes.length >= 4);
    expect(texts(heard)).toEqual(["<p>just sent</p>", "<p>meanwhile</p>", "<p>meanwhile, changed</p>"]);
  });

  test("a draft never comes after its message", async () => {
    const { base, host, web } = await serve();
    const ann = await visitor(base);
    const at = `web:${ann.chat}` as Address;
    const heard = await ann.hear(
      [ann.chat],
      (pushes) => pushes.some(({ type }) => type === "mark"),
      () => {
        void (async () => {
          for (const text of ["a", "a b", "a b c"]) await host.draft(at, text);
          await web.send(at, { text: "a b c." }, "out-1");
          await new Promise((resolve) => setTimeout(resolve, 150));
          await web.mark(at, "out-1", "delivered");
        })();
      },
    );
    expect(heard.map(({ type }) => type)).toEqual(["snapshot", "draft", "upsert", "mark"]);
  });

  test("shows on a student's other page what was written, edited and deleted here", async () => {
    const { base } = await serve();
    const ann = await visitor(base);
    const heard = await ann.hear(
      [ann.chat],
      (pushes) => pushes.length >= 4,
      () => {
        void (async () => {
          const message = `${ann.student}.11111111`;
          await ann.write("helo", "11111111");
          await ann.post("/events", { type: "edited", at: ann.chat, id: "22222222", message, text: "hello" });
          await ann.post("/events", { type: "deleted", at: ann.chat, id: "33333333", message });
        })();
      },
    );
    expect(heard.map(({ type }) => type)).toEqual(["snapshot", "upsert", "text", "remove"]);
  });
});

describe("the desk", () => {
  test("a card in the channel opens a thread, and cases are listed", async () => {
    const { base, host, web } = await serve({}, { key: "k" });
    const staff = await visitor(base, "/?key=k");
    const student = "web:student/anon-1" as Address;
    host.cases = [{ number: 7, state: "bot", student, studentName: "Ann", updated: 1 }];
    const sent = await web.send("web:desk" as Address, { text: "x" }, "card-1");
    expect(sent).toEqual({ id: "card-1", repliesAt: "web:desk/card-1" });
    const heard = await staff.hear(["desk", "desk/card-1", "student/anon-1"], (p) =>
      p.some(({ type }) => type === "cases"),
    );
    expect(heard.find(({ type }) => type === "cases")).toEqual({
      type: "cases",
      cases: [{ number: 7, state: "bot", student: "student/anon-1", name: "Ann", updated: 1 }],
    });
    const reply = { type: "message", at: "desk/card-1", id: "11111111", text: "hi" };
    expect((await staff.post("/events", reply)).status).toBe(200);
    expect(host.events[0]).toMatchObject({ at: "web:desk/card-1", from: { kind: "staff" } });
    // Staff look on at students' chats; they don't write there.
    const intrusion = { type: "message", at: "student/anon-1", id: "22222222", text: "boo" };
    expect((await staff.post("/events", intrusion)).status).toBe(403);
  });

  test("addresses of other platforms are refused, not guessed at", async () => {
    const { web } = await serve();
    await expect(web.send("slack:C1" as Address, { text: "x" }, "k")).rejects.toMatchObject({
      fault: "invalid",
    });
    expect(await web.find("web:desk" as Address, "k", 0)).toBe("absent");
  });
});
