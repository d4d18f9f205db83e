import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { ben, CLASS_CHANNEL, DESK_CHANNEL, dan, mei, mia, TENANT } from "../fakes/teams/teams.ts";
import { serve, talking } from "./serve.ts";

const inClass = (root: string) => `teams:${TENANT}/c/${CLASS_CHANNEL}/${root}` as Address;

describe("reactions", () => {
  test("are heard when added and when taken back, each once", async () => {
    const { fake, teams, host, at, conversation } = await talking();
    const { id } = await teams.send(at, { text: "A loop repeats." }, "k1");
    const added = fake.wrap({
      type: "messageReaction",
      id: "f:1",
      replyToId: id,
      from: { id: mia.id, name: "Mia", aadObjectId: mia.aad },
      conversation: { id: conversation, conversationType: "personal", tenantId: TENANT },
      reactionsAdded: [{ type: "like" }, { type: "1f3ab_ticket" }],
    });
    for (let copy = 0; copy < 3; copy++) await fake.deliver(added);
    await fake.react(mia, conversation, id, "like", false);
    expect(host.events.slice(1)).toMatchObject([
      { type: "reaction", at, message: id, emoji: "👍", added: true, from: { id: mia.aad } },
      { type: "reaction", emoji: "🎫", added: true },
      { type: "reaction", emoji: "👍", added: false },
    ]);
  });

  test("of staff in a thread are staff's", async () => {
    const { fake, teams, host } = await serve();
    const card = await teams.send(`teams:${TENANT}/c/${DESK_CHANNEL}` as Address, { text: "card" }, "k1");
    await fake.react(mei, `${DESK_CHANNEL};messageid=${card.id}`, card.id, "1f440_eyes");
    expect(host.events).toMatchObject([
      { at: card.repliesAt, message: card.id, emoji: "👀", from: { kind: "staff" } },
    ]);
  });
});

describe("typing", () => {
  test("is told of in a person's chat and in the bot's threads, and of nobody else's", async () => {
    const { fake, teams, host, conversation, at } = await talking();
    const card = await teams.send(`teams:${TENANT}/c/${DESK_CHANNEL}` as Address, { text: "card" }, "k1");
    await fake.tell(mia, conversation, { type: "typing", id: "t1" });
    await fake.tell(mei, `${DESK_CHANNEL};messageid=${card.id}`, { type: "typing", id: "t2" });
    await fake.tell(ben, `${CLASS_CHANNEL};messageid=17`, { type: "typing", id: "t3" });
    await fake.tell(mia, conversation, { type: "typing", id: "t4", from: { id: "28:other" } });
    expect(host.typists).toMatchObject([
      { at, from: { id: mia.aad, kind: "student" } },
      { at: card.repliesAt, from: { id: mei.aad, kind: "staff" } },
    ]);
    expect(host.events).toHaveLength(1);
  });
});

describe("channels that the bot listens to", () => {
  test("posts are overheard; answers of others to each other are not, nor are other channels", async () => {
    const { fake, host } = await serve({ listen: [CLASS_CHANNEL] });
    const post = await fake.post(mia, CLASS_CHANNEL, "how do loops work?");
    await fake.post(ben, CLASS_CHANNEL, "look at lesson 3", { root: post.id });
    await fake.post(mei, DESK_CHANNEL, "who is on duty?");
    expect(host.events).toMatchObject([
      { type: "message", at: inClass(post.id), text: "how do loops work?", overheard: true },
    ]);
  });

  test("once the bot has answered, it hears its thread; a call is no eavesdropping", async () => {
    const { fake, teams, host } = await serve({ listen: [CLASS_CHANNEL] });
    const post = await fake.post(mia, CLASS_CHANNEL, "how do loops work?");
    await teams.send(inClass(post.id), { text: "They repeat." }, "k1");
    await fake.post(mia, CLASS_CHANNEL, "and arrays?", { root: post.id });
    const called = await fake.post(ben, CLASS_CHANNEL, "and maps?", { mention: true });
    expect(host.events.slice(1)).toMatchObject([
      { at: inClass(post.id), text: "and arrays?" },
      { at: inClass(called.id), text: "and maps?" },
    ]);
    for (const event of host.events.slice(1)) expect(event).not.toHaveProperty("overheard");
  });

  test("what was overheard may change and go", async () => {
    const { fake, host } = await serve({ listen: [CLASS_CHANNEL] });
    const post = await fake.post(mia, CLASS_CHANNEL, "how do lops work?");
    const thread = `${CLASS_CHANNEL};messageid=${post.id}`;
    await fake.change(mia, thread, post.id, "how do loops work?");
    await fake.erase(mia, thread, post.id);
    expect(host.events.map(({ type }) => type)).toEqual(["message", "edited", "deleted"]);
  });
});

describe("who left", () => {
  test("a student who takes the bot out of their chats", async () => {
    const { fake, host, conversation, at } = await talking();
    const gone = {
      type: "installationUpdate",
      action: "remove",
      id: "i1",
      timestamp: "2026-09-21T10:00:00.000Z",
    };
    for (let copy = 0; copy < 2; copy++) await fake.tell(mia, conversation, gone);
    await fake.tell(mia, conversation, { ...gone, action: "add", id: "i2" });
    expect(host.events.slice(1)).toMatchObject([{ type: "left", at, from: { id: mia.aad } }]);
  });

  test("members of a team, by the person and the chat that are known of them", async () => {
    const { fake, host, at } = await talking();
    await fake.tell(mei, CLASS_CHANNEL, {
      type: "conversationUpdate",
      id: "c1",
      // As the Connector names them: by its own ids, and without a name.
      membersRemoved: [{ id: mia.id }, { id: ben.id }, { id: `28:${fake.config.appId}` }],
      channelData: { tenant: { id: TENANT }, eventType: "teamMemberRemoved" },
    });
    expect(host.events.slice(1)).toMatchObject([
      { type: "left", at, from: { id: mia.aad } },
      { type: "left", at: `teams:${TENANT}/c/${CLASS_CHANNEL}`, from: { id: ben.id } },
    ]);
    expect(host.events).toHaveLength(3);
  });
});

describe("staff by an Entra group", () => {
  const group = "ffffffff-0000-4000-8000-000000000003";
  const byGroup = { staff: { people: [], teams: [], groups: [group] } };

  test("are asked of Microsoft Graph, with a token for it alone, once in a while", async () => {
    const { fake, host } = await serve(byGroup);
    fake.groups.set(group, [mei.aad, dan.aad]);
    for (const text of ["one", "two"]) await fake.post(mei, DESK_CHANNEL, text, { mention: true });
    fake.members.set(DESK_CHANNEL, [
      { id: mei.aad, userRole: "user", tenantId: TENANT },
      { id: mia.aad, userRole: "user", tenantId: TENANT },
      { id: dan.aad, userRole: "guest", tenantId: TENANT },
    ]);
    await fake.post(mia, DESK_CHANNEL, "let me in", { mention: true });
    // In the group, but a guest of the team.
    await fake.post(dan, DESK_CHANNEL, "me too", { mention: true });
    expect(host.events.map(({ from }) => from.kind)).toEqual(["staff", "staff", "student", "student"]);
    const asked = fake.calls.filter(({ path }) => path.startsWith("/graph/"));
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer graph-1"]));
    expect([...fake.graphTokens.values()]).toEqual([TENANT]);
  });

  test("while Graph can't be asked, nobody is taken for a student: the message comes again", async () => {
    const { fake, host } = await serve(byGroup);
    fake.fault = ({ path }) => (path.startsWith("/graph/") ? { status: 403, code: "Denied" } : undefined);
    expect((await fake.post(mei, DESK_CHANNEL, "claim", { mention: true })).status).toBe(503);
    expect(host.events).toEqual([]);
  });

  test("without a group Graph is never asked", async () => {
    const { fake } = await serve();
    await fake.post(mei, DESK_CHANNEL, "hello", { mention: true });
    expect(fake.calls.filter(({ path }) => path.startsWith("/graph/"))).toEqual([]);
  });
});
