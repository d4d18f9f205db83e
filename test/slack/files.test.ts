import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { ownUrl } from "../../adapters/slack/hearing/fetch-file.ts";
import type { FakeFile } from "../fakes/slack/workspace.ts";
import type { FakeSlack } from "../fakes/slack.ts";
import { DESK, serve } from "./serve.ts";

const MIA = "slack:T01/D0MIA" as Address;

function file(fake: FakeSlack, bytes: string | Uint8Array, change: Partial<FakeFile> = {}): FakeFile {
  const data = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  const id = `F0${fake.workspace.files.size}`;
  const url_private = `${fake.origin}files-pri/${id}/a.png`;
  const made = {
    id,
    name: "a.png",
    mimetype: "image/png",
    size: data.length,
    mode: "hosted",
    url_private,
    ...change,
  };
  fake.workspace.files.set(id, { file: made, bytes: data });
  return made;
}

describe("files that come", () => {
  test("are in the host before the message is", async () => {
    const { fake, host } = await serve();
    fake.say("U0MIA", "D0MIA", "look", { files: [file(fake, "picture")] });
    await fake.delivered();
    const [event] = host.events;
    expect(event).toMatchObject({
      type: "message",
      text: "look",
      files: [{ name: "a.png", type: "image/png", size: 7 }],
    });
    const id = event?.type === "message" ? event.files[0]?.id : undefined;
    expect(new TextDecoder().decode((await host.file(id ?? ""))?.bytes)).toBe("picture");
  });

  test("of a message that Slack sends twice are brought over once", async () => {
    const { fake, host } = await serve();
    const keepFile = host.keepFile.bind(host);
    let kept = 0;
    host.keepFile = (one) => {
      kept += 1;
      return keepFile(one);
    };
    const files = [file(fake, "picture")];
    const message = { type: "message", channel: "D0MIA", user: "U0MIA", text: "look", files };
    for (let copy = 0; copy < 2; copy++) await fake.event({ ...message, ts: "1790000000.000100" });
    expect([host.events.length, kept]).toEqual([1, 1]);
  });

  test("S20 empty, too large, hostile, unnamed and unfinished: the text comes once, the file or a word about it", async () => {
    const { fake, host } = await serve();
    const unfinished = file(fake, "late");
    const { url_private: _, ...withoutUrl } = unfinished;
    const files = [
      file(fake, ""),
      file(fake, "x", { size: 26 * 1024 * 1024, name: "big.mov" }),
      file(fake, new Uint8Array(26 * 1024 * 1024), { size: 1, name: "liar.bin" }),
      file(fake, "<svg onload=alert(1)>", { name: "../../x.svg", mimetype: "image/svg+xml" }),
      withoutUrl,
    ];
    fake.say("U0MIA", "D0MIA", "", { files });
    await fake.delivered();
    expect(host.events).toHaveLength(1);
    expect(host.events[0]).toMatchObject({
      text: "📎 big.mov (26.0 MiB) ⚠️\n📎 liar.bin ⚠️",
      files: [{ name: "a.png", size: 0 }, { name: "x.svg" }, { name: "a.png", size: 4 }],
    });
    await fake.event({
      type: "message",
      channel: "D0MIA",
      user: "U0MIA",
      text: null,
      files: null,
      ts: "1790000000.000100",
    });
    expect(host.events[1]).toMatchObject({ text: "", files: [] });
  });

  test("S33, I22 the token goes to Slack's own host alone, and follows no redirection", async () => {
    const { fake, host } = await serve();
    const { host: here } = new URL(fake.origin);
    const urls = [
      `http://attacker.invalid/${here}/a`,
      `http://${here}.attacker.invalid/a`,
      `http://${here}@attacker.invalid/a`,
      `http://attacker.invalid/?u=${here}`,
      `https://${here}/a`,
      "javascript:alert(1)",
      "//attacker.invalid/a",
    ];
    const files = [
      ...urls.map((url_private) => file(fake, "x", { url_private })),
      file(fake, "x", { mode: "external", is_external: true }),
      file(fake, "x", { url_private: `${fake.origin}files-pri/elsewhere/a` }),
    ];
    fake.say("U0MIA", "D0MIA", "see", { files });
    await fake.delivered();
    expect(host.events[0]).toMatchObject({ files: [], text: expect.stringContaining("see\n📎 a.png") });
    expect(fake.api.fetched.map(({ path }) => path)).toEqual(["elsewhere/a"]);
    const own = (url_private: string) => ownUrl({ id: "F1", url_private }, "https://files.slack.com")?.href;
    expect(own("https://files.slack.com/files-pri/T1-F1/a.png")).toBeDefined();
    for (const url of [
      "http://files.slack.com/a",
      "https://files.slack.com:444/a",
      "https://files.slack.com.attacker.invalid/a",
      "https://files.slack.com@attacker.invalid/a",
      "https://u:p@files.slack.com/a",
      "https://attacker.invalid/https://files.slack.com/a",
      "https://slack.com/api/api.test",
      "https://FILES.SLACK.COM.evil/",
      "\\\\files.slack.com",
    ])
      expect(own(url), url).toBeUndefined();
  });

  test("what can't be fetched just now is sent again by Slack", async () => {
    const { fake, host } = await serve();
    const late = file(fake, "x");
    fake.api.fail("files.info", { type: "status", status: 500, after: false });
    const { url_private: _, ...withoutUrl } = late;
    fake.say("U0MIA", "D0MIA", "look", { files: [withoutUrl] });
    await fake.delivered();
    expect(host.events).toMatchObject([{ text: "look", files: [{ name: "a.png" }] }]);
    expect(fake.attempts.map(({ status }) => status)).toEqual([500, 200]);
  });
});

describe("files that go", () => {
  test("stand before the words, go with them, and are shown once however often it is tried", async () => {
    const { fake, host, slack } = await serve();
    const kept = await host.keepFile({ name: "../a.txt", type: "text/plain", bytes: Buffer.from("hello") });
    const empty = await host.keepFile({ name: "empty.txt", type: "text/plain", bytes: new Uint8Array() });
    const message = { text: "here", files: [kept, empty] };
    fake.api.fail("chat.postMessage", { type: "error", error: "ratelimited" });
    await expect(slack.send(MIA, message, "k")).rejects.toMatchObject({ fault: "limited" });
    fake.api.fail("files.completeUploadExternal", { type: "reset", after: true });
    const other = { text: "there", files: [kept] };
    await expect(slack.send(DESK, other, "k2")).rejects.toMatchObject({ fault: "ambiguous" });
    const sent = await slack.send(DESK, other, "k2");
    expect(fake.messages("C0DESK").map(({ text, files }) => text || files?.map(({ name }) => name))).toEqual([
      ["a.txt"],
      "there",
    ]);
    expect(fake.api.of("files.getUploadURLExternal")).toHaveLength(2);
    const [, stored] = [...fake.workspace.files.values()];
    expect(new TextDecoder().decode(stored?.bytes)).toBe("hello");
    await slack.remove(DESK, sent.id);
    expect(fake.texts("C0DESK").filter((text) => text !== "")).toEqual([]);
    expect(fake.workspace.files.size).toBe(1);
  });

  test("an empty file is named", async () => {
    const { fake, host, slack } = await serve();
    const empty = await host.keepFile({ name: "empty.txt", type: "text/plain", bytes: new Uint8Array() });
    await slack.send(MIA, { text: "", files: [empty] }, "k");
    expect(JSON.stringify(fake.messages("D0MIA")[0]?.blocks)).toContain("📎 empty.txt ⚠️");
  });
});
