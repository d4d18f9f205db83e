import { expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { serve, until } from "./serve.ts";

const MIA = "slack:T01/D0MIA" as Address;
const draft = (text: string) => ({ type: "draft", text }) as const;

/** A clock that is moved by hand. */
function clock() {
  let ahead = 0;
  const pass = (ms: number) => {
    ahead += ms;
  };
  return { now: () => Date.now() + ahead, pass };
}

test("an answer that is there at once needs no draft", async () => {
  const { fake, slack } = await serve();
  await slack.signal(MIA, draft("A"));
  await slack.signal(MIA, draft("A loop"));
  await slack.send(MIA, { text: "A loop repeats." }, "k");
  expect(fake.texts("D0MIA")).toEqual(["A loop repeats."]);
  expect(fake.api.of("chat.update")).toEqual([]);
});

test("S18 a draft grows about once a second, and the answer takes its place: one message, found by its key", async () => {
  const { now, pass } = clock();
  const { fake, slack } = await serve({ slack: { now } });
  await slack.signal(MIA, draft("A"));
  for (const text of ["A loop", "A loop re", "A loop repeats"]) {
    pass(1100);
    await slack.signal(MIA, draft(text));
    await slack.signal(MIA, draft(`${text}, too soon`));
  }
  const [shown] = fake.messages("D0MIA");
  expect(fake.texts("D0MIA")).toEqual(["A loop repeats …"]);
  const sent = await slack.send(MIA, { text: "A loop repeats. [1]" }, "k");
  expect(sent.id).toBe(shown?.ts);
  expect(fake.texts("D0MIA")).toEqual(["A loop repeats. [1]"]);
  expect(await slack.find(MIA, "k", 0)).toEqual(sent);
  await slack.send(MIA, { text: "And another." }, "l");
  expect(fake.texts("D0MIA")).toEqual(["A loop repeats. [1]", "And another."]);
  // A late word of the old answer begins nothing.
  await slack.signal(MIA, draft("A loop repeats"));
  expect(fake.messages("D0MIA")).toHaveLength(2);
});

test("S11 the answer that may have taken the draft's place is found, or takes it at the next try", async () => {
  const { now, pass } = clock();
  const { fake, slack } = await serve({ slack: { now, answerMs: 300 } });
  const shown = async () => {
    await slack.signal(MIA, draft("A"));
    pass(1500);
    await slack.signal(MIA, draft("A loop"));
  };
  await shown();
  fake.api.fail("chat.update", { type: "reset", after: true });
  await expect(slack.send(MIA, { text: "one" }, "k")).rejects.toMatchObject({ fault: "ambiguous" });
  expect(await slack.find(MIA, "k", 0)).toMatchObject({ id: fake.messages("D0MIA")[0]?.ts });
  await slack.send(MIA, { text: "next" }, "l");
  await shown();
  fake.api.fail("chat.update", { type: "reset", after: false });
  await expect(slack.send(MIA, { text: "two" }, "m")).rejects.toMatchObject({ fault: "ambiguous" });
  expect(await slack.find(MIA, "m", 0)).toBe("absent");
  await slack.send(MIA, { text: "two" }, "m");
  expect(fake.texts("D0MIA").toSorted()).toEqual(["next", "two"].toSorted());
});

test("S18 drafts that a dead process left are taken away by the next; the answer comes once", async () => {
  const { now, pass } = clock();
  const served = await serve({ slack: { now } });
  const { fake, slack } = served;
  const places = [MIA, `slack:T01/C0HELP/${fake.say("U0MIA", "C0HELP", "?")}` as Address];
  const showAll = (text: string) => Promise.all(places.map((at) => slack.signal(at, draft(text))));
  await showAll("A");
  pass(1500);
  await showAll("A loo");
  expect([...fake.texts("D0MIA"), ...fake.texts("C0HELP")]).toEqual(["A loo …", "?", "A loo …"]);
  // No stop: it died.
  const after = await served.again();
  await expect.poll(() => [...fake.texts("D0MIA"), ...fake.texts("C0HELP")]).toEqual(["?"]);
  await after.slack.send(MIA, { text: "A loop repeats." }, "k");
  expect(fake.texts("D0MIA")).toEqual(["A loop repeats."]);
});

test("S18 one that died while it showed the first words left a message that nobody was told of", async () => {
  const { now, pass } = clock();
  const served = await serve({ slack: { now, answerMs: 300 } });
  const { fake, slack } = served;
  await slack.signal(MIA, draft("A"));
  pass(1500);
  fake.api.fail("chat.postMessage", { type: "hang", after: true });
  await expect(slack.signal(MIA, draft("A loo"))).rejects.toMatchObject({ fault: "ambiguous" });
  expect(fake.texts("D0MIA")).toEqual(["A loo …"]);
  await served.again();
  await expect.poll(() => fake.texts("D0MIA")).toEqual([]);
});

test("S18 an answer that a dead process had put in the draft's place stays", async () => {
  const { now, pass } = clock();
  const served = await serve({ slack: { now, answerMs: 300 } });
  const { fake, slack } = served;
  await slack.signal(MIA, draft("A"));
  pass(1500);
  await slack.signal(MIA, draft("A loo"));
  fake.api.fail("chat.update", { type: "hang", after: true });
  await expect(slack.send(MIA, { text: "A loop repeats." }, "k")).rejects.toMatchObject({
    fault: "ambiguous",
  });
  const after = await served.again();
  expect(await after.slack.find(MIA, "k", 0)).toMatchObject({ id: fake.messages("D0MIA")[0]?.ts });
  await expect.poll(() => fake.api.of("conversations.history").length).toBeGreaterThan(1);
  expect(fake.texts("D0MIA")).toEqual(["A loop repeats."]);
});

test("a draft that somebody took away is no obstacle", async () => {
  const { now, pass } = clock();
  const { fake, slack } = await serve({ slack: { now } });
  await slack.signal(MIA, draft("A"));
  pass(1500);
  await slack.signal(MIA, draft("A loop"));
  fake.remove("D0MIA", fake.messages("D0MIA")[0]?.ts ?? "");
  await slack.send(MIA, { text: "A loop repeats." }, "k");
  expect(fake.texts("D0MIA")).toEqual(["A loop repeats."]);
});

test("S15 drafts leave room for answers: many at once stay below what Slack allows in a minute", async () => {
  const { now, pass } = clock();
  const { fake, slack } = await serve({ slack: { now } });
  const places = Array.from({ length: 20 }, (_, n) => {
    fake.workspace.user(`U0P${n}`);
    return `slack:T01/${fake.workspace.direct(`U0P${n}`).id}` as Address;
  });
  for (let second = 0; second < 60; second += 1) {
    for (const at of places) await slack.signal(at, draft(`A loop ${second}`));
    pass(1000);
  }
  const changes = fake.api.of("chat.update").length + fake.api.of("chat.postMessage").length;
  expect(changes).toBeGreaterThan(20);
  expect(changes).toBeLessThan(50);
}, 60_000);

test("a draft that nothing came of goes; an answer that could not be sent leaves none behind", async () => {
  const { now, pass } = clock();
  const { fake, slack } = await serve({ mode: "socket", slack: { now } });
  await until(() => fake.socket.isConnected);
  await slack.signal(MIA, draft("A"));
  pass(1500);
  await slack.signal(MIA, draft("A loop"));
  fake.api.fail("chat.update", { type: "error", error: "invalid_blocks" });
  await expect(slack.send(MIA, { text: "refused" }, "k")).rejects.toMatchObject({ fault: "invalid" });
  expect(fake.texts("D0MIA")).toEqual(["A loop …"]);
  fake.socket.cut();
  await until(() => !fake.socket.isConnected);
  pass(100_000);
  await until(() => fake.texts("D0MIA").length === 0, 10_000);
  await slack.send(MIA, { text: "An answer." }, "l");
  expect(fake.texts("D0MIA")).toEqual(["An answer."]);
}, 20_000);
