import { onTestFinished } from "vitest";
import type { Address, OpenCase, Platform } from "#ports/platform.ts";
import { slackSettings } from "../../adapters/slack/config.ts";
import { createSlack, type SlackOptions } from "../../adapters/slack/index.ts";
import type { FakeSlackOptions } from "../fakes/slack/service.ts";
import { FakeSlack } from "../fakes/slack.ts";
import { MemoryHost } from "../web/memory-host.ts";

export const DESK = "slack:T01/C0DESK" as Address;

export type Served = {
  readonly fake: FakeSlack;
  readonly host: MemoryHost;
  readonly slack: Platform;
  /** Where the bot listens in HTTP mode. */
  readonly base: string;
  /** Starts another process on the same memory, with other settings where they are given. */
  again(cases?: OpenCase[], env?: Record<string, string>): Promise<Served>;
};

export type ServeOptions = FakeSlackOptions & {
  readonly mode?: "http" | "socket";
  readonly env?: Record<string, string>;
  readonly slack?: SlackOptions;
  /** What an earlier process kept. */
  readonly kept?: Map<string, string>;
  /** Things to be there before the bot starts. */
  readonly before?: (fake: FakeSlack) => void;
};

/** The adapter on the stock SDK against the fake: Mia is a student, Ben staff, Eve a guest at the desk. */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  const { mode = "http", before, ...fakeOptions } = options;
  let base = "";
  const fake = await FakeSlack.start({ ...fakeOptions, ...(mode === "http" && { url: () => base }) });
  onTestFinished(() => fake.close());
  fake.workspace.user("U0MIA", { name: "Mia" });
  fake.workspace.user("U0BEN", { name: "Ben" });
  fake.workspace.user("U0EVE", { name: "Eve", is_restricted: true });
  fake.workspace.channel("C0DESK", ["U0BEN", "U0EVE"]);
  fake.workspace.channel("C0HELP", ["U0MIA", "U0BEN"]);
  fake.workspace.direct("U0MIA");
  before?.(fake);
  const { kept = new Map<string, string>() } = options;
  const start = async (cases: OpenCase[] = [], env: Record<string, string> = {}): Promise<Served> => {
    const host = new MemoryHost(kept);
    host.cases = cases;
    const slack = adapter(fake, { ...options, env: { ...options.env, ...env } });
    base = await host.serve(slack);
    onTestFinished(() => host.stop());
    return { fake, host, slack, base, again: start };
  };
  return start();
}

export function adapter(fake: FakeSlack, { env = {}, slack = {} }: ServeOptions = {}): Platform {
  const settings = env["SLACK_CLIENT_ID"] === undefined ? fake.settings : fake.appSettings;
  const config = slackSettings.parse({ DESK, ...settings, ...env });
  const made = createSlack(config, { paceMs: 5, lookAgainMs: [10, 20, 50], ...slack });
  if ("off" in made) throw new Error(made.off);
  return made;
}

/** Waits until something is so. */
export async function until(isSo: () => boolean, ms = 5000): Promise<void> {
  const end = Date.now() + ms;
  while (!isSo()) {
    if (Date.now() > end) throw new Error("it did not come to be");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
