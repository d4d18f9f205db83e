import { describe, expect, test } from "vitest";
import type { Channel } from "../../fakes/discord/world.ts";
import { connected, direct, live, pause, type Stage, stage, threadOf, until } from "../stage.ts";

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => String(from + i));

/** Twenty a second would be a busy course. */
async function talk(made: Stage, channel: Channel, texts: readonly string[], everyMs = 5): Promise<void> {
  for (const text of texts) {
    made.discord.say(made.mia, channel, text);
    if (everyMs > 0) await pause(everyMs);
  }
}

async function heard({ host }: Stage, count: number): Promise<readonly string[]> {
  await until(() => host.texts().length >= count);
  await pause(30);
  return host.texts();
}

describe("S06: a gap in the connection", () => {
  test("a lost line, opcode 7, a heartbeat that nobody answers: resumed, each message once and in order", async () => {
    const made = await stage();
    made.discord.gateway.heartbeatMs = 400;
    await made.platform.start(made.host);
    await connected(made);
    const { discord } = made;
    const channel = discord.direct(made.mia);
    await talk(made, channel, numbers(0, 10));
    discord.gateway.drop();
    await talk(made, channel, numbers(10, 20));
    await heard(made, 20);
    discord.gateway.reconnect();
    await talk(made, channel, numbers(20, 30));
    await heard(made, 30);
    discord.gateway.acksHeartbeats = false;
    await until(() => discord.gateway.resumes === 3);
    discord.gateway.acksHeartbeats = true;
    await talk(made, channel, numbers(30, 40));
    expect(await heard(made, 40)).toEqual(numbers(0, 40));
    expect(discord.gateway.identifies).toBe(1);
    expect(discord.gateway.closes).not.toContain(1000);
  });

  test("S02: a full disk: what could not be stored is not counted as received, nor lost", async () => {
    const made = await live();
    const { discord, host, platform, mia } = made;
    const channel = discord.direct(mia);
    let isFull = true;
    host.beforeAccept = ({ id }) => {
      if (isFull && id !== first.id) throw new Error("disk full");
    };
    const first = discord.say(mia, channel, "1");
    await until(() => host.events.length === 1);
    await talk(made, channel, ["2", "3"]);
    await pause(1200);
    await platform.stop();
    isFull = false;
    await made.next().start(host);
    expect(await heard(made, 3)).toEqual(["1", "2", "3"]);
    expect(discord.gateway.identifies).toBe(1);
  });

  test("I12: an invalid session: direct messages, open threads and new mentions are fetched, once and in order", async () => {
    const made = await live();
    const { discord, host, platform, course, listened, mia, ben, anna } = made;
    const dm = discord.direct(mia);
    const asked = discord.say(ben, course, `<@${discord.world.bot.id}> what is a loop`);
    await talk(made, dm, ["0"]);
    await heard(made, 2);
    await platform.send(threadOf(asked), { text: "It repeats." }, "k1");
    const thread = discord.world.channels.get(asked.id);
    if (!thread) throw new Error("no thread");
    const before = host.events.length;
    discord.gateway.forget();
    await talk(made, dm, numbers(1, 130), 0);
    discord.say(anna, thread, "let me look");
    discord.say(ben, thread, "thank you");
    discord.say(mia, listened, "what is an array?");
    discord.say(mia, listened, "good morning");
    discord.say(mia, course, "nothing");
    discord.say(mia, course, `<@${discord.world.bot.id}> and a map`);
    await until(() => discord.gateway.identifies === 2, 20_000);
    await talk(made, dm, ["130"]);
    await until(() => host.texts().includes("130") && host.events.length === before + 135);
    const at = (address: string) =>
      host.events.flatMap((one) => (one.type === "message" && one.at === address ? [one.text] : []));
    expect(at(direct(dm))).toEqual(numbers(0, 131));
    expect(at(threadOf(asked)).slice(1)).toEqual(["let me look", "thank you"]);
    expect(host.texts()).toContain("what is an array?");
    expect(host.texts()).toContain("and a map");
    expect(host.events.find((one) => one.type === "message" && one.text === "let me look")?.from.kind).toBe(
      "staff",
    );
  }, 30_000);

  test("S06: a first run that crashes within its first second: what came until the next is fetched", async () => {
    const made = await live();
    const { discord, host, platform } = made;
    const channel = discord.direct(made.mia);
    await talk(made, channel, ["1"]);
    await heard(made, 1);
    const left = new Map(host.values);
    discord.gateway.forget();
    await platform.stop();
    host.values.clear();
    for (const [key, value] of left) host.values.set(key, value);
    await talk(made, channel, ["2"]);
    await made.next().start(host);
    expect(await heard(made, 2)).toEqual(["1", "2"]);
  });

  test.each(["reset", "502"] as const)(
    "a network that fails (%s) ends no session: RESUME comes before IDENTIFY",
    async (refusal) => {
      const made = await live();
      const { discord, host, platform } = made;
      const channel = discord.direct(made.mia);
      await talk(made, channel, ["1"]);
      await heard(made, 1);
      Object.assign(discord.gateway, { refuses: 2, refusal });
      discord.gateway.drop();
      await talk(made, channel, ["2"]);
      expect(await heard(made, 2)).toEqual(["1", "2"]);
      await platform.stop();
      discord.gateway.refuses = 2;
      await talk(made, channel, ["3"]);
      await made.next().start(host);
      expect(await heard(made, 3)).toEqual(["1", "2", "3"]);
      expect(discord.gateway.identifies).toBe(1);
    },
  );

  test("when the session's own address no longer answers, a new one begins and the gap is fetched", async () => {
    const made = await live();
    const { discord, host, platform } = made;
    const channel = discord.direct(made.mia);
    await talk(made, channel, ["1"]);
    await heard(made, 1);
    await platform.stop();
    const kept = JSON.parse(host.values.get("session/0") ?? "{}");
    host.values.set("session/0", JSON.stringify({ ...kept, resumeURL: "ws://127.0.0.1:9" }));
    await talk(made, channel, ["2"]);
    await made.next().start(host);
    expect(await heard(made, 2)).toEqual(["1", "2"]);
    expect(discord.gateway.identifies).toBe(2);
  });
});

describe("S07: a deploy", () => {
  test("the next process takes the session up where everything was stored", async () => {
    const made = await live();
    const { discord, host, platform } = made;
    const channel = discord.direct(made.mia);
    host.beforeAccept = () => pause(10);
    const talking = talk(made, channel, numbers(0, 60), 10);
    await pause(250);
    await platform.stop();
    await until(() => discord.gateway.closes.at(-1) === 4200);
    await pause(100);
    await made.next().start(host);
    await talking;
    expect(await heard(made, 60)).toEqual(numbers(0, 60));
    expect(discord.gateway.identifies).toBe(1);
    expect(discord.gateway.resumes).toBe(1);
  });

  test("commands are registered when they changed, not at each start", async () => {
    const made = await live();
    const { discord, host, platform } = made;
    expect(discord.rest.commands).toMatchObject([
      { name: "ask" },
      { name: "human" },
      { name: "ticket" },
      { name: "tickets" },
      { type: 3, name: "Ask about this" },
      { type: 3, name: "Open a ticket" },
    ]);
    await platform.stop();
    await made.next().start(host);
    await until(() => discord.gateway.connected === 1);
    await pause(50);
    expect(discord.rest.requests("PUT", /commands$/)).toHaveLength(1);
  });
});

describe("S08, I12: an outage", () => {
  test("a first start replays nothing", async () => {
    const made = await stage();
    const { discord, host } = made;
    await talk(made, discord.direct(made.mia), numbers(0, 5), 0);
    discord.say(made.mia, made.listened, "is anybody there?");
    await made.platform.start(host);
    await connected(made);
    await talk(made, discord.direct(made.mia), ["now"]);
    expect(await heard(made, 1)).toEqual(["now"]);
  });

  test("the first direct message ever of somebody is found with their next sign", async () => {
    const made = await live();
    const { discord, host, platform, ben } = made;
    await talk(made, discord.direct(made.mia), ["0"]);
    await heard(made, 1);
    await platform.stop();
    discord.gateway.forget();
    const unknown = discord.direct(ben);
    discord.say(ben, unknown, "can you help me?");
    await made.next().start(host);
    await until(() => discord.gateway.connected === 1, 10_000);
    discord.type(ben, unknown);
    await until(() => host.texts().includes("can you help me?"));
    discord.say(ben, unknown, "hello?");
    expect(await heard(made, 3)).toEqual(["0", "can you help me?", "hello?"]);
  }, 20_000);

  test("after half an hour all is caught up once; an end in the middle begins it again", async () => {
    const made = await live();
    const { discord, host, platform } = made;
    const channel = discord.direct(made.mia);
    await talk(made, channel, ["0"]);
    await heard(made, 1);
    await platform.stop();
    discord.gateway.forget();
    await talk(made, channel, numbers(1, 41), 0);
    host.beforeAccept = () => pause(15);
    const second = made.next();
    await second.start(host);
    await until(() => host.texts().length > 5);
    await second.stop();
    const stopped = host.texts().length;
    expect(stopped).toBeLessThan(41);
    await made.next().start(host);
    expect(await heard(made, 41)).toEqual(numbers(0, 41));
  });
});

describe("I32: closes that repeat until somebody mends them", () => {
  test.each([
    [4004, "DISCORD_TOKEN"],
    [4010, "DISCORD_SHARDS"],
    [4011, "too many servers"],
    [4012, "update"],
    [4013, "intents"],
    [4014, "Message Content Intent"],
  ])("%i stops and says how to mend it", async (code, words) => {
    const made = await live();
    made.discord.gateway.drop(code);
    await until(() => made.host.errors().some((line) => line.includes(words)));
    await pause(700);
    expect(made.discord.gateway.connected).toBe(0);
    expect(made.discord.gateway.identifies).toBe(1);
  });

  test("an intent that the application lacks is named at the start", async () => {
    const made = await stage();
    made.discord.gateway.mayReadContent = false;
    await made.platform.start(made.host);
    await until(() => made.host.errors().length >= 2);
    expect(made.host.errors().join()).toContain("Message Content Intent");
    await pause(700);
    expect(made.discord.gateway.identifies).toBe(1);
  });

  test("sessions are asked for sparingly, across restarts too", async () => {
    const made = await stage();
    const day = Array.from({ length: 50 }, (_, n) => Date.now() - 1000 * (60 - n));
    await made.host.keep("identifies", JSON.stringify(day));
    await made.platform.start(made.host);
    await until(() => made.host.errors().some((line) => line.includes("too many sessions")));
    expect(made.discord.gateway.identifies).toBe(0);
  });
});
