import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SignJWT } from "jose";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import { weakContrast } from "./look.ts";
import { ask, KEY, PHONE, person, said, stage, waitFor } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

test("staff see a case, claim it, and speak with the student", async () => {
  const { base } = await stage();
  const student = await person(browser);
  const staff = await person(browser, { colorScheme: "dark" });
  await staff.goto(`${base}/?key=${KEY}`);
  expect(staff.url()).toBe(`${base}/`);
  await staff.getByText("All quiet").waitFor();
  await student.goto(base);
  await ask(student, "I want to talk to a person");
  await staff.locator(".case .chip-state.waiting").waitFor();
  await staff.locator(".case").click();
  await staff.getByText("nothing written here reaches the student").waitFor();
  await ask(staff, "he has asked before", ".thread");
  await staff.locator(".mark-internal").waitFor();
  await staff.locator("[data-action=claim]").click();
  await staff.locator(".case-head .chip-state.human").waitFor();
  expect(await staff.locator(".case-head .chip-state").innerText()).toBe("With Staff");
  await ask(staff, "Hello, I am **here**", ".thread");
  await staff.locator(".mark-delivered").waitFor();
  await student.locator(".message.person").waitFor();
  await ask(student, "finally!");
  await waitFor(async () => (await said(staff, ".thread")).includes("finally!"));
  expect((await said(student)).join("\n")).not.toContain("asked before");
  expect(await weakContrast(staff)).toEqual([]);
  await staff.getByRole("tab", { name: "Student's view" }).click();
  expect(await said(staff, ".look")).toContain("Hello, I am here");
  await staff.locator("[data-action=resolve]").click();
  await staff.locator(".case-head .chip-state.resolved").waitFor();
});

test("staff look on at a chat with the bot and take it over", async () => {
  const { base } = await stage();
  const student = await person(browser);
  const staff = await person(browser);
  await staff.goto(`${base}/?key=${KEY}`);
  await student.goto(base);
  await ask(student, "Why don't my flex items wrap?");
  await staff.locator(".case .chip-state.bot").waitFor();
  await staff.locator(".case").click();
  await staff.locator(".look .sources").waitFor();
  expect(await staff.locator(".look .composer, .look .buttons").count()).toBe(0);
  await staff.getByRole("button", { name: "Take over" }).click();
  await staff.locator(".thread .composer").waitFor();
  await staff.locator(".case-head .chip-state.human").waitFor();
  await ask(staff, "Let me see", ".thread");
  await student.locator(".message.person").waitFor();
});

test("on a phone the two sides take turns, with a count of what is unread", async () => {
  const { base, host } = await stage();
  const staff = await person(browser, PHONE);
  await staff.goto(`${base}/?key=${KEY}`);
  expect(await staff.locator(".seat.desk").isVisible()).toBe(false);
  const student = await person(browser);
  await student.goto(base);
  await ask(student, "person please");
  await waitFor(async () => (await staff.locator("[data-side=desk] .count").innerText()) === "1");
  expect(await staff.title()).toBe("(1) Deskmate");
  await staff.locator(".side-tab[data-side=desk]").click();
  expect(await staff.locator(".seat.chat").isVisible()).toBe(false);
  await staff.locator(".case").click();
  expect(await staff.locator(".cases").isVisible()).toBe(false);
  expect(await weakContrast(staff)).toEqual([]);
  await staff.getByRole("button", { name: "All cases" }).click();
  expect(await staff.locator(".case").isVisible()).toBe(true);
  expect(host.events).toHaveLength(1);
});

test("a used key is explained", async () => {
  const { base } = await stage();
  const response = await fetch(`${base}/?key=wrong`);
  expect(await response.text()).toContain("stop Deskmate and start it again");
});

test("a course site embeds the widget with one line, and says who the student is", async () => {
  const secret = "the-secret-that-course-and-desk-share";
  const exp = Math.floor(Date.now() / 1000) + 60;
  const claims = new SignJWT({ sub: "s-1", name: "Lin", exp }).setProtectedHeader({ alg: "HS256" });
  const token = await claims.sign(new TextEncoder().encode(secret));
  let page = "";
  const site = createServer((_, response) => response.setHeader("Content-Type", "text/html").end(page));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void site.close());
  const origin = `http://localhost:${(site.address() as AddressInfo).port}`;
  const { base, host } = await stage({ jwtSecret: secret, embedOrigins: [origin] });
  page = `<!doctype html><title>Course</title><script src="${base}/widget.js" data-token="${token}" async></script><h1>Lesson</h1>`;

  const course = await person(browser);
  await course.goto(origin);
  await course.getByRole("button", { name: "Open course help" }).click();
  const frame = course.frameLocator("iframe");
  await frame.locator("textarea").fill("Why don't my flex items wrap?");
  await frame.locator("textarea").press("Enter");
  await frame.locator(".sources").waitFor();
  expect(host.events[0]).toMatchObject({ at: "web:student/site-s-1", from: { name: "Lin" } });
  expect(course.url() + (await course.locator("iframe").getAttribute("src"))).not.toContain(token);
  await frame.locator("textarea").press("Escape");
  await course.locator("iframe").waitFor({ state: "hidden" });
  await host.say("web:student/site-s-1" as never, { text: "One more thing" });
  await course.getByRole("button", { name: "Open course help (1)" }).waitFor();
});

test("a site that is not listed gets no frame", async () => {
  let page = "";
  const site = createServer((_, response) => response.setHeader("Content-Type", "text/html").end(page));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void site.close());
  const { base } = await stage();
  page = `<!doctype html><iframe src="${base}/widget"></iframe>`;
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const other = await context.newPage();
  const refused = other.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
  await other.goto(`http://localhost:${(site.address() as AddressInfo).port}`);
  await refused;
});
