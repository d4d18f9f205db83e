import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import type { WebConfig } from "../../adapters/web/config.ts";
import { createWeb } from "../../adapters/web/index.ts";
import { MemoryHost } from "../web/memory-host.ts";
import { addArticles, playCore } from "../web/script.ts";

export const KEY = "key-of-the-test";
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

/** The adapter with a scripted core behind it, over real HTTP. */
export async function stage(config: Partial<WebConfig> = {}): Promise<{ host: MemoryHost; base: string }> {
  const host = new MemoryHost();
  playCore(host);
  addArticles(host);
  const web = createWeb({ embedOrigins: [], uploadBytes: 10 * 1024 * 1024, ...config }, { key: KEY });
  const base = await host.serve(web);
  onTestFinished(() => host.stop());
  return { host, base };
}

/** A browser of one person. The test fails if its console held an error, whatever else went well. */
export async function person(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const errors: string[] = [];
  page.on("console", (message) => {
    // A cut connection is the weather, and part of some tests; what we do about it is tested.
    if (message.type() === "error" && !/net::ERR_(?!BLOCKED)|status of (503|429|415)/.test(message.text()))
      errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  onTestFinished(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });
  return page;
}

export async function ask(page: Page, text: string, seat = ".chat"): Promise<void> {
  await page.locator(`${seat} .composer textarea`).fill(text);
  await page.locator(`${seat} .composer textarea`).press("Enter");
}

/** The words of each message in a log, in order. */
export async function said(page: Page, seat = ".chat"): Promise<string[]> {
  return await page.locator(`${seat} .log > .message > .body`).allInnerTexts();
}

export async function waitFor(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + 8000; Date.now() < end; ) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  throw new Error(`never came true: ${isTrue}`);
}
