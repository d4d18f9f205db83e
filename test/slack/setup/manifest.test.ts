import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { slackSettings } from "../../../adapters/slack/config.ts";
import { examineSlack } from "../../../adapters/slack/examine.ts";
import { events, printManifest, scopes, slackManifest } from "../../../adapters/slack/manifest.ts";
import { DESK, serve, until } from "../serve.ts";

test("I40 it asks for the scopes and events that it uses, and for no others", async () => {
  const { fake, host, slack, again } = await serve({
    env: { SLACK_STAFF_GROUP: "S0STAFF" },
    before: ({ workspace }) => workspace.groups.set("S0STAFF", new Set(["U0BEN"])),
  });
  const kept = await host.keepFile({ name: "a.txt", type: "text/plain", bytes: Buffer.from("x") });
  const buttons = [{ action: "note", label: "Note", value: "1" }] as const;
  const form = { title: "Note", submit: "Keep", fields: [{ name: "text", label: "Note" }] };
  const message = { text: "card", buttons: [{ ...buttons[0], form }] };
  const card = await slack.send(DESK, { ...message, files: [kept] }, "a");
  host.keepSilently(DESK, { id: card.id, time: 0, from: "bot", message });
  await fake.press("U0BEN", "C0DESK", card.id, "note");
  await fake.submit("U0BEN", { text: "she is new" });
  const line = fake.say("U0BEN", "C0DESK", "hello", { thread: card.id });
  const unfinished = { id: "F99", name: "a.png", mimetype: "image/png", size: 1, mode: "hosted" };
  fake.say("U0MIA", "D0MIA", "look", { files: [unfinished] });
  const called = fake.say("U0MIA", "C0HELP", "<@U0BOT> hello");
  await fake.command("U0MIA", "/ask", "what is a loop?");
  await fake.delivered();
  fake.react("U0BEN", "C0HELP", called, "ticket");
  fake.react("U0BEN", "C0HELP", called, "ticket", "reaction_removed");
  fake.leave("U0MIA", "C0HELP");
  await fake.deactivate("U0MIA");
  await fake.delivered();
  await slack.mark(card.repliesAt, line, "delivered");
  await slack.signal(card.repliesAt, { type: "typing" });
  await slack.send(DESK, { text: "psst", only: "U0BEN" }, "b");
  await slack.edit(DESK, card.id, { text: "new" });
  await slack.find(DESK, "none", Date.now());
  await slack.remove(DESK, card.id);
  await fake.delivered();
  await host.stop();
  await again();
  await until(() => fake.api.of("users.conversations").length > 0);
  await fake.uninstall();
  const config = slackSettings.parse({ DESK, ...fake.settings });
  fake.api.revoked.clear();
  await examineSlack(config, { publicUrl: "https://help.example.org" });

  const subscribed = Object.keys(events).map((name) => name.split(".")[0]);
  expect(new Set(subscribed)).toEqual(fake.sent);
  // What the fake tells apart less finely than Slack.
  const asked = [...fake.api.usedScopes].flatMap((scope) => {
    if (scope === "*:history") return ["channels:history", "groups:history", "im:history"];
    return scope === "*:read" ? ["channels:read", "groups:read"] : [scope];
  });
  const used = new Set([...asked, ...Object.values(events).flat(), "commands"]);
  expect([...used].toSorted()).toEqual(Object.keys(scopes).toSorted());
});

test("over HTTP it names the routes, over the socket none", () => {
  const http = JSON.stringify(slackManifest({ mode: "http", publicUrl: "https://help.example.org/" }));
  for (const path of ["events", "actions", "commands"])
    expect(http).toContain(`https://help.example.org/slack/${path}`);
  expect(printManifest(undefined, { publicUrl: "https://help.example.org" })).toContain("/slack/events");
  const overSocket = slackSettings.parse({ SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" });
  for (const shown of [
    printManifest(overSocket, { publicUrl: "https://help.example.org" }),
    printManifest(undefined, { publicUrl: undefined }),
  ])
    expect(JSON.parse(shown)).toEqual(slackManifest({ mode: "socket" }));
  const socket = slackManifest({ mode: "socket" });
  expect(socket.settings.socket_mode_enabled).toBe(true);
  expect(JSON.stringify(socket)).not.toContain("http");
});

test("the README shows the manifest as it is", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../../adapters/slack/README.md"), "utf8");
  const [, shown = ""] = /```json\n([\s\S]*?)\n```/.exec(readme) ?? [];
  expect(JSON.parse(shown)).toEqual(slackManifest({ mode: "socket" }));
  for (const scope of Object.keys(scopes)) expect(readme).toContain(`| \`${scope}\` |`);
});
