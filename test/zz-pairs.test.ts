import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "vitest";
import { createPairChat } from "./dialogues/runner/pair-chat.ts";
import { play } from "./dialogues/runner/script.ts";
import { discordSeat } from "./dialogues/runner/seats/discord.ts";
import { slackSeat } from "./dialogues/runner/seats/slack.ts";
import { teamsSeat } from "./dialogues/runner/seats/teams.ts";
import { webSeat } from "./dialogues/runner/seats/web.ts";

const folder = new URL("./dialogues/", import.meta.url);
const only = process.env["ONLY"]?.split(",");
const scripts = readdirSync(folder).filter((name) => name.endsWith(".txt") && (!only || only.includes(name.replace(".txt", ""))));
const seats = { discord: discordSeat, slack: slackSeat, teams: teamsSeat, web: webSeat } as const;
const [s = "web", d = "slack"] = (process.env["PAIR"] ?? "web,slack").split(",") as (keyof typeof seats)[];

describe(`${s} ${d}`, () => {
  test.each(scripts)("%s", async (name) => {
    const chat = await createPairChat(seats[s], seats[d]);
    try {
      await play(`test/dialogues/${name}`, readFileSync(new URL(name, folder), "utf8"), chat);
    } finally {
      await chat.close();
    }
  });
});
