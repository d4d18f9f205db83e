import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startProcess } from "../../src/measure/speed/process.ts";
import { createFakeDiscord } from "../fakes/discord/discord.ts";
import { FakeSlack } from "../fakes/slack.ts";

const lines = 200;

/**
 * One line of staff in Slack after the other until it stands before the student on Discord, without the hold:
 * the whole product in its own process, on the stock SDKs, against pretended services in this one.
 */
export async function measure(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "deskmate-bench-relay-"));
  const discord = await createFakeDiscord();
  const slack = await FakeSlack.start();
  slack.workspace.user("U0ANNA", { name: "Anna" });
  slack.workspace.channel("C0DESK", ["U0ANNA"]);
  discord.limits.set(() => ({ requests: 1000, perMs: 1000 }));
  discord.limits.global = { requests: 1000, perMs: 1000 };
  writeFileSync(join(folder, "desk.yaml"), "hold: 0s\n");
  const deskmate = await startProcess({
    PORT: "0",
    DATA_DIR: join(folder, "data"),
    DESK_FILE: join(folder, "desk.yaml"),
    KNOWLEDGE_DIR: resolve(import.meta.dirname, "../../knowledge"),
    DESK: "slack:T01/C0DESK",
    ...slack.settings,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
  });
  try {
    await until(() => discord.gateway.connected > 0 && slack.socket.isConnected);
    const place = discord.direct(discord.world.member("Mia"));
    const shown = (words: string) =>
      discord.world.standing(place.id).some(({ content }) => content.includes(words));
    discord.say(discord.world.member("Mia"), place, "can i talk to a person");
    await until(() => slack.messages("C0DESK").length > 0);
    const [card] = slack.messages("C0DESK");
    const thread = card?.ts ?? "";
    await slack.press("U0ANNA", "C0DESK", thread, "claim");
    await until(() => shown("has taken"));
    const times: number[] = [];
    for (let line = 0; line < lines; line++) {
      const start = performance.now();
      slack.say("U0ANNA", "C0DESK", `line ${line}.`, { thread });
      await until(() => shown(`line ${line}.`));
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
    return { "staff to student p50, ms": at(0.5), "staff to student p99, ms": at(0.99) };
  } finally {
    await deskmate.stop();
    await discord.close();
    await slack.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 30_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error("it did not come to be");
    await sleep(1);
  }
}
