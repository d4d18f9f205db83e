import { expect, test } from "vitest";
import { discordSettings } from "../../adapters/discord/config.ts";
import { createDiscord } from "../../adapters/discord/index.ts";
import { INTENTS, inviteLink, PERMISSIONS } from "../../adapters/discord/manifest.ts";

const faults = (env: Record<string, string>): readonly string[] =>
  discordSettings.safeParse(env).error?.issues.map(({ path, message }) => `${path.join()}: ${message}`) ?? [];

test("without settings Discord is off, and says how to switch it on", () => {
  for (const env of [{}, { DISCORD_TOKEN: "" }]) {
    const config = discordSettings.parse(env);
    expect(config).toBeUndefined();
    expect(createDiscord(config)).toEqual({ off: expect.stringContaining("DISCORD_TOKEN") });
  }
});

test("I19: a blank token is refused where one is meant", () => {
  expect(faults({ DISCORD_TOKEN: "  " })).toEqual([expect.stringMatching(/^DISCORD_TOKEN: is blank/)]);
  expect(faults({ DISCORD_STAFF_ROLE: "100000000000000001" })).toEqual([expect.stringContaining("is blank")]);
  expect(faults({ DISCORD_TOKEN: "a b" })).toEqual([expect.stringContaining("characters")]);
});

test("I22: the token goes to Discord only", () => {
  for (const url of [
    "https://discord.com.attacker.example/api",
    "http://discord.com/api",
    "http://10.0.0.1:1/api",
    "x",
  ])
    expect(faults({ DISCORD_TOKEN: "t", DISCORD_API_URL: url }), url).toHaveLength(1);
  expect(discordSettings.parse({ DISCORD_TOKEN: "Bot t.o.k" })).toMatchObject({
    token: "t.o.k",
    apiUrl: "https://discord.com/api",
  });
});

test("roles and channels are ids", () => {
  const config = discordSettings.parse({
    DISCORD_TOKEN: "t",
    DISCORD_STAFF_ROLE: "100000000000000001, 100000000000000002",
  });
  expect([...(config?.staffRoles ?? [])]).toEqual(["100000000000000001", "100000000000000002"]);
  expect(faults({ DISCORD_TOKEN: "t", DISCORD_LISTEN_CHANNELS: "#help" })).toHaveLength(1);
});

test("shards are a number, or as many as Discord advises", () => {
  const shards = (value: string) =>
    discordSettings.parse({ DISCORD_TOKEN: "t", DISCORD_SHARDS: value })?.shards;
  expect([shards(""), shards("4"), shards("auto")]).toEqual([1, 4, "auto"]);
  for (const value of ["0", "1.5", "many", "101", "-1"])
    expect(faults({ DISCORD_TOKEN: "t", DISCORD_SHARDS: value }), value).toEqual([
      "DISCORD_SHARDS: must be auto, or a number from 1 to 100",
    ]);
});

test("I40: the bot asks for what its manifest says", () => {
  expect(INTENTS).toBe(65_025);
  expect(String(PERMISSIONS)).toBe("309237763136");
  expect(inviteLink("42")).toBe(
    "https://discord.com/oauth2/authorize?client_id=42&scope=bot+applications.commands&permissions=309237763136",
  );
});
