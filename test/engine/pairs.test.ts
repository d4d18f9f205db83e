import { afterEach, expect, test } from "vitest";
import type { Address, InboundEvent } from "#ports/platform.ts";
import { createHarness, desk, type Harness } from "../harness.ts";
import { MemoryPlatform } from "../memory-platform.ts";

let h: Harness;
afterEach(() => h.close());

test("a student on one platform and staff on another talk through a case, and neither platform sees the other's", async () => {
  const other = new MemoryPlatform("other");
  h = await createHarness({ others: [other] });
  const at = "other:dm/lee" as Address;
  const lee = { id: "lee", name: "Lee", kind: "student" } as const;
  const anna = { id: "anna", name: "Anna", kind: "staff" } as const;
  let count = 0;
  const write = async (text: string) => {
    count += 1;
    const message = `x${count}`;
    const event = {
      type: "message",
      id: message,
      message,
      at,
      from: lee,
      time: h.clock.time,
      text,
      files: [],
    };
    await other.host?.accept(event as InboundEvent);
    await h.idle();
  };

  await write("what is a loop?");
  expect(other.texts(at)).toEqual([expect.stringContaining("A loop repeats a block of code. [1]")]);
  await write("can i talk to a person");
  const card = h.platform.standing.find((one) => one.at === desk);
  expect(card?.message.card).toMatchObject({ ticket: 1, state: "waiting" });

  const thread = `${desk}/${card?.id}` as Address;
  await h.hear({ type: "action", action: "claim", value: "1", at: thread, from: anna });
  await h.hear({ type: "message", text: "// hm", at: thread, from: anna });
  await h.hear({ type: "message", message: "reply", text: "Hello Lee", at: thread, from: anna });
  await h.idle();
  expect(other.standing.at(-1)?.message).toMatchObject({ text: "Hello Lee", as: "Anna" });
  expect(h.platform.marks.get("reply")).toBe("delivered");

  await write("thank you!");
  expect(h.platform.texts(thread).at(-1)).toBe("thank you!");
  expect(other.standing.every((one) => one.at === at)).toBe(true);
  expect(h.platform.standing.every((one) => one.at.startsWith(desk))).toBe(true);
  expect(other.texts(at).join()).not.toContain("hm");
});
