import { describe, expect, test } from "vitest";
import { ben, CLASS_CHANNEL, DESK_CHANNEL, mei, mia, TENANT } from "../fakes/teams/teams.ts";
import { serve, TeamsHost } from "./serve.ts";

const inClass = (root: string) => `teams:${TENANT}/c/${CLASS_CHANNEL}/${root}`;

describe("what is heard", () => {
  test("a student's words in the own chat", async () => {
    const { fake, host } = await serve();
    const said = await fake.say(mia, "Why does my loop not end?");
    expect(said.status).toBe(200);
    expect(host.events).toMatchObject([
      {
        type: "message",
        at: `teams:${TENANT}/p/${said.conversation}`,
        from: {
          id: mia.aad,
          name: "Mia",
          kind: "student",
          locale: "en-GB",
          timeZone: "Europe/Berlin",
        },
        message: said.id,
        text: "Why does my loop not end?",
      },
    ]);
  });

  test("a call in a channel, and from then on every line of its thread", async () => {
    const { fake, host } = await serve();
    await fake.post(mia, CLASS_CHANNEL, "who is coming tonight?");
    expect(host.events).toEqual([]);
    const called = await fake.post(mia, CLASS_CHANNEL, "what is a closure?", { mention: true });
    await fake.post(ben, CLASS_CHANNEL, "and a callback?", { root: called.id });
    expect(host.events).toMatchObject([
      { at: inClass(called.id), text: "what is a closure?", from: { kind: "student" } },
      { at: inClass(called.id), text: "and a callback?", from: { name: "Ben" } },
    ]);
  });

  test("S04, I9 each edit once, also back to earlier words, and a deletion", async () => {
    const { fake, host } = await serve();
    const said = await fake.say(mia, "helo");
    for (const [minute, text] of ["hello", "helo", "hello"].entries()) {
      const update = fake.wrap({
        type: "messageUpdate",
        id: said.id,
        from: { id: mia.id, name: "Mia", aadObjectId: mia.aad },
        conversation: { id: said.conversation, conversationType: "personal" },
        timestamp: `2026-09-21T10:0${minute}:00.000Z`,
        text,
      });
      for (let copy = 0; copy < 2; copy++) await fake.deliver(update);
    }
    await fake.erase(mia, said.conversation, said.id);
    const seen = host.events.map((event) => (event.type === "edited" ? event.text : event.type));
    expect(seen).toEqual(["message", "hello", "helo", "hello", "deleted"]);
    expect(host.events[1]).toMatchObject({ message: said.id });
  });

  test("thumbs below an answer are the buttons of that name", async () => {
    const { fake, host } = await serve();
    const conversation = { id: fake.chat(mia), conversationType: "personal" };
    const feedback = (reaction: string) =>
      fake.deliver(
        fake.wrap({
          type: "invoke",
          name: "message/submitAction",
          id: `f:${reaction}`,
          replyToId: "179",
          from: { id: mia.id, name: "Mia", aadObjectId: mia.aad },
          conversation,
          value: { actionName: "feedback", actionValue: { reaction, feedback: "{}" } },
        }),
      );
    // Anything but an empty object is an error to the client.
    expect(await feedback("like")).toMatchObject({ status: 200, body: "{}" });
    await feedback("dislike");
    expect(host.events).toMatchObject([
      { type: "action", action: "helpful", on: "179" },
      { type: "action", action: "unhelpful", on: "179" },
    ]);
  });

  test("nothing of what happens around it: joins, group chats, other channels' kinds of events", async () => {
    const { fake, host } = await serve();
    const from = { id: mia.id, aadObjectId: mia.aad };
    const personal = { id: fake.chat(mia), conversationType: "personal" };
    const activities = [
      { type: "conversationUpdate", conversation: personal, from, membersAdded: [{ id: mia.id }] },
      { type: "installationUpdate", conversation: personal, from },
      {
        type: "message",
        id: "1",
        text: "hi",
        conversation: { id: "19:g@thread.v2", conversationType: "groupChat" },
        from,
      },
      { type: "messageReaction", id: "2", conversation: personal, from },
      { type: "typing", id: "3", conversation: personal, from },
    ];
    for (const activity of activities) expect((await fake.deliver(fake.wrap(activity))).status).toBe(200);
    expect(host.events).toEqual([]);
  });
});

describe("who is staff", () => {
  test("who belongs to the staff's team, asked of Teams once in a while", async () => {
    const { fake, host } = await serve();
    for (const text of ["one", "two"]) await fake.post(mei, DESK_CHANNEL, text, { mention: true });
    await fake.post(mia, DESK_CHANNEL, "let me in", { mention: true });
    expect(host.events.map(({ from }) => from.kind)).toEqual(["staff", "staff", "student"]);
    expect(fake.calls.filter(({ path }) => path.includes("/members/"))).toHaveLength(2);
  });

  test("never a guest or somebody of another organisation, unless listed", async () => {
    const { fake, host } = await serve({ staff: { people: [ben.aad], teams: [DESK_CHANNEL], groups: [] } });
    fake.members.set(DESK_CHANNEL, [
      { id: mei.aad, userRole: "guest", tenantId: TENANT },
      { id: mia.aad, userRole: "user", tenantId: "eeeeeeee-0000-4000-8000-000000000009" },
      { id: ben.aad, userRole: "guest", tenantId: TENANT },
    ]);
    for (const person of [mei, mia, ben])
      await fake.post(person, DESK_CHANNEL, "claim it", { mention: true });
    expect(host.events.map(({ from }) => from.kind)).toEqual(["student", "student", "staff"]);
  });

  test("if Teams can't be asked, the message is not taken in as a student's but refused", async () => {
    const { fake, host } = await serve();
    fake.fault = () => ({ status: 500, code: "ServiceError" });
    expect((await fake.post(mei, DESK_CHANNEL, "hello", { mention: true })).status).toBe(503);
    expect(host.events).toEqual([]);
  });
});

describe("S09", () => {
  test("200 comes at once, whatever the answer takes, and the answer goes out by itself", async () => {
    const host = new TeamsHost();
    const { fake } = await serve({}, {}, host);
    const answered = Promise.withResolvers<void>();
    host.work = async ({ at }) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await host.say(at, { text: "Because nothing changes its condition." });
      answered.resolve();
    };
    const said = await fake.say(mia, "why?");
    expect(said).toMatchObject({ status: 200 });
    expect(said.ms).toBeLessThan(1000);
    await answered.promise;
    expect(fake.messages(said.conversation).at(-1)?.activity["text"]).toBe(
      "Because nothing changes its condition.",
    );
  });

  test("S01, I3 the same activity again has no second effect", async () => {
    const { fake, host } = await serve();
    const again = { text: "hello", id: "1790000000001" };
    for (let copy = 0; copy < 4; copy++) await fake.say(mia, "hello", again);
    expect(host.events).toHaveLength(1);
  });

  test("the same press under a new id within a minute has one effect, also over the border of a clock minute", async () => {
    let now = 1_790_000_000_000;
    now += 60_000 - (now % 60_000) - 1000;
    const { fake, host, teams } = await serve({}, { now: () => now });
    const at = `teams:${TENANT}/p/${fake.chat(mia)}` as never;
    await fake.say(mia, "hi");
    await teams.send(at, { text: "A", buttons: [{ action: "person", label: "A person", value: "7" }] }, "k1");
    const message = fake.messages(fake.chat(mia)).at(-1);
    if (!message) throw new Error("nothing was said");
    const press = () => fake.press(mia, fake.chat(mia), message, "A person");
    for (let copy = 0; copy < 3; copy++) {
      expect((await press()).status).toBe(200);
      now += 10_000;
    }
    expect(host.events.filter(({ type }) => type === "action")).toHaveLength(1);
    now += 120_000;
    await press();
    expect(host.events.filter(({ type }) => type === "action")).toHaveLength(2);
  });

  test("S10 a store that stalls at a press: it is answered when it is stored, and a second press changes nothing", async () => {
    const host = new TeamsHost();
    const { fake, teams } = await serve({}, {}, host);
    const { conversation } = await fake.say(mia, "hi");
    const at = `teams:${TENANT}/p/${conversation}` as never;
    await teams.send(at, { text: "A", buttons: [{ action: "person", label: "A person", value: "7" }] }, "k1");
    const message = fake.messages(conversation).at(-1);
    if (!message) throw new Error("nothing was said");
    const stall = Promise.withResolvers<void>();
    const store = host.accept.bind(host);
    host.accept = async (event) => {
      await stall.promise;
      return store(event);
    };
    const presses = [1, 2, 3].map(() => fake.press(mia, conversation, message, "A person"));
    const first = await Promise.race([
      presses[0],
      new Promise((resolve) => setTimeout(resolve, 200, "waits")),
    ]);
    expect(first).toBe("waits");
    stall.resolve();
    expect((await Promise.all(presses)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(host.events.filter(({ type }) => type === "action")).toHaveLength(1);
  });

  test("S02, I1 what could not be stored is not acknowledged", async () => {
    const { fake, host } = await serve();
    host.beforeAccept = () => {
      throw new Error("disk full");
    };
    expect((await fake.say(mia, "hello")).status).toBe(503);
    host.beforeAccept = () => undefined;
    expect((await fake.say(mia, "hello")).status).toBe(200);
  });
});

test("S28 what bots write, we and others, is never heard", async () => {
  const { fake, host, teams } = await serve();
  const said = await fake.say(mia, "hi");
  await teams.send(`teams:${TENANT}/p/${said.conversation}` as never, { text: "hello" }, "k1");
  const echo = fake.messages(said.conversation).at(-1);
  const conversation = { id: said.conversation, conversationType: "personal" };
  for (const from of [
    { id: `28:${fake.config.appId}` },
    { id: "28:other-bot", name: "Other" },
    { id: "29:x", role: "bot" },
  ])
    await fake.deliver(fake.wrap({ ...echo?.activity, id: `e${from.id}`, conversation, from }));
  expect(host.events).toHaveLength(1);
});

test("S29 the same thread number in two channels and two tenants are two places", async () => {
  const other = "eeeeeeee-0000-4000-8000-000000000009";
  const { fake, host } = await serve({ tenants: [TENANT, other] });
  const post = (channel: string, tenant: string) =>
    fake.deliver(
      fake.wrap({
        type: "message",
        id: "1790000000005",
        from: { id: mia.id, aadObjectId: mia.aad, name: "Mia" },
        conversation: {
          id: `${channel};messageid=1790000000001`,
          conversationType: "channel",
          tenantId: tenant,
        },
        text: "<at>Deskmate</at> hello",
        entities: [
          { type: "mention", text: "<at>Deskmate</at>", mentioned: { id: `28:${fake.config.appId}` } },
        ],
        channelData: { tenant: { id: tenant } },
      }),
    );
  await post(CLASS_CHANNEL, TENANT);
  await post(DESK_CHANNEL, TENANT);
  await post(CLASS_CHANNEL, other);
  expect(new Set(host.events.map(({ at }) => at)).size).toBe(3);
  expect(new Set(host.events.map(({ id }) => id)).size).toBe(3);
});
