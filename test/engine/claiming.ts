import { once } from "node:events";
import type { Address } from "#ports/platform.ts";
import { createCore } from "../../src/core.ts";
import { alwaysOpen } from "../../src/desk/roster.ts";
import { openStore } from "../../src/store/store.ts";
import { understand } from "../../src/understanding/understand.ts";
import { desk, scriptedAnswerer } from "../harness.ts";
import { MemoryPlatform } from "../memory-platform.ts";

/**
 * A process of its own: `claiming.ts FOLDER NAME COUNT`. Says "ready", and when it is spoken to, somebody of that
 * name claims case after case, a few at once. Says "claimed" now and then, at the end "done", and stays.
 */
const [folder = "", name = "", count = "0"] = process.argv.slice(2);
const together = 8;

const platform = new MemoryPlatform();
const quiet = () => undefined;
const core = createCore({
  store: await openStore(folder),
  answerer: scriptedAnswerer,
  understand,
  article: () => undefined,
  platforms: [platform],
  desk,
  roster: { ...alwaysOpen(desk), holdMs: 0 },
  deskLanguage: "en",
  route: quiet,
  clock: { now: () => Date.now() },
  log: { info: quiet, warn: quiet, error: quiet },
});
await core.start();
process.stdout.write("ready\n");
await once(process.stdin, "data");

let next = 1;
async function claimOn(): Promise<void> {
  while (next <= Number(count)) {
    const ticket = next++;
    const from = { id: name, name, kind: "staff" } as const;
    const at: Address = desk;
    const event = { type: "action", id: `${name}${ticket}`, at, from, time: Date.now() } as const;
    try {
      await platform.host?.accept({ ...event, action: "claim", value: String(ticket) });
    } catch {
      // Another owns the database now: nobody was told that this claim was heard.
    }
    if (ticket % 50 === 0) process.stdout.write("claimed\n");
  }
}
await Promise.all(Array.from({ length: together }, claimOn));
await core.idle();
process.stdout.write("done\n");
