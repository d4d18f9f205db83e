import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";

const runner = fileURLToPath(new URL("../../../test/bench/run.ts", import.meta.url));
const figures = z.record(z.string(), z.number());

/** Where the pretended services are missing: they come with the tests, not with the product. */
export class NoServicesError extends Error {
  override readonly name = "NoServicesError";
  constructor() {
    super("the platforms are measured against the services in test/, which are not here");
  }
}

/**
 * A platform's adapter on its stock SDK against a pretended service, in a process of its own: events from the wire
 * to the durable inbox, beside a bare SDK that does nothing with them. `relay` is the way from one platform to
 * another. Throws NoServicesError.
 */
export async function measurePlatform(
  name: "slack" | "discord" | "teams" | "relay",
): Promise<Record<string, number>> {
  if (!existsSync(runner)) throw new NoServicesError();
  const { stdout } = await promisify(execFile)(process.execPath, [runner, name], { timeout: 300_000 });
  return figures.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
}
