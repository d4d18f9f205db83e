import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import { claim, colleague, house, pair } from "./house.ts";
import { weakContrast } from "./look.ts";
import { ask, PHONE, person, said, waitFor } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

/** What the page posts when somebody presses Claim on the card of ticket 1. */
const LATE_CLAIM = `(async () => {
  const thread = document.querySelector(".thread .composer textarea").id.slice("field-".length);
  const event = { type: "action", at: thread, id: "late-claim-1", action: "claim", value: "1" };
  const headers = { "Content-Type": "application/json" };
  await fetch("/events", { method: "POST", headers, body: JSON.stringify(event) });
})()`;

/** Claims, and sends what stands in the field before the page has heard of it. */
const CLAIM_AND_SEND = `
  document.querySelector(".case-head [data-action=claim]").click();
  document.querySelector(".thread .composer").requestSubmit();`;

describe.each([
  ["a wide screen", {}],
  ["a phone", PHONE],
] as const)("on %s", (_, look) => {
  test("staff claim a case, note, reply, unsend and resolve; the student gives stars", async () => {
    const { student, staff } = await pair(browser, await house(), look);
    await ask(student, "Can I talk to a person?");
    await claim(staff);
    await student.getByText("has taken your ticket").waitFor();

    await staff.getByRole("button", { name: "Note", exact: true }).last().click();
    await ask(staff, "she paid twice", ".thread");
    await staff.locator(".message.internal").getByText("she paid twice").waitFor();

    await staff.getByRole("button", { name: "To the student" }).click();
    await ask(staff, "Hello, I hvae seen it.", ".thread");
    await staff.getByRole("button", { name: "Unsend" }).click();
    const field = staff.locator(".thread .composer textarea");
    expect(await field.inputValue()).toBe("Hello, I hvae seen it.");
    await ask(staff, "Hello, I have **seen** it.", ".thread");
    await staff.locator(".mark-delivered").waitFor();
    await student.locator(".message.person").getByText("Hello, I have seen it.").waitFor();

    await staff.locator(".case-head [data-action=resolve]").click();
    await staff.locator(".case-head .chip-state.resolved").waitFor();
    await student.locator(".star").nth(3).click();
    await staff.locator(".case-head .facts").getByText("★★★★☆").waitFor();
    await student.getByRole("button", { name: "Say a word on it" }).click();
    await student.getByRole("dialog").getByRole("textbox").fill("quick and kind");
    await student.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await staff.getByText("quick and kind").first().waitFor();

    const read = (await said(student)).join("\n");
    expect(read).not.toContain("paid twice");
    expect(read).not.toContain("hvae");
    expect(await student.locator(".star:not(:disabled)").count()).toBe(0);
  });

  test("staff hand a case back, and the bot answers again", async () => {
    const { student, staff } = await pair(browser, await house(), look);
    await ask(student, "Can I talk to a person?");
    await claim(staff);
    await ask(student, "What is a loop?");
    await staff.locator(".thread").getByText("What is a loop?").first().waitFor();
    await staff.locator(".case-head [data-action=handBack]").click();
    await student.getByText("handed ticket #1 back to me").waitFor();
    await ask(student, "How do loops work?");
    await student.locator(".message.bot .sources, .message.bot .buttons").first().waitFor();
  });

  test("everything can be read, menus and forms open", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { student, staff } = await pair(browser, await house(), { ...look, colorScheme });
      await ask(student, "Can I talk to a person?");
      await claim(staff);
      await staff.locator(".case-head .more").click();
      await staff.getByRole("menuitem", { name: "Urgent" }).waitFor();
      expect(await weakContrast(staff)).toEqual([]);
      await staff.keyboard.press("Escape");
      await staff.locator(".case-head [data-action=note]").click();
      await staff.getByRole("dialog").waitFor();
      expect(await weakContrast(staff)).toEqual([]);
      await staff.keyboard.press("Escape");
      for (const page of [student, staff]) {
        const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
        expect(overflow).toBeLessThanOrEqual(0);
      }
    }
  });
});

describe("the desk", () => {
  test("works without a mouse: a priority from the menu, a note in a form", async () => {
    const { student, staff } = await pair(browser, await house());
    await ask(student, "Can I talk to a person?");
    await claim(staff);
    await staff.locator(".case-head .more").focus();
    await staff.keyboard.press("Enter");
    await staff.locator("[role=menuitem]:focus").waitFor();
    for (let n = 0; n < 12; n++) {
      if ((await staff.locator("[role=menuitem]:focus").innerText()) === "Urgent") break;
      await staff.keyboard.press("ArrowDown");
    }
    await staff.keyboard.press("Enter");
    await staff.locator(".case-head .facts").getByText("urgent").waitFor();
    await staff.locator(".case-head [data-action=note]").focus();
    await staff.keyboard.press("Enter");
    await staff.getByRole("dialog").waitFor();
    await staff.keyboard.type("she paid twice");
    await staff.keyboard.press("Control+Enter");
    await staff.locator(".thread").getByText("she paid twice").waitFor();
    expect((await said(student)).join()).not.toContain("paid twice");
  });

  test("what looked like a note when it was written stays one, though the case was claimed meanwhile", async () => {
    const { student, staff } = await pair(browser, await house());
    await ask(student, "Can I talk to a person?");
    await staff.locator(".case .chip-state.waiting").first().click();
    await staff.getByText("nothing written here reaches the student").waitFor();
    await staff.locator(".thread .composer textarea").fill("she paid twice");
    await staff.evaluate(CLAIM_AND_SEND);
    await staff.locator(".mark-internal").waitFor();
    await staff.locator(".case-head .chip-state.human").waitFor();
    await ask(staff, "Hello!", ".thread");
    await student.locator(".message.person").getByText("Hello!").waitFor();
    expect((await said(student)).join()).not.toContain("paid twice");
  });

  test("a form is not sent blank, and leaving it does nothing", async () => {
    const { student, staff } = await pair(browser, await house());
    await ask(student, "Can I talk to a person?");
    await claim(staff);
    const before = await said(staff, ".thread");
    await staff.locator(".case-head [data-action=note]").click();
    await staff.getByRole("dialog").getByRole("textbox").fill("   ");
    await staff.getByRole("dialog").getByRole("button", { name: "Keep here" }).click();
    expect(await staff.getByRole("dialog").isVisible()).toBe(true);
    await staff.getByRole("dialog").getByRole("button", { name: "Cancel" }).last().click();
    expect(await staff.getByRole("dialog").count()).toBe(0);
    expect(await said(staff, ".thread")).toEqual(before);
  });

  test("whoever claims too late is told who has it, and nobody else is", async () => {
    const base = await house();
    const { student } = await pair(browser, base);
    await ask(student, "Can I talk to a person?");
    const [anna, ben] = [await colleague(browser, base, "Anna"), await colleague(browser, base, "Ben")];
    await claim(anna);
    await ben.locator(".case .chip-state.human").click();
    await ben.getByText("Somebody else has this case.").waitFor();
    expect(await ben.locator(".case-head [data-action=resolve]").count()).toBe(0);
    // The press of a button that is gone by now.
    await ben.evaluate(LATE_CLAIM);
    const told = "Anna already has this case.";
    await ben.locator(".thread").getByText(told).waitFor();
    await ben.locator(".thread .only-you").waitFor();
    expect((await said(anna, ".thread")).join()).not.toContain(told);
    expect((await said(student)).join()).not.toContain(told);
  });

  test("where only the reply box reaches the student, the thread says so and its lines stay inside", async () => {
    const { student, staff } = await pair(browser, await house({ replyMode: "box" }));
    await ask(student, "Can I talk to a person?");
    await claim(staff);
    await staff.getByText("Only the Reply button reaches the student.").waitFor();
    expect(await staff.getByRole("button", { name: "To the student" }).count()).toBe(0);
    await ask(staff, "she paid twice", ".thread");
    await staff.locator(".mark-internal").waitFor();
    await staff.locator(".case-head [data-action=reply]").click();
    await staff.getByRole("dialog").getByRole("textbox").fill("I have seen it.");
    await staff.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await student.locator(".message.person").getByText("I have seen it.").waitFor();
    expect((await said(student)).join()).not.toContain("paid twice");
  });

  test("a ready reply reaches the student with the names filled in", async () => {
    const { student, staff } = await pair(browser, await house());
    await ask(student, "Can I talk to a person?");
    await claim(staff);
    await staff.getByRole("button", { name: "Ready reply" }).click();
    await staff.getByRole("menuitem", { name: "I'm on it" }).click();
    await student.locator(".message.person").getByText("ticket #1").waitFor();
    expect((await said(student)).join()).toMatch(/Hi Guest \w+, this is Staff\./);
  });

  test("a suggested reply is seen by staff, edited, and sent", async () => {
    const { student, staff } = await pair(browser, await house());
    await ask(student, "How do loops work? Can I talk to a person?");
    await claim(staff);
    await staff.locator(".case-head [data-action=suggest]").click();
    await staff.locator(".thread [data-action=sendDraft]").click();
    const words = staff.getByRole("dialog").getByRole("textbox");
    await words.fill("A loop repeats what is in its block.");
    expect((await said(student)).join()).not.toContain("what is in its block");
    await staff.getByRole("dialog").getByRole("button", { name: "Send" }).click();
    await student.locator(".message.person").getByText("what is in its block").waitFor();
  });

  test("the list shows whose a case is, what waits, and finds it by words", async () => {
    const { student, staff } = await pair(browser, await house());
    await ask(student, "My certificate has the wrong name. Can I talk to a person?");
    await staff.getByRole("button", { name: "Unclaimed 1" }).click();
    await claim(staff);
    await staff.getByText("No case fits.").waitFor();
    await staff.getByRole("button", { name: "Mine 1" }).click();
    expect(await staff.locator(".case:not(.notices-row)").count()).toBe(1);
    const search = staff.getByRole("searchbox", { name: "Search cases" });
    await search.fill("certificate");
    expect(await staff.locator(".case:not(.notices-row)").count()).toBe(1);
    await search.fill("zebra");
    await staff.getByText("No case fits.").waitFor();
    await search.fill("Guest");
    await search.press("Enter");
    await staff.locator(".notices").getByText("#1").first().waitFor();
  });

  test("who waits longest stands first, and what is urgent says so", async () => {
    const base = await house();
    const { student, staff } = await pair(browser, base);
    const later = await person(browser);
    await later.goto(base);
    await ask(student, "I need a human, my project is due tonight");
    await staff.locator(".case .chip-state.waiting").waitFor();
    await ask(later, "Can I talk to a person?");
    await staff.locator(".case").nth(1).waitFor();
    expect(await staff.locator(".case .ticket").allInnerTexts()).toEqual(["#1", "#2"]);
    expect(await staff.locator(".case .priority").allInnerTexts()).toEqual(["High"]);
  });

  test("a case is downloaded as a page", async () => {
    const { student, staff } = await pair(browser, await house());
    await ask(student, "Can I talk to a person? <b>me</b>");
    await claim(staff);
    await staff.locator(".case-head .more").click();
    await staff.getByRole("menuitem", { name: "As a page (HTML)" }).click();
    const link = staff.locator(".detail .file").first();
    await link.waitFor();
    const [download] = await Promise.all([staff.waitForEvent("download"), link.click()]);
    expect(download.suggestedFilename()).toMatch(/\.html$/);
  });

  test("each side sees that the other types, and reactions stay", async () => {
    const { student, staff } = await pair(browser, await house());
    await ask(student, "Can I talk to a person?");
    await claim(staff);
    await staff.locator(".thread .composer textarea").pressSequentially("Hello");
    await student.getByText("is writing").waitFor();
    await student.locator(".chat .composer textarea").pressSequentially("I am");
    await staff.locator(".thread").getByText("is writing").waitFor();
    await staff.locator(".thread .composer textarea").press("Enter");
    const line = student.locator(".message.person").last();
    await line.waitFor();
    await line.hover();
    await line.getByRole("button", { name: "React" }).click();
    await line.getByRole("button", { name: "🎉" }).click();
    await line.locator(".reaction[aria-pressed=true]").waitFor();
    await staff.locator(".thread .message.mine .reaction").waitFor();
    await student.reload();
    await student.locator(".message.person .reaction[aria-pressed=true]").waitFor();
  });
});

describe("a student", () => {
  test("opens a ticket with a form and sees their tickets", async () => {
    const { student, staff } = await pair(browser, await house());
    await student.getByRole("button", { name: "My tickets" }).click();
    await student.getByText("You have no tickets").waitFor();
    await student.getByRole("button", { name: "Open a ticket" }).click();
    const dialog = student.getByRole("dialog", { name: "A ticket for the team" });
    await dialog.getByRole("textbox").fill("My certificate has the wrong name");
    await dialog.getByRole("button", { name: "Open the ticket" }).click();
    await staff.locator(".case .chip-state.waiting").waitFor();
    await student.getByText("ticket #").first().waitFor();
    await student.getByRole("button", { name: "My tickets" }).click();
    await waitFor(async () =>
      (await said(student)).some((text) => /Your tickets:[\s\S]*certificate/.test(text)),
    );
  });
});
