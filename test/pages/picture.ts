// Draws the picture in the README: `npm run picture`.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startProcess } from "../../src/measure/speed/process.ts";
import { WebClient } from "../../src/measure/speed/web-client.ts";
import { launchChromium } from "./chromium.ts";

const folder = mkdtempSync(join(tmpdir(), "deskmate-picture-"));
const deskmate = await startProcess({ PORT: "0", DATA_DIR: folder, KNOWLEDGE_DIR: resolve("knowledge") });
const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1.5 });

const say = (client: WebClient, at: string, text: string) =>
  client.post({ at, id: randomUUID(), type: "message", text });
const settle = () => page.waitForTimeout(900);

await page.goto(deskmate.url);
const write = async (box: number, text: string) => {
  await page.locator("textarea").nth(box).fill(text);
  await page.locator("textarea").nth(box).press("Enter");
  await settle();
};
const other = await WebClient.student(deskmate.base);
await say(other.client, other.at, "退款申请提交三天了，一直没有消息，想找老师问问");
await settle();
await write(0, "How do I center a div with flexbox?");
await write(0, "Thanks! My page is still wrong though, can a teacher have a look?");
await page.getByText("can a teacher have a look").last().click();
await settle();
await page.getByRole("button", { name: "Claim", exact: true }).first().click();
await settle();
await write(1, "Hello! I'm looking at your page now. Is `.hero` the flex container, or the `div` inside it?");
await page.locator(".mark-delivered").waitFor();
await settle();
await write(0, "Oh. It's the div inside!");
await page.screenshot({ path: resolve(process.argv[2] ?? ".github/page.png") });
await other.client.close();
await browser.close();
await deskmate.stop();
rmSync(folder, { recursive: true, force: true });
