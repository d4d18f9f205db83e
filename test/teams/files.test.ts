import { describe, expect, test } from "vitest";
import { createFakeTeams, mia } from "../fakes/teams/teams.ts";
import { serve } from "./serve.ts";

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const drive = (downloadUrl: string, name: string) => ({
  contentType: "application/vnd.microsoft.teams.file.download.info",
  contentUrl: downloadUrl,
  name,
  content: { downloadUrl, uniqueId: "1", fileType: name.split(".").at(-1) },
});
const picture = (contentUrl: string) => ({ contentType: "image/png", contentUrl, name: "shot.png" });
const withToken = (fake: { calls: readonly { path: string; authorization: string | undefined }[] }) =>
  fake.calls.filter(
    ({ path, authorization }) => authorization !== undefined && !path.includes("/v3/conversations"),
  );

describe("files of a message", () => {
  test("a file of the drive is fetched without our credential, a picture of the chat with it", async () => {
    const { fake, host } = await serve();
    fake.files.set("/drive/1", { bytes: new TextEncoder().encode("TypeError: x is not a function") });
    fake.files.set("/emea/v3/attachments/7/views/original", { bytes: PNG });
    await fake.say(mia, "look", {
      attachments: [
        drive(`${fake.url}/drive/1`, "error.log"),
        picture(`${fake.url}/emea/v3/attachments/7/views/original`),
      ],
    });
    expect(host.events).toMatchObject([
      {
        text: "look",
        files: [
          { name: "error.log", type: "text/plain", size: 30 },
          { name: "shot.png", type: "image/png", size: PNG.length },
        ],
      },
    ]);
    expect(withToken(fake).map(({ path }) => path)).toEqual(["/emea/v3/attachments/7/views/original"]);
  });

  test("S20 odd ones: empty, too large, a page, a path for a name, one that is gone, no words at all", async () => {
    const { fake, host } = await serve();
    fake.files.set("/drive/empty", { bytes: new Uint8Array() });
    fake.files.set("/drive/large", { bytes: new Uint8Array(26 * 1024 * 1024) });
    fake.files.set("/drive/page", { bytes: new TextEncoder().encode("<script>alert(1)</script>") });
    const urls = ["empty", "large", "gone"].map((name) => drive(`${fake.url}/drive/${name}`, `${name}.txt`));
    const page = drive(`${fake.url}/drive/page`, "../../x\u202e.svg");
    const said = await fake.say(mia, "", {
      text: undefined,
      attachments: [...urls, page, { contentType: "reference", name: "a.pdf" }],
    });
    expect(said.status).toBe(200);
    expect(host.events).toMatchObject([
      {
        text: "📎 empty.txt ✗\n\n📎 large.txt ✗\n\n📎 gone.txt ✗\n\n📎 a.pdf ✗",
        files: [{ name: "x.svg", type: "application/octet-stream" }],
      },
    ]);
  });
});

test("S04 an edit without a difference stays one where a file was missing", async () => {
  const { fake, host } = await serve();
  const said = await fake.say(mia, "see this", {
    attachments: [{ contentType: "reference", name: "a.pdf" }],
  });
  await fake.change(mia, said.conversation, said.id, "see this");
  const texts = host.events.map((event) => ("text" in event ? event.text : ""));
  expect(texts).toEqual(["see this\n\n📎 a.pdf ✗", "see this\n\n📎 a.pdf ✗"]);
});

describe("S33, I22 addresses that only look right", () => {
  const evil = "attacker.example";
  const addresses = (host: string): readonly string[] => [
    `http://${evil}/${host}/v3/attachments/1/views/original`,
    `http://${host}.${evil}/v3/attachments/1`,
    `http://${host}@${evil}/v3/attachments/1`,
    `http://user:pass@${host}/v3/attachments/1`,
    `http://${evil}/?u=http://${host}/`,
    `http://${evil}#${host}`,
    `http://${evil}\\@${host}/`,
    `//${host}/v3/attachments/1`,
    `file:///etc/passwd`,
    `data:image/png;base64,AAAA`,
    "http://169.254.169.254/latest/meta-data",
    "http://localhost/v3/attachments/1",
    "not an address",
  ];
  test("get no request at all, and the message is still heard", async () => {
    const { fake, host } = await serve();
    const { host: name } = new URL(fake.url);
    for (const [index, url] of addresses(name).entries())
      await fake.say(mia, "x", { id: `9${index}`, attachments: [picture(url), drive(url, "a.txt")] });
    expect(host.events).toHaveLength(addresses(name).length);
    expect(host.events.every((event) => event.type === "message" && event.files.length === 0)).toBe(true);
    expect(withToken(fake)).toEqual([]);
    expect(fake.calls.filter(({ path }) => path !== "/openid" && path !== "/keys")).toEqual([]);
  });

  test("a redirect is not followed, and our credential does not go with it", async () => {
    const other = await createFakeTeams();
    const { fake, host } = await serve();
    fake.files.set("/emea/v3/attachments/8/views/original", { bytes: PNG, redirect: `${other.url}/steal` });
    fake.files.set("/drive/8", { bytes: PNG, redirect: "http://169.254.169.254/latest" });
    await fake.say(mia, "x", {
      attachments: [
        picture(`${fake.url}/emea/v3/attachments/8/views/original`),
        drive(`${fake.url}/drive/8`, "a.png"),
      ],
    });
    expect(host.events).toMatchObject([{ files: [], text: "x\n\n📎 shot.png ✗\n\n📎 a.png ✗" }]);
    expect(other.calls).toEqual([]);
    await other.close();
  });
});
