import { expect, test } from "vitest";
import type { Address, OutboundMessage } from "#ports/platform.ts";
import {
  ben,
  CLASS_CHANNEL,
  DESK_CHANNEL,
  type FakeTeams,
  mia,
  TENANT,
  wordsOf,
} from "../fakes/teams/teams.ts";
import { newest, serve, serveAgain, TeamsHost, talking } from "./serve.ts";

const posts = (fake: FakeTeams) =>
  fake.calls.filter(({ method, path }) => method === "POST" && path.includes("/v3/"));
const message: OutboundMessage = { text: "Try a **break**.", as: "Mei" };

/** A message that was sent and not confirmed, and what the core then asks. */
async function unconfirmed(host = new TeamsHost()) {
  const served = await talking({}, host);
  const { fake, teams, at } = served;
  fake.fault = () => ({ taken: 502 });
  await expect(teams.send(at, message, "k1")).rejects.toMatchObject({ fault: "ambiguous" });
  fake.fault = () => undefined;
  return { ...served, find: () => teams.find(at, "k1", 0) };
}

test("S13 a small card is posted in place of it, once however often the core asks", async () => {
  const { fake, find, conversation, at } = await unconfirmed();
  const before = posts(fake).length;
  const found = await find();
  const card = newest(fake, conversation);
  expect(found).toEqual({ id: card.id, repliesAt: at, isUnconfirmed: true });
  expect(wordsOf(card)).toContain("Teams did not confirm my last message. · Teams 没有确认我的上一条消息。");
  expect(await find()).toEqual(found);
  expect(posts(fake)).toHaveLength(before + 1);
});

test("S13 its press turns the card into the message, and a second press into the same", async () => {
  const { fake, host, find, conversation, at } = await unconfirmed();
  const found = await find();
  if (typeof found === "string") throw new Error(found);
  host.stands(at, found.id, message);
  const card = newest(fake, conversation);
  for (let press = 0; press < 2; press++) {
    const pressed = await fake.press(mia, conversation, card, "Show it · 显示");
    expect(JSON.parse(pressed.body)).toMatchObject({ statusCode: 200, value: "✓" });
  }
  expect(newest(fake, conversation)).toMatchObject({
    id: card.id,
    activity: { text: "**Mei**\n\nTry a **break**." },
  });
  // What was pressed is between Teams and us: the core has nothing to decide.
  expect(host.events.map(({ type }) => type)).toEqual(["message"]);
});

test("S13 an older client's press is a message, and shows the same", async () => {
  const { fake, host, find, conversation, at } = await unconfirmed();
  const found = await find();
  if (typeof found === "string") throw new Error(found);
  host.stands(at, found.id, message);
  const pressed = { type: "message", id: "m1", replyToId: found.id, value: { action: "show" } };
  expect((await fake.tell(mia, conversation, pressed)).status).toBe(200);
  expect(newest(fake, conversation).activity["text"]).toContain("Try a");
  expect(host.events).toHaveLength(1);
});

test("S13 a press on the card of a message that is gone says so, and a forged one shows nothing", async () => {
  const { fake, find, conversation } = await unconfirmed();
  await find();
  const card = newest(fake, conversation);
  const pressed = await fake.press(mia, conversation, card, "Show it · 显示");
  expect(JSON.parse(pressed.body)).toMatchObject({ value: "–" });
  expect(newest(fake, conversation)).toEqual(card);
});

test.each([408, 500, 502, "reset"] as const)(
  "S13 a card that is not confirmed either (%s) is not posted again",
  async (how) => {
    const { fake, find } = await unconfirmed();
    fake.fault = () => ({ taken: how });
    const before = posts(fake).length;
    expect(await find()).toBe("unknowable");
    fake.fault = () => undefined;
    expect(await find()).toBe("unknowable");
    expect(posts(fake)).toHaveLength(before + 1);
  },
);

test("S13 a process that ended while the card was on its way posts no second one", async () => {
  const kept = new Map<string, string>();
  const { fake, find, at } = await unconfirmed(new TeamsHost(kept));
  const slow = Promise.withResolvers<void>();
  fake.before = ({ method }) => (method === "POST" ? slow.promise : undefined);
  const asked = find();
  // The card is under way, which is all that the next process can know.
  while (!kept.has("offer:k1")) await new Promise((resolve) => setTimeout(resolve, 1));
  const again = await serveAgain(fake, new TeamsHost(new Map(kept)));
  expect(await again.find(at, "k1", 0)).toBe("unknowable");
  slow.resolve();
  await asked;
});

test("S13 a card that surely was not sent is tried again when Teams allows", async () => {
  const { fake, find, conversation } = await unconfirmed();
  const headers = { "retry-after": "0" };
  fake.fault = () => ({ status: 429, code: "TooManyRequests", headers });
  await expect(find()).rejects.toMatchObject({ fault: "limited" });
  fake.fault = () => undefined;
  expect(await find()).toMatchObject({ isUnconfirmed: true });
  expect(
    fake
      .messages(conversation)
      .map(wordsOf)
      .filter((text) => text.includes("confirm")),
  ).toHaveLength(1);
});

test("S13 where the bot may not write any more, nothing is offered", async () => {
  const { fake, find } = await unconfirmed();
  fake.fault = () => ({ status: 403, code: "BotNotInConversationRoster" });
  expect(await find()).toBe("unknowable");
});

test("S13 in a channel the card opens the thread that the message would have opened", async () => {
  const { fake, teams } = await serve();
  const desk = `teams:${TENANT}/c/${DESK_CHANNEL}` as Address;
  fake.fault = () => ({ status: 500, code: "ServiceError" });
  await expect(teams.send(desk, message, "k1")).rejects.toMatchObject({ fault: "ambiguous" });
  fake.fault = () => undefined;
  const found = await teams.find(desk, "k1", 0);
  const [thread = ""] = fake.threads(DESK_CHANNEL);
  expect(found).toMatchObject({ repliesAt: `${desk}/${thread.split("messageid=")[1]}` });
});

test("S13 what must be seen is sent again, into the card: one card, one message, however often", async () => {
  const { fake, teams, find, at, conversation } = await unconfirmed();
  const found = await find();
  const before = fake.messages(conversation).length;
  for (let copy = 0; copy < 2; copy++) {
    const sent = await teams.send(at, message, "k1");
    expect(found).toEqual({ ...sent, isUnconfirmed: true });
  }
  expect(fake.messages(conversation)).toHaveLength(before);
  expect(newest(fake, conversation).activity["text"]).toContain("Try a");
});

test("S13 and I13 words for one person are never offered to all who read there", async () => {
  const { fake, teams } = await serve();
  const asked = await fake.post(ben, CLASS_CHANNEL, "hello", { mention: true });
  const thread = `teams:${TENANT}/c/${CLASS_CHANNEL}/${asked.id}` as Address;
  fake.fault = ({ conversation }) => (conversation === fake.chat(ben) ? { taken: 502 } : undefined);
  const secret = { text: "Your grade is B.", only: ben.aad };
  await expect(teams.send(thread, secret, "k1")).rejects.toMatchObject({ fault: "ambiguous" });
  const before = posts(fake).length;
  expect(await teams.find(thread, "k1", 0)).toBe("unknowable");
  expect(posts(fake)).toHaveLength(before);
});
