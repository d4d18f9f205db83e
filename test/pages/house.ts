import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignJWT } from "jose";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { Registry } from "prom-client";
import { onTestFinished } from "vitest";
import { createWeb } from "../../adapters/web/index.ts";
import { systemClock } from "../../src/clock.ts";
import { createCore } from "../../src/core.ts";
import { openReplies } from "../../src/desk/replies.ts";
import { alwaysOpen, type Roster } from "../../src/desk/roster.ts";
import { createHttp } from "../../src/http.ts";
import { createLog } from "../../src/log.ts";
import { openStore } from "../../src/store/store.ts";
import { understand } from "../../src/understanding/understand.ts";
import { desk, scriptedAnswerer } from "../harness.ts";
import { KEY, person } from "./stage.ts";

/** How long staff have to take a line back: enough for a test, on a busy machine too. */
export const HOLD_MS = 2500;

/** With which the course site of the tests says who somebody is. */
const jwtSecret = "the-secret-that-course-and-desk-share";

/** The real core over a real store, with the page as its only platform. Answers with its address. */
export async function house(roster: Partial<Roster> = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "deskmate-house-"));
  const log = createLog("silent");
  const http = createHttp({ ready: () => true, metrics: new Registry() });
  const replies = await openReplies("knowledge/replies", log);
  const core = createCore({
    store: await openStore(folder),
    answerer: scriptedAnswerer,
    understand,
    article: () => undefined,
    platforms: [createWeb({ embedOrigins: [], uploadBytes: 1_000_000, jwtSecret }, { key: KEY })],
    desk,
    roster: { ...alwaysOpen(desk), holdMs: HOLD_MS, ...roster },
    replies,
    deskLanguage: "en",
    route: http.route,
    clock: systemClock,
    log,
  });
  await core.start();
  const port = await http.listen("127.0.0.1", 0);
  onTestFinished(async () => {
    await http.close();
    await core.stop(500);
    await replies.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return `http://127.0.0.1:${port}`;
}

/** A student and a member of staff, each with a browser of their own; the desk is in view. */
export async function pair(
  browser: Browser,
  base: string,
  look: BrowserContextOptions = {},
): Promise<{ student: Page; staff: Page }> {
  const [student, staff] = [await person(browser, look), await person(browser, look)];
  await staff.goto(`${base}/?key=${KEY}`);
  const tab = staff.locator(".side-tab[data-side=desk]");
  if (await tab.isVisible()) await tab.click();
  await student.goto(base);
  return { student, staff };
}

/** Staff whom the course site vouches for, at the desk. */
export async function colleague(browser: Browser, base: string, name: string): Promise<Page> {
  const exp = Math.floor(Date.now() / 1000) + 60;
  const claims = new SignJWT({ sub: name, name, exp, role: "staff" }).setProtectedHeader({ alg: "HS256" });
  const page = await person(browser);
  await page.goto(`${base}/#token=${await claims.sign(new TextEncoder().encode(jwtSecret))}`);
  await page.locator(".seat.desk").waitFor();
  return page;
}

/** Opens the newest case and claims it. */
export async function claim(staff: Page): Promise<void> {
  await staff.locator(".case .chip-state.waiting").first().click();
  await staff.locator(".case-head [data-action=claim]").click();
  await staff.locator(".case-head .chip-state.human").waitFor();
}
