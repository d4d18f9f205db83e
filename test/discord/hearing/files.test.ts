import { describe, expect, test } from "vitest";
import type { StoredFile } from "#ports/platform.ts";
import { download } from "../../../adapters/discord/hearing/download.ts";
import { KeepingHost } from "../host.ts";
import { live, until } from "../stage.ts";

const CDN = "https://cdn.discordapp.com/attachments/1/2";

function attachment(filename: string, change: { url?: string; size?: number; content_type?: string } = {}) {
  return { id: "9", filename, url: `${CDN}/${encodeURIComponent(filename)}`, size: 4, ...change };
}

describe("S20: files that students send", () => {
  test("are kept by the host, whatever they are called or hold", async () => {
    const { discord, host, mia } = await live();
    const bytes = Buffer.from("boom");
    const names = ["error.png", "../../x", "page.html", "0.txt"];
    for (const name of names) discord.files.set(`/attachments/1/2/${encodeURIComponent(name)}`, bytes);
    discord.files.set("/attachments/1/2/0.txt", Buffer.alloc(0));
    discord.say(mia, discord.direct(mia), "", {
      attachments: [
        attachment("error.png", { content_type: "image/png" }),
        attachment("../../x", { content_type: "text/plain; charset=utf-8" }),
        attachment("page.html", { content_type: "text/html" }),
        attachment("0.txt", { content_type: "text/plain", size: 0 }),
      ],
    });
    await until(() => host.events.length === 1);
    const [event] = host.events;
    expect(
      event?.type === "message" && event.files.map(({ name, type, size }) => [name, type, size]),
    ).toEqual([
      ["error.png", "image/png", 4],
      ["x", "text/plain", 4],
      ["page.html", "application/octet-stream", 4],
      ["0.txt", "text/plain", 0],
    ]);
  });

  test("that can't be had are named with the reason, and the words arrive once", async () => {
    const { discord, host, mia } = await live();
    discord.say(mia, discord.direct(mia), "see", {
      attachments: [attachment("film.mp4", { size: 26 * 1024 * 1024 }), attachment("old.png")],
    });
    await until(() => host.events.length === 1);
    expect(host.texts()).toEqual(["see"]);
    expect(notes(host)).toEqual([
      "film.mp4: too large (26 MB); it can be seen on Discord.\n",
      expect.stringContaining("old.png: its link has expired"),
    ]);
  });

  test("wait for a disk that is full, with the words they came with", async () => {
    const { discord, host, mia } = await live();
    discord.files.set("/attachments/1/2/error.png", Buffer.from("boom"));
    host.isFull = true;
    discord.say(mia, discord.direct(mia), "see", { attachments: [attachment("error.png")] });
    await until(() => host.lines.some(({ event }) => event.includes("waits for the store")));
    expect(host.events).toEqual([]);
    host.isFull = false;
    await until(() => host.events.length === 1);
    expect(host.files.size).toBe(1);
  });

  test("that are larger than they said are given up", async () => {
    const host = new KeepingHost();
    const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(1024 * 1024)) });
    await download([attachment("a.bin")], host, async () => new Response(endless));
    expect(notes(host)[0]).toContain("too large");
  });
});

describe("S33, I22: files that lie elsewhere", () => {
  test.each([
    "https://attacker.example/cdn.discordapp.com/a.png",
    "https://cdn.discordapp.com.attacker.example/a.png",
    "https://cdn.discordapp.com@attacker.example/a.png",
    "https://attacker.example/?u=https://cdn.discordapp.com/a.png",
    "https://user:pass@cdn.discordapp.com/a.png",
    "https://cdn.discordapp.com:8443/a.png",
    "http://cdn.discordapp.com/a.png",
    "https://169.254.169.254/latest",
    "file:///etc/passwd",
    "not an address",
  ])("%s is never asked for", async (url) => {
    const host = new KeepingHost();
    const asked: string[] = [];
    const files = await download([attachment("a.png", { url })], host, async (to) => {
      asked.push(to);
      return new Response("x");
    });
    expect(asked).toEqual([]);
    expect(files[0]?.name).toBe("a.png.txt");
  });

  test("a redirect is not followed, and no token goes along", async () => {
    const { discord, host } = await live();
    const inits: RequestInit[] = [];
    const fetch = (url: string, init: RequestInit) => {
      inits.push(init);
      return discord.fetch(url, init);
    };
    const moved = attachment("a.png", { url: "https://cdn.discordapp.com/moved" });
    const files: readonly StoredFile[] = await download([moved], host, fetch);
    expect(files[0]?.name).toBe("a.png.txt");
    expect(inits[0]).toMatchObject({ redirect: "error" });
    expect(inits[0]?.headers).toBeUndefined();
  });
});

function notes(host: KeepingHost): readonly string[] {
  return [...host.files.values()].map(({ bytes }) => new TextDecoder().decode(bytes));
}
