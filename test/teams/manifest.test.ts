import { readFileSync } from "node:fs";
import { crc32, inflateRawSync, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { platforms } from "../../adapters/index.ts";
import { manifest } from "../../adapters/teams/package/manifest.ts";
import { understand } from "../../src/understanding/understand.ts";
import { APP, ben, CLASS_CHANNEL, DESK_CHANNEL, mia, TENANT } from "../fakes/teams/teams.ts";
import { serve } from "./serve.ts";

const publicUrl = "https://help.example.org";
const made = manifest({ appId: APP.id, publicUrl });

/** The files of an archive, read from its central directory as any reader does. */
function unzip(archive: Uint8Array): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(archive);
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    expect(bytes.toString("latin1", at, at + 4)).toBe("PK\x01\x02");
    const [packed, size, length] = [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 24),
      bytes.readUInt16LE(at + 28),
    ];
    const name = bytes.toString("utf8", at + 46, at + 46 + length);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = inflateRawSync(bytes.subarray(start, start + packed));
    expect(content.length).toBe(size);
    expect(crc32(content)).toBe(bytes.readUInt32LE(at + 16));
    files.set(name, content);
    at += 46 + length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

/** The size of a PNG and its points as red, green, blue, alpha; checks every chunk's sum. */
function pixels(png: Buffer): { readonly size: number; readonly rows: readonly Buffer[] } {
  expect(png.toString("latin1", 0, 8)).toBe("\x89PNG\r\n\x1a\n");
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    expect(crc32(png.subarray(at + 4, at + 8 + length))).toBe(png.readUInt32BE(at + 8 + length));
    chunks.set(png.toString("latin1", at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const size = chunks.get("IHDR")?.readUInt32BE(0) ?? 0;
  const raw = inflateSync(chunks.get("IDAT") ?? Buffer.alloc(0));
  return {
    size,
    rows: Array.from({ length: size }, (_, y) =>
      raw.subarray(y * (size * 4 + 1) + 1, (y + 1) * (size * 4 + 1)),
    ),
  };
}

test("the package holds the manifest and two icons, as Teams wants them", () => {
  const config = platforms.teams.settings.parse({
    TEAMS_APP_ID: APP.id,
    TEAMS_APP_PASSWORD: "secret",
    TEAMS_TENANT_ID: TENANT,
  });
  const built = platforms.teams.manifest?.(config, { publicUrl, deskKey: "" });
  if (!built || typeof built === "string" || "off" in built) throw new Error("no package");
  expect(built.file).toMatch(/\.zip$/);
  const files = unzip(built.bytes);
  expect([...files.keys()]).toEqual(["manifest.json", "color.png", "outline.png"]);
  expect(JSON.parse(files.get("manifest.json")?.toString("utf8") ?? "")).toEqual(made);
  expect(Buffer.from(built.bytes).toString("latin1")).not.toContain("secret");

  const color = pixels(files.get("color.png") ?? Buffer.alloc(0));
  expect(color.size).toBe(192);
  for (const row of color.rows) for (let at = 3; at < row.length; at += 4) expect(row[at]).toBe(255);
  const outline = pixels(files.get("outline.png") ?? Buffer.alloc(0));
  expect(outline.size).toBe(32);
  const alphas = new Set<number>();
  for (const row of outline.rows)
    for (let at = 0; at < row.length; at += 4) {
      expect([...row.subarray(at, at + 3)]).toEqual([255, 255, 255]);
      alphas.add(row[at + 3] ?? 0);
    }
  expect(alphas).toContain(0);
  expect(alphas).toContain(255);
});

test("without settings, or without an https address, it says what to set", () => {
  const off = (env: object, url: string | undefined) =>
    platforms.teams.manifest?.(platforms.teams.settings.parse(env), { publicUrl: url, deskKey: "" });
  expect(off({}, publicUrl)).toMatchObject({ off: expect.stringContaining("TEAMS_APP_ID") });
  const whole = { TEAMS_APP_ID: APP.id, TEAMS_APP_PASSWORD: "x", TEAMS_TENANT_ID: TENANT };
  for (const url of [undefined, "http://localhost:3000"])
    expect(off(whole, url)).toMatchObject({ off: expect.stringContaining("PUBLIC_URL") });
});

test("it keeps to the schema's lengths and shapes", () => {
  // developer.microsoft.com/json-schemas/teams/v1.19/MicrosoftTeams.schema.json
  expect(made.name.short.length).toBeLessThanOrEqual(30);
  expect(made.name.full.length).toBeLessThanOrEqual(100);
  expect(made.description.short.length).toBeLessThanOrEqual(80);
  expect(made.description.full.length).toBeLessThanOrEqual(4000);
  for (const { commands } of made.bots.flatMap(({ commandLists }) => commandLists)) {
    expect(commands.length).toBeLessThanOrEqual(10);
    for (const { title, description } of commands) {
      expect(title.length).toBeLessThanOrEqual(32);
      expect(description.length).toBeLessThanOrEqual(128);
    }
  }
  for (const { title, description } of made.composeExtensions.flatMap(({ commands }) => commands)) {
    expect(title.length).toBeLessThanOrEqual(32);
    expect(description.length).toBeLessThanOrEqual(128);
  }
  expect(made.validDomains).toEqual([]);
});

test("the README names every right with its reason", () => {
  const readme = readFileSync(new URL("../../adapters/teams/README.md", import.meta.url), "utf8");
  const [, table = ""] = /## What it asks for, and why\n([\s\S]*?)\n## /.exec(readme) ?? [];
  for (const { name } of made.authorization.permissions.resourceSpecific)
    expect(table).toContain(`\`${name}\``);
  for (const { title } of made.composeExtensions.flatMap(({ commands }) => commands))
    expect(table).toContain(title);
});

test("I40 it asks for what was seen used, and for nothing else", async () => {
  const { fake, teams, host } = await serve({ listen: [CLASS_CHANNEL] });
  fake.files.set("/drive/1", { bytes: Buffer.from("x") });
  await fake.say(mia, "look", {
    attachments: [
      {
        contentType: "application/vnd.microsoft.teams.file.download.info",
        name: "a.txt",
        content: { downloadUrl: `${fake.url}/drive/1` },
      },
    ],
  });
  const card = await teams.send(`teams:${TENANT}/c/${DESK_CHANNEL}` as Address, { text: "card" }, "k1");
  await fake.post(ben, DESK_CHANNEL, "hello", { root: card.id });
  const line = { id: "17", from: ben.id, activity: { text: "why?" } };
  await fake.choose(mia, "ask", line, ben);
  await fake.submitChosen(mia, "ticket", line, ben, {});
  for (const { commands } of made.bots.flatMap(({ commandLists }) => commandLists.slice(0, 1)))
    for (const { title } of commands) await fake.say(mia, title);

  const used = new Set<string>();
  for (const event of host.events) {
    used.add(event.at.includes("/p/") ? "personal" : "team");
    if (event.type === "message" && event.files.length > 0) used.add("files");
    // Not a word of it called the bot.
    if (event.type === "message" && event.at.includes("/c/")) used.add("ChannelMessage.Read.Group");
    if (event.type === "action" && event.about) used.add("menu: ticket");
    if (event.type === "message" && event.text === "why?") used.add("menu: ask");
  }
  const [bot] = made.bots;
  const declared = [
    ...(bot?.scopes ?? []),
    ...(bot?.supportsFiles ? ["files"] : []),
    ...made.authorization.permissions.resourceSpecific.map(({ name }) => name),
    ...made.composeExtensions.flatMap(({ commands }) => commands.map(({ id }) => `menu: ${id}`)),
  ];
  expect([...used].toSorted()).toEqual(declared.toSorted());
  // Every line of the bot's menu is understood, by the adapter or by its words.
  const lines = host.events.slice(-(bot?.commandLists[0]?.commands.length ?? 0));
  const wanted = lines.map((event) =>
    event.type === "action" ? event.action : event.type === "message" && understand(event.text, []).wants,
  );
  expect(wanted).toEqual(["person", "ticket", "tickets", "person", "ticket", "tickets"]);
  expect(fake.calls.some(({ path }) => path.startsWith("/graph/"))).toBe(false);
});
