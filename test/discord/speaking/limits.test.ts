import { describe, expect, test } from "vitest";
import { PlatformError } from "#ports/platform.ts";
import { direct, faultOf, live, pause } from "../stage.ts";

describe("S15, I31: limits", () => {
  test("a limited channel waits alone, and nothing is sent to it before its time", async () => {
    const made = await live();
    const { discord, platform, mia, ben } = made;
    const [a, b] = [discord.direct(mia), discord.direct(ben)];
    discord.limits.block(2500, `POST /channels/${a.id}/messages`);
    const first = await faultOf(platform.send(direct(a), { text: "0" }, "a0"));
    expect(first.fault).toBe("limited");
    expect(first.retryAfterMs).toBeGreaterThan(1000);
    discord.limits.violations = 0;
    const tries = await Promise.all(
      Array.from({ length: 500 }, (_, n) => faultOf(platform.send(direct(a), { text: "x" }, `a${n}`))),
    );
    expect(new Set(tries.map(({ fault }) => fault))).toEqual(new Set(["limited"]));
    await platform.send(direct(b), { text: "free" }, "b1");
    await pause(first.retryAfterMs ?? 0);
    await platform.send(direct(a), { text: "now" }, "a0");
    expect(discord.limits.violations).toBe(0);
  });

  test("many for one channel: the headers are read, nobody is asked too early, all arrive", async () => {
    const made = await live();
    const { discord, platform, mia } = made;
    const channel = discord.direct(mia);
    discord.limits.set((route) => ({ requests: route.endsWith("/messages") ? 5 : 100, perMs: 200 }));
    const send = async (n: number): Promise<void> => {
      for (;;) {
        const error = await platform
          .send(direct(channel), { text: String(n) }, `k${n}`)
          .catch((e: unknown) => e);
        if (!(error instanceof PlatformError)) return;
        expect(error.fault).toBe("limited");
        await pause(error.retryAfterMs ?? 50);
      }
    };
    await Promise.all(Array.from({ length: 30 }, (_, n) => send(n)));
    expect(discord.world.standing(channel.id)).toHaveLength(30);
    expect(discord.limits.violations).toBe(0);
  });

  test("a global limit, and a page in HTML from before Discord, hold everything back", async () => {
    const { discord, platform, mia, ben } = await live();
    discord.limits.block(300);
    const global = await faultOf(platform.send(direct(discord.direct(mia)), { text: "x" }, "k1"));
    expect(global.fault).toBe("limited");
    discord.limits.violations = 0;
    expect(await faultOf(platform.send(direct(discord.direct(ben)), { text: "x" }, "k2"))).toMatchObject({
      fault: "limited",
    });
    await pause((global.retryAfterMs ?? 0) + 10);
    discord.rest.trouble("POST", /messages$/, "html 429");
    const html = await faultOf(platform.send(direct(discord.direct(mia)), { text: "x" }, "k1"));
    expect(html.fault).toBe("limited");
    expect(html.retryAfterMs).toBeGreaterThan(900);
    const seen = discord.rest.seen.length;
    await faultOf(platform.signal(direct(discord.direct(ben)), { type: "typing" }));
    expect(discord.rest.seen.length).toBe(seen);
    expect(discord.limits.violations).toBe(0);
  });
});
