import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { scopes, slackManifest } from "../../adapters/slack/manifest.ts";
import { DESK, serve } from "./serve.ts";

test("I40 it asks for the scopes that it uses, and for no others", async () => {
  const { fake, host, slack, again } = await serve({
    before: ({ workspace }) => workspace.groups.set("S0STAFF", new Set(["U0BEN"])),
  });
  const kept = await host.keepFile({ name: "a.txt", type: "text/plain", bytes: Buffer.from("x") });
  const card = await slack.send(DESK, { text: "card", files: [kept] }, "a");
  const line = fake.say("U0BEN", "C0DESK", "hello", { thread: card.id });
  const unfinished = { id: "F99", name: "a.png", mimetype: "image/png", size: 1, mode: "hosted" };
  fake.say("U0MIA", "D0MIA", "look", { files: [unfinished] });
  await fake.command("U0MIA", "/ask", "what is a loop?");
  await fake.delivered();
  await slack.mark(card.repliesAt, line, "delivered");
  await slack.signal(card.repliesAt as Address, { type: "typing" });
  await slack.edit(DESK, card.id, { text: "new" });
  await slack.find(DESK, "none", Date.now());
  await slack.remove(DESK, card.id);
  await fake.delivered();
  await host.stop();
  await again();
  await fake.delivered();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const declared = Object.keys(scopes);
  // What the fake tells apart less finely than Slack, and what comes as an event or a command.
  const used = [...fake.api.usedScopes].flatMap((scope) => {
    if (scope === "*:history") return ["channels:history", "groups:history", "im:history"];
    return scope === "*:read" ? ["channels:read", "groups:read"] : [scope];
  });
  const heard = ["app_mentions:read", "commands"];
  expect([...used, ...heard, "usergroups:read"].toSorted()).toEqual(declared.toSorted());
});

test("over HTTP it names the routes, over the socket none", () => {
  const http = JSON.stringify(slackManifest("https://help.example.org/"));
  for (const path of ["events", "actions", "commands"])
    expect(http).toContain(`https://help.example.org/slack/${path}`);
  expect(slackManifest("https://help.example.org").settings.socket_mode_enabled).toBe(false);
  const socket = slackManifest();
  expect(socket.settings.socket_mode_enabled).toBe(true);
  expect(JSON.stringify(socket)).not.toContain("http");
});

test("the README shows the manifest as it is", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../adapters/slack/README.md"), "utf8");
  const [, shown = ""] = /```json\n([\s\S]*?)\n```/.exec(readme) ?? [];
  expect(JSON.parse(shown)).toEqual(slackManifest());
  for (const scope of Object.keys(scopes)) expect(readme).toContain(`| \`${scope}\` |`);
});
