import { expect, test } from "vitest";
import { createHarness, desk } from "./harness.ts";

test("a question is answered, a person takes over, and hands back", async () => {
  const h = await createHarness();
  const staff = { id: "anna", name: "Anna", kind: "staff" } as const;
  await h.hear({ type: "message", text: "what is a loop?" });
  await h.idle();
  console.log(h.platform.standing, h.logged);
  await h.hear({ type: "action", action: "person" });
  await h.idle();
  console.log(h.platform.standing.map((s) => [s.at, s.message.text]));
  const thread = `${desk}/${h.platform.standing.find((s) => s.at === desk)?.id}`;
  await h.hear({ type: "message", at: thread as never, from: staff, text: "hm, what is this" });
  await h.hear({ type: "action", action: "claim", at: thread as never, from: staff, value: "1" });
  await h.hear({ type: "message", at: thread as never, from: staff, text: "Hello Mia" });
  await h.idle();
  console.log(h.platform.standing.map((s) => [s.at, s.message.text]), h.platform.marks, h.logged);
  await h.close();
  expect(1).toBe(1);
});
