import { onTestFinished } from "vitest";
import type { WebConfig } from "../../adapters/web/config.ts";
import { createWeb, type WebOptions } from "../../adapters/web/index.ts";
import { MemoryHost } from "./memory-host.ts";
import { Visitor } from "./visitor.ts";

const PLAIN: WebConfig = { embedOrigins: [], uploadBytes: 10 * 1024 * 1024 };

/** The adapter over real HTTP for one test. */
export async function serve(
  config: Partial<WebConfig> = {},
  options: WebOptions = {},
  host = new MemoryHost(),
) {
  const web = createWeb({ ...PLAIN, ...config }, options);
  const base = await host.serve(web);
  onTestFinished(() => host.stop());
  return { host, web, base };
}

/** Somebody who has opened the page. */
export async function visitor(base: string, path = "/"): Promise<Visitor> {
  const made = new Visitor(base);
  await made.visit(path);
  return made;
}
