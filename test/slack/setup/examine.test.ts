import { expect, test } from "vitest";
import { slackSettings } from "../../../adapters/slack/config.ts";
import { examineSlack } from "../../../adapters/slack/examine.ts";
import { scopes } from "../../../adapters/slack/manifest.ts";
import { DESK, serve } from "../serve.ts";

const given = { publicUrl: undefined };

test("not set up: off, with the way", async () => {
  expect(await examineSlack(undefined, given)).toMatchObject([
    { state: "off", mend: expect.stringContaining("README") },
  ]);
});

test("says what works, and of what does not the place to mend it", async () => {
  const { fake } = await serve({ mode: "socket" });
  const config = slackSettings.parse({ DESK, ...fake.settings });
  const states = async (change: Partial<NonNullable<typeof config>> = {}) =>
    (await examineSlack(config && { ...config, ...change }, given)).map(({ name, state, detail }) => [
      name,
      state,
      detail,
    ]);
  fake.api.granted = Object.keys(scopes);
  expect(await states()).toEqual([
    ["Slack", "ok", "Fake, as deskmate"],
    ["Slack events", "ok", "over Socket Mode"],
    ["Slack desk", "ok", "#c0desk"],
    ["Slack staff", "ok", "who is in the desk's channel"],
  ]);
  expect(await states({ staffGroup: "S0NONE" })).toContainEqual([
    "Slack staff",
    "fault",
    "Slack says: no_such_subteam",
  ]);
  fake.api.granted = Object.keys(scopes).filter(
    (scope) => scope !== "files:read" && scope !== "usergroups:read",
  );
  expect(await states()).toContainEqual(["Slack scopes", "fault", "files:read missing"]);
  expect(await states({ hearing: { mode: "socket", appToken: "xapp-other" } })).toContainEqual([
    "Slack events",
    "fault",
    "Slack says: invalid_auth",
  ]);
  fake.workspace.channels.get("C0DESK")?.members.delete("U0BOT");
  expect(await states()).toContainEqual(["Slack desk", "fault", "the bot is not in #c0desk"]);
  expect(await states({ access: { kind: "token", botToken: "xoxb-other" } })).toEqual([
    ["Slack", "fault", "Slack says: invalid_auth"],
  ]);
  expect(JSON.stringify(await examineSlack(config, given))).not.toContain("xoxb");
  await fake.close();
  expect(await states()).toEqual([["Slack", "fault", "Slack did not answer"]]);
});
