import { expect, test } from "vitest";
import { anna, claimed, harness, unsettled } from "./claimed-case.ts";

const held = { roster: { holdMs: 3000 } };
const line = { message: "line", from: anna } as const;

test("what staff write leaves after the hold, and not before", async () => {
  const h = await harness(held);
  const at = await claimed(h);
  await h.hear({ ...line, at, type: "message", text: "Hello Mia" });
  await h.idle();
  h.clock.time += 2999;
  await h.idle();
  expect(h.platform.texts(h.student)).not.toContain("Hello Mia");
  expect(h.platform.marks.get("line")).toBeUndefined();
  h.clock.time += 1;
  await h.idle();
  expect(h.platform.texts(h.student)).toContain("Hello Mia");
  expect(h.platform.marks.get("line")).toBe("delivered");
});

test("a line that is deleted within the hold was never sent; later, the student's copy goes", async () => {
  const h = await harness(held);
  const at = await claimed(h);
  await h.hear({ ...line, at, type: "message", text: "Oops" });
  await h.idle();
  await h.hear({ ...line, at, type: "deleted" });
  h.clock.time += 60_000;
  await h.idle();
  expect(h.platform.journal.map(({ text }) => text)).not.toContain("Oops");
  await h.hear({ ...line, message: "later", at, type: "message", text: "Sent" });
  await h.idle();
  h.clock.time += 3000;
  await h.idle();
  expect(h.platform.texts(h.student)).toContain("Sent");
  await h.hear({ ...line, message: "later", at, type: "deleted" });
  await h.idle();
  expect(h.platform.texts(h.student)).not.toContain("Sent");
  expect(await unsettled(h)).toBe(0);
});

test("I14: a line that is edited within the hold leaves as edited; edited to a note, it never leaves", async () => {
  const h = await harness(held);
  const at = await claimed(h);
  await h.hear({ ...line, at, type: "message", text: "Helo" });
  await h.hear({ ...line, message: "secret", at, type: "message", text: "she pays late" });
  await h.idle();
  await h.hear({ ...line, at, type: "edited", text: "Hello" });
  await h.hear({ ...line, message: "secret", at, type: "edited", text: "// she pays late" });
  await h.idle();
  h.clock.time += 60_000;
  await h.idle();
  expect(h.platform.texts(h.student)).toContain("Hello");
  const everShown = h.platform.journal.filter(({ at: place }) => place === h.student).map(({ text }) => text);
  expect(everShown).not.toContain("Helo");
  expect(everShown.join()).not.toContain("she pays late");
  expect(h.platform.marks.get("secret")).toBe("internal");
  expect(h.platform.texts(at).at(-1)).toContain("had not been sent yet");
});

test("what is said after a held line comes after it, also when the case is closed meanwhile (I5)", async () => {
  const h = await harness(held);
  const at = await claimed(h);
  await h.hear({ ...line, at, type: "message", text: "Done, bye" });
  await h.hear({ type: "action", action: "resolve", at, from: anna, value: "1" });
  await h.idle();
  h.clock.time += 3000;
  await h.idle();
  const texts = h.platform.texts(h.student);
  expect(texts.at(-1)).toContain("closed ticket #1");
  expect(texts.at(-2)).toBe("Done, bye");
});

test("a held line survives the end of the process", async () => {
  const h = await harness(held);
  const at = await claimed(h);
  await h.hear({ ...line, at, type: "message", text: "Hello Mia" });
  await h.idle();
  await h.restart();
  await h.idle();
  expect(h.platform.texts(h.student)).not.toContain("Hello Mia");
  h.clock.time += 3000;
  await h.idle();
  expect(h.platform.texts(h.student).filter((text) => text === "Hello Mia")).toHaveLength(1);
});
