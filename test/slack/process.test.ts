import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type DeskmateProcess, startProcess } from "../../src/measure/speed/process.ts";
import { FakeSlack } from "../fakes/slack.ts";
import { until } from "./serve.ts";

/** Deskmate as a user starts it, again and again on the same folder. */
async function house() {
  const fake = await FakeSlack.start({ againMs: 500 });
  fake.workspace.user("U0MIA", { name: "Mia" });
  fake.workspace.user("U0BEN", { name: "Ben" });
  fake.workspace.channel("C0DESK", ["U0BEN"]);
  fake.workspace.direct("U0MIA");
  const folder = mkdtempSync(join(tmpdir(), "deskmate-slack-"));
  const running: DeskmateProcess[] = [];
  onTestFinished(async () => {
    for (const one of running) if (one.process.exitCode === null) await one.kill();
    await fake.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const start = async () => {
    const settings = { ...fake.settings, DESK: "slack:T01/C0DESK", DATA_DIR: folder, PORT: "0" };
    const one = await startProcess(settings);
    running.push(one);
    await until(() => fake.socket.isConnected, 15_000);
    return one;
  };
  return { fake, start };
}

test("S17: killed between the parts of a long line: all of them arrive, once and in order", async () => {
  const { fake, start } = await house();
  const first = await start();
  await fake.command("U0MIA", "/human");
  await until(() => fake.messages("C0DESK").length > 0, 15_000);
  const [card] = fake.messages("C0DESK");
  await fake.press("U0BEN", "C0DESK", card?.ts ?? "", "claim");
  await until(() => fake.texts("D0MIA").some((text) => text.includes("Ben")), 15_000);
  const paragraphs = Array.from(
    { length: 120 },
    (_, n) => `Part ${n}: ${"a loop repeats its block. ".repeat(8)}`,
  );
  const relayed = () => fake.texts("D0MIA").filter((text) => text.includes("a loop repeats"));
  fake.say("U0BEN", "C0DESK", paragraphs.join("\n\n"), { thread: card?.ts ?? "" });
  await until(() => relayed().length === 1, 20_000);
  // The second part arrives, its receipt never does.
  fake.api.fail("chat.postMessage", { type: "hang", after: true });
  await until(() => relayed().length >= 2, 20_000);
  await first.kill();
  await start();
  const numbers = () =>
    [
      ...relayed()
        .join("\n")
        .matchAll(/Part (\d+):/g),
    ].map(([, n]) => Number(n));
  await until(() => numbers().length >= paragraphs.length, 30_000);
  await fake.delivered();
  expect(relayed().length).toBeGreaterThan(2);
  expect(numbers()).toEqual(paragraphs.map((_, n) => n));
}, 90_000);
