import { expect, onTestFinished, test } from "vitest";
import { createHarness } from "../harness.ts";

const staff = { id: "anna", name: "Anna", kind: "staff" } as const;

test("a model may correct what a message asks for, only while the bot may answer", async () => {
  const looked: string[] = [];
  const h = await createHarness({
    secondLook: async (reading, { text, student }) => {
      looked.push(`${student}: ${text}`);
      return { ...reading, wants: "simpler" };
    },
  });
  onTestFinished(() => h.close());
  await h.hear({ type: "message", text: "that is how it goes with me" });
  await h.idle();
  expect(h.platform.texts(h.student).join()).toContain("does a thing again and again");
  await h.hear({ type: "action", action: "person" });
  await h.idle();
  await h.hear({ type: "action", action: "claim", value: "1", from: staff, at: "web:desk" as never });
  await h.hear({ type: "message", text: "hello?" });
  await h.idle();
  expect(looked).toEqual(["mia: that is how it goes with me"]);
});

test("the student sees that the bot is at work while the model still looks at the message", async () => {
  const { promise: looked, resolve } = Promise.withResolvers<void>();
  const h = await createHarness({ secondLook: (reading) => looked.then(() => reading) });
  onTestFinished(() => h.close());
  await h.hear({ type: "message", text: "what is a loop" });
  await expect.poll(() => h.platform.signals).toEqual([{ at: h.student, signal: { type: "typing" } }]);
  expect(h.platform.texts(h.student)).toEqual([]);
  resolve();
  await h.idle();
  expect(h.platform.texts(h.student)).toHaveLength(1);
});
