import { expect, test } from "vitest";
import type { OutboundMessage } from "#ports/platform.ts";
import { type FakeTeams, mia, wordsOf } from "../fakes/teams/teams.ts";
import { newest, serveAgain, TeamsHost, talking } from "./serve.ts";

const answer: OutboundMessage = {
  text: "A loop repeats a block of code. [1]",
  tone: "answer",
  basis: "course",
  citations: [
    { number: 1, title: "Loops", path: [], url: "https://help.example.org/loops", updated: "2026-09-14" },
  ],
  buttons: [
    { action: "helpful", label: "👍", value: "1" },
    { action: "unhelpful", label: "👎", value: "1" },
  ],
};
const half = "A loop rep";

/** A chat with an answer that forms, and a clock by hand. */
async function drafting(host = new TeamsHost()) {
  const clock = { time: Date.now() };
  const served = await talking({ now: () => clock.time }, host);
  const { teams, at, fake, conversation } = served;
  const draft = async (text: string, afterMs = 1600) => {
    clock.time += afterMs;
    await teams.signal(at, { type: "draft", text });
  };
  const said = () => fake.messages(conversation).filter(({ from }) => from !== mia.id);
  return { ...served, clock, draft, said };
}
const changes = (fake: FakeTeams) => fake.calls.filter(({ method }) => method === "PUT");

test("S18 an answer forms in one message, and ends there with its label, sources and thumbs", async () => {
  const { teams, at, draft, said } = await drafting();
  await draft("A", 0);
  expect(said()).toEqual([]);
  await draft("A loop");
  expect(said().map(wordsOf)).toEqual(["…"]);
  await draft(half);
  expect(said().map(wordsOf)).toEqual(["A loop rep …"]);
  const [forming] = said();
  expect(forming?.activity["entities"]).toMatchObject([{ additionalType: ["AIGeneratedContent"] }]);
  const sent = await teams.send(at, answer, "k1");
  expect(sent).toEqual({ id: forming?.id, repliesAt: at });
  expect(said()).toMatchObject([
    {
      id: forming?.id,
      activity: {
        text: "A loop repeats a block of code. [1]\n\n*From the course material*",
        entities: [{ additionalType: ["AIGeneratedContent"], citation: [{ position: 1 }] }],
        channelData: { feedbackLoop: { type: "default" } },
      },
    },
  ]);
  // The next message is one of its own.
  await teams.send(at, { text: "more" }, "k2");
  expect(said()).toHaveLength(2);
});

test("an answer that comes at once has no draft", async () => {
  const { fake, teams, at, draft } = await drafting();
  await draft("A", 0);
  await draft("A loop", 900);
  await teams.send(at, answer, "k1");
  expect(changes(fake)).toEqual([]);
});

test("changes come no faster than Teams takes them, whatever the model does", async () => {
  const { fake, draft } = await drafting();
  for (let word = 0; word < 300; word++) await draft("word ".repeat(word), 100);
  // 30 seconds, of which the limit grants 60 calls for everything.
  expect(changes(fake).length).toBeGreaterThan(10);
  expect(changes(fake).length).toBeLessThanOrEqual(20);
});

test("S19 a change that is slow does not come after the answer", async () => {
  const { fake, teams, at, draft, said } = await drafting();
  await draft("A", 0);
  await draft("A loop");
  const slow = Promise.withResolvers<void>();
  fake.before = ({ method, body }) =>
    method === "PUT" && String(body["text"]).endsWith("…") ? slow.promise : undefined;
  const late = draft(half);
  const sent = teams.send(at, answer, "k1");
  setTimeout(slow.resolve, 100);
  await Promise.all([late, sent]);
  expect(said().map(wordsOf).join()).toContain("block of code");
  expect(said()).toHaveLength(1);
});

test("S18 what a crash left is taken over by the answer after it", async () => {
  const kept = new Map<string, string>();
  const { fake, at, draft, said, clock } = await drafting(new TeamsHost(kept));
  await draft("A", 0);
  await draft("A loop");
  await draft(half);
  const again = await serveAgain(fake, new TeamsHost(kept), {}, { now: () => clock.time });
  await again.send(at, answer, "k1");
  expect(said()).toHaveLength(1);
  expect(said().map(wordsOf).join()).toContain("block of code");
});

test("S18 what a crash left long ago is removed, and the answer stands where it is seen", async () => {
  const kept = new Map<string, string>();
  const { fake, at, draft, said, clock } = await drafting(new TeamsHost(kept));
  await draft("A", 0);
  await draft(half);
  const [before] = said();
  clock.time += 3_600_000;
  const again = await serveAgain(fake, new TeamsHost(kept), {}, { now: () => clock.time });
  await again.send(at, answer, "k1");
  expect(said()).toHaveLength(1);
  expect(said()[0]?.id).not.toBe(before?.id);
});

test("S18 a crash between the answer and the note of it: sent again it is the same message", async () => {
  const kept = new Map<string, string>();
  const { fake, teams, at, draft, said, clock } = await drafting(new TeamsHost(kept));
  await draft("A", 0);
  await draft(half);
  const sent = await teams.send(at, answer, "k1");
  const again = await serveAgain(fake, new TeamsHost(kept), {}, { now: () => clock.time });
  // Surely safe to send, since it only changes what stands there.
  expect(await again.find(at, "k1", 0)).toBe("absent");
  expect(await again.send(at, answer, "k1")).toEqual(sent);
  expect(said()).toHaveLength(1);
});

test.each([408, 500, 502, "reset"] as const)(
  "S13 the end of a draft that Teams does not confirm (%s) is repeated without harm",
  async (how) => {
    const { fake, teams, at, draft, said } = await drafting();
    await draft("A", 0);
    await draft(half);
    fake.fault = () => ({ taken: how });
    await expect(teams.send(at, answer, "k1")).rejects.toMatchObject({ fault: "ambiguous" });
    fake.fault = () => undefined;
    expect(await teams.find(at, "k1", 0)).toBe("absent");
    await teams.send(at, answer, "k1");
    expect(said()).toHaveLength(1);
    expect(said().map(wordsOf).join()).toContain("block of code");
  },
);

test("S18 a beginning that Teams does not confirm holds no half answer, and no second one follows", async () => {
  const { fake, teams, at, draft, said } = await drafting();
  await draft("A", 0);
  fake.fault = () => ({ taken: 502 });
  await expect(draft("A loop")).rejects.toMatchObject({ fault: "ambiguous" });
  await draft(half);
  await draft(`${half}eats`);
  fake.fault = () => undefined;
  await teams.send(at, answer, "k1");
  expect(said().map(wordsOf)).toEqual(["…", expect.stringContaining("block of code")]);
});

test("a draft that somebody removed does not keep the answer back", async () => {
  const { fake, teams, at, draft, said, conversation } = await drafting();
  await draft("A", 0);
  await draft(half);
  fake.conversations.set(
    conversation,
    fake.messages(conversation).filter(({ from }) => from === mia.id),
  );
  await teams.send(at, answer, "k1");
  expect(said()).toHaveLength(1);
});

test("S18 no half answer stays when the process ends, nor when the answer went into an older message", async () => {
  const { fake, teams, at, draft, said, conversation } = await drafting();
  const first = await teams.send(at, { text: "old" }, "k1");
  await draft("A", 0);
  await draft(half);
  await teams.edit(at, first.id, answer);
  expect(said().map(({ id }) => id)).toEqual([first.id]);
  await draft("A", 0);
  await draft(half);
  await teams.stop();
  expect(said().map(({ id }) => id)).toEqual([first.id]);
  expect(newest(fake, conversation).id).toBe(first.id);
});

test("a part of an answer that is longer than a message is shown, as far as one goes", async () => {
  const { teams, at, draft, said } = await drafting();
  await draft("A", 0);
  await draft("A");
  await draft(`\`\`\`js\n${"let 循环 = 1;\n".repeat(2000)}`);
  expect(said()).toHaveLength(1);
  await teams.send(at, answer, "k1");
  expect(said().map(wordsOf).join()).toContain("block of code");
});
