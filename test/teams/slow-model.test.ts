import { expect, test } from "vitest";
import { dan, mia, wordsOf } from "../fakes/teams/teams.ts";
import { createStage } from "./stage.ts";

const answer = {
  text: "A loop repeats.",
  citations: [],
  found: true,
  sure: 1,
  escalate: false,
  by: "model",
} as const;

test("S09 a model that takes forty seconds: Teams is answered within one, and the answer comes by itself, once", async () => {
  const { promise: thought, resolve } = Promise.withResolvers<void>();
  let asked = 0;
  const { fake, clock, idle } = await createStage({
    async *answer() {
      asked += 1;
      await thought;
      yield { answer };
    },
  });
  // The first call of all fetches the keys by which Teams is known.
  await fake.say(dan, "thanks");
  const again = { text: "What is a loop?", id: "1790000000001" };
  const said = await fake.say(mia, "What is a loop?", again);
  expect(said).toMatchObject({ status: 200 });
  expect(said.ms).toBeLessThan(1000);
  // Teams shows that the bot is at work, and sends what it thinks was not heard again.
  const isTyping = () =>
    fake.calls.some(
      ({ conversation, body }) => conversation === said.conversation && body["type"] === "typing",
    );
  await expect.poll(isTyping).toBe(true);
  clock.time += 20_000;
  expect(await fake.say(mia, "What is a loop?", again)).toMatchObject({ status: 200 });
  clock.time += 20_000;
  const answers = () => fake.messages(said.conversation).filter(({ from }) => from !== mia.id);
  expect(answers()).toEqual([]);
  resolve();
  await idle();
  expect(answers().map(wordsOf)).toEqual([expect.stringContaining("A loop repeats.")]);
  expect(asked).toBe(1);
});
