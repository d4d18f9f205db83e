import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { launchChromium } from "./chromium.ts";
import { weakContrast } from "./look.ts";
import { ask, PHONE, person, said, stage, waitFor } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/** What a browser fires while an input method has a word open. */
const COMPOSING_ENTER = `document.querySelector("textarea").dispatchEvent(
  new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true }))`;
/** What has the focus, and whether that can be seen. */
const FOCUSED = `(document.activeElement.dataset.action ?? document.activeElement.className) +
  (getComputedStyle(document.activeElement).outlineStyle === "none" ? " (no outline)" : "")`;
const FLEX = "Why don't my flex items wrap?";

describe("a student", () => {
  test("asks, sees the answer form, and gets it once, with sources and code to copy", async () => {
    const { base } = await stage();
    const page = await person(browser, { permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto(base);
    expect(await page.locator(".example").count()).toBe(4);
    await ask(page, FLEX);
    await page.locator(".draft .body").waitFor();
    await page.locator(".sources").waitFor();
    expect(await page.locator(".draft").isVisible()).toBe(false);
    const texts = await said(page);
    expect(texts).toHaveLength(2);
    expect(texts[1]).toContain("flex-wrap: wrap;");
    expect(await page.locator(".empty").isVisible()).toBe(false);
    expect(await page.locator(".basis").innerText()).toBe("From the course material");
    expect(await page.locator(".sources a").first().innerText()).toBe("Flexbox › Wrapping");
    expect(await page.locator(".sources small").first().innerText()).toMatch(/^updated 14 Sept? 2026$/);
    await page.locator(".copy").click();
    expect(await page.evaluate("navigator.clipboard.readText()")).toMatch(/^\.cards \{\n/);
    const [article] = await Promise.all([page.waitForEvent("popup"), page.locator("a.cite").first().click()]);
    await article.locator("section:target h2").waitFor();
    expect(await article.locator("section:target h2").innerText()).toBe("Wrapping");
    expect(await article.locator(".code-block .copy").count()).toBe(1);
  });

  test("loses and doubles nothing when connections drop", async () => {
    const { base, host } = await stage();
    const page = await person(browser);
    await page.goto(base);
    await ask(page, "first");
    await page.locator(".sources").waitFor();
    const at = host.events[0]?.at as Address;
    host.dropConnections();
    await host.say(at, { text: "said while nobody listened" }, "missed-1");
    await ask(page, "second");
    await waitFor(async () => (await said(page)).length === 5);
    host.dropConnections();
    await page.reload();
    await waitFor(async () => (await said(page)).length === 5);
    const texts = await said(page);
    expect(texts.filter((text) => text === "said while nobody listened")).toHaveLength(1);
    expect(texts.filter((text) => text === "second")).toHaveLength(1);
    expect(host.events).toHaveLength(2);
  });

  test("is told that a line waits, and it goes out when it can, even after a reload", async () => {
    const { base, host } = await stage();
    const page = await person(browser);
    await page.goto(base);
    host.beforeAccept = () => {
      throw new Error("database is locked");
    };
    await ask(page, "please keep this");
    await page.getByText("It will go out as soon as possible").waitFor();
    await page.reload();
    expect(await said(page)).toEqual(["please keep this"]);
    host.beforeAccept = () => undefined;
    await page.locator(".sources").waitFor();
    expect((await said(page)).filter((text) => text === "please keep this")).toHaveLength(1);
    expect(host.events).toHaveLength(1);
  });

  test("edits, takes back, and presses a button once", async () => {
    const { base, host } = await stage();
    const page = await person(browser);
    await page.goto(base);
    await ask(page, "what about the wether?");
    await page.locator(".buttons").first().waitFor();
    await page.locator(".message.mine").hover();
    await page.getByRole("button", { name: "Edit" }).click();
    await page.locator(".edit-field").fill("what about the weather?");
    await page.locator(".edit-field").press("Enter");
    await waitFor(async () => (await said(page))[0] === "what about the weather?");
    await waitFor(() => host.events.some(({ type }) => type === "edited"));
    await page.locator("[data-action=unhelpful]").click();
    expect(await page.locator("[data-action=helpful]").isDisabled()).toBe(true);
    await page.locator(".message.mine").hover();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete this message?" }).click();
    await waitFor(async () => (await page.locator(".message.mine").count()) === 0);
    await waitFor(() => host.events.some(({ type }) => type === "deleted"));
    const pressed = host.events.filter(({ type }) => type === "action");
    expect(pressed).toMatchObject([{ action: "unhelpful", on: "answer-1" }]);
  });

  test("sends a picture, and is told kindly what can't be sent", async () => {
    const { base, host } = await stage();
    const page = await person(browser);
    await page.goto(base);
    const input = page.locator("input[type=file]");
    await input.setInputFiles({ name: "x.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") });
    await page.getByRole("alert").getByText("can't be taken").waitFor();
    const png =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    await input.setInputFiles({
      name: "shot.png",
      mimeType: "image/png",
      buffer: Buffer.from(png, "base64"),
    });
    await page.locator(".chip:not(.busy)").waitFor();
    await ask(page, "look");
    await page.locator(".message.mine .picture img").waitFor();
    await waitFor(() => page.evaluate<boolean>("document.querySelector('.picture img')?.naturalWidth === 1"));
    expect(host.events[0]).toMatchObject({ text: "look", files: [{ name: "shot.png", type: "image/png" }] });
  });

  test("composes Chinese: Enter chooses a word, then sends", async () => {
    const { base, host } = await stage();
    const page = await person(browser, { locale: "zh-CN" });
    await page.goto(base);
    const field = page.locator("textarea");
    await field.focus();
    await page.evaluate(COMPOSING_ENTER);
    await field.fill("为什么不换行");
    await page.evaluate(COMPOSING_ENTER);
    expect(host.events).toEqual([]);
    await field.press("Enter");
    await page.locator(".sources").waitFor();
    expect(await page.locator(".basis").innerText()).toBe("来自课程资料");
    expect(await page.locator(".sources small").first().innerText()).toBe("2026年9月14日更新");
    expect(await page.evaluate("document.documentElement.lang")).toBe("zh-CN");
    await page.getByRole("button", { name: "English" }).click();
    await page.getByText("From the course material").waitFor();
  });

  test("needs no mouse", async () => {
    const { base } = await stage();
    const page = await person(browser);
    await page.goto(base);
    await page.locator(".example").first().waitFor();
    expect(await page.evaluate("document.activeElement.tagName")).toBe("TEXTAREA");
    await page.keyboard.type("line one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("line two");
    await page.keyboard.press("Enter");
    await page.locator(".sources").waitFor();
    expect((await said(page))[0]).toBe("line one\nline two");
    const passed: string[] = [];
    for (let i = 0; i < 14; i++) {
      await page.keyboard.press("Shift+Tab");
      passed.push(await page.evaluate<string>(FOCUSED));
    }
    for (const stop of ["person", "helpful", "copy", "cite"]) expect(passed).toContain(stop);
    expect(passed.filter((stop) => stop.includes("no outline"))).toEqual([]);
    await page.keyboard.press("Tab");
  });

  test("reads well on a phone and in the dark", async () => {
    const { base } = await stage();
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await person(browser, { ...PHONE, colorScheme });
      await page.goto(base);
      expect(await weakContrast(page)).toEqual([]);
      await ask(page, "show me a table");
      await page.locator(".sources").waitFor();
      await ask(page, FLEX);
      await waitFor(async () => (await page.locator(".sources").count()) === 2);
      expect(await weakContrast(page)).toEqual([]);
      const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
      expect(overflow).toBeLessThanOrEqual(0);
      const send = await page.locator(".send").boundingBox();
      expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(844);
    }
  });

  test("never runs what a message holds", async () => {
    const { base, host } = await stage();
    const page = await person(browser);
    await page.goto(base);
    await ask(page, "<img src=x onerror='window.hit=1'><script>window.hit=1</script>");
    await page.locator(".sources").waitFor();
    const at = host.events[0]?.at as Address;
    const hostile =
      "<svg onload='window.hit=1'> [x](javascript:window.hit=1) ![y](https://evil.example/z.png)";
    await host.say(at, { text: hostile, as: "<b onmouseover=window.hit=1>Eve</b>" }, "hostile");
    await page.getByText("<svg onload").waitFor();
    expect((await said(page))[0]).toContain("<script>");
    expect(await page.evaluate("'hit' in window")).toBe(false);
    expect(await page.locator(".log script, .log img, .log [onload], .log [href^=javascript]").count()).toBe(
      0,
    );
  });
});
