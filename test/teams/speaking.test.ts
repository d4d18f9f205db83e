import { describe, expect, test } from "vitest";
import { type Address, PlatformError, type StoredFile } from "#ports/platform.ts";
import {
  CLASS_CHANNEL,
  createFakeTeams,
  DESK_CHANNEL,
  type FakeTeams,
  mei,
  mia,
  TENANT,
  wordsOf,
} from "../fakes/teams/teams.ts";
import { serve, serveAgain, TeamsHost, talking } from "./serve.ts";

const channel = (id: string) => `teams:${TENANT}/c/${id}` as Address;
const posts = (fake: FakeTeams) =>
  fake.calls.filter(({ method, path }) => method === "POST" && path.includes("/v3/"));

async function faultOf(call: Promise<unknown>): Promise<PlatformError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PlatformError)) throw new Error(`no refusal but ${String(error)}`);
  return error;
}

describe("a message", () => {
  test("is posted, changed and removed; a second removal is no fault", async () => {
    const { fake, teams, at, conversation } = await talking();
    const { id, repliesAt } = await teams.send(at, { text: "one" }, "k1");
    expect(repliesAt).toBe(at);
    await teams.edit(at, id, { text: "two" });
    expect(fake.messages(conversation).at(-1)).toMatchObject({ id, activity: { text: "two" } });
    await teams.remove(at, id);
    await teams.remove(at, id);
    expect(fake.messages(conversation).map(({ from }) => from)).toEqual([mia.id]);
    expect((await faultOf(teams.edit(at, id, { text: "three" }))).fault).toBe("gone");
  });

  test("in a channel opens a thread, where the bot then hears every line and can change the post", async () => {
    const { fake, teams, host } = await serve();
    const { id, repliesAt } = await teams.send(channel(DESK_CHANNEL), { text: "card" }, "k1");
    expect(repliesAt).toBe(`${channel(DESK_CHANNEL)}/${id}`);
    await teams.send(repliesAt, { text: "a note" }, "k2");
    await teams.edit(channel(DESK_CHANNEL), id, { text: "card, changed" });
    const [thread = ""] = fake.threads(DESK_CHANNEL);
    expect(fake.messages(thread).map(wordsOf)).toEqual(["card, changed", "a note"]);
    await fake.post(mia, DESK_CHANNEL, "no call needed", { root: id });
    expect(host.events).toMatchObject([{ at: repliesAt, text: "no call needed" }]);
  });

  test("reaches a channel that was never heard from, and after a restart a chat that was", async () => {
    const { fake, host } = await talking();
    const kept = new Map<string, string>();
    const first = new TeamsHost(kept);
    await serveAgain(fake, first);
    const { conversation } = await fake.say(mia, "hello");
    await first.stop();
    const second = new TeamsHost(kept);
    const again = await serveAgain(fake, second);
    await again.send(`teams:${TENANT}/p/${conversation}` as Address, { text: "still here" }, "k1");
    await again.send(channel(CLASS_CHANNEL), { text: "and here" }, "k2");
    await second.stop();
    expect(fake.messages(conversation).at(-1)?.activity["text"]).toBe("still here");
    // Where the chat was heard from, not the common address.
    expect(posts(fake).map(({ path }) => path.split("/")[1])).toEqual(["emea", "emea"]);
    expect(host.events).toHaveLength(1);
  });

  test("typing shows in a chat, and nothing in a channel, where Teams has no sign for it", async () => {
    const { fake, teams, at, conversation } = await talking();
    await teams.signal(at, { type: "typing" });
    await teams.signal(channel(DESK_CHANNEL), { type: "typing" });
    await teams.signal(channel(DESK_CHANNEL), { type: "draft", text: "It rep" });
    expect(posts(fake)).toMatchObject([{ conversation, body: { type: "typing" } }]);
    expect(fake.messages(conversation)).toHaveLength(1);
  });

  test("marks and reactions are the bot's own, are taken back, and may be repeated", async () => {
    const { fake, teams, at } = await talking();
    const card = await teams.send(channel(DESK_CHANNEL), { text: "card" }, "k1");
    const line = await fake.post(mei, DESK_CHANNEL, "hello", { root: card.id });
    for (const mark of ["delivered", "internal", "failed", "failed"] as const)
      await teams.mark(card.repliesAt, line.id, mark);
    expect(fake.reactions.get(line.id)).toEqual([
      "2705_whiteheavycheckmark",
      "1f512_locked",
      "26a0_warningsign",
    ]);
    const said = await fake.say(mia, "thanks");
    await teams.react(at, said.id, { emoji: "❤", added: true });
    expect(fake.reactions.get(said.id)).toEqual(["heart"]);
    await teams.react(at, said.id, { emoji: "❤️", added: false });
    expect(fake.reactions.get(said.id)).toEqual([]);
    // On the card itself, which stands in its own thread.
    await teams.react(channel(DESK_CHANNEL), card.id, { emoji: "👀", added: true });
    expect(fake.reactions.get(card.id)).toEqual(["1f440_eyes"]);
  });

  test("a reaction that Teams has no name for, or does not let bots show, is left out without harm", async () => {
    const { fake, teams, host, at } = await talking();
    const said = await fake.say(mia, "thanks");
    await teams.react(at, said.id, { emoji: "🦄", added: true });
    expect(fake.calls.some(({ path }) => path.includes("/reactions/"))).toBe(false);
    for (const status of [400, 403, 404, 405]) {
      fake.fault = ({ path }) => (path.includes("/reactions/") ? { status, code: "No" } : undefined);
      await teams.mark(at, said.id, "delivered");
    }
    expect(host.logged.filter(({ event }) => event === "teams: reaction not shown")).toHaveLength(4);
  });

  test("S15 too many reactions wait as Teams says, and hold no message up", async () => {
    const { fake, teams, at } = await talking();
    const said = await fake.say(mia, "thanks");
    const headers = { "retry-after": "30" };
    fake.fault = ({ path }) =>
      path.includes("/reactions/") ? { status: 429, code: "TooManyRequests", headers } : undefined;
    const refused = await faultOf(teams.mark(at, said.id, "delivered"));
    expect(refused).toMatchObject({ fault: "limited", retryAfterMs: 30_000 });
    await faultOf(teams.mark(at, said.id, "delivered"));
    expect(fake.calls.filter(({ path }) => path.includes("/reactions/"))).toHaveLength(1);
    await teams.send(at, { text: "free" }, "k1");
  });

  test("goes out with the credential, which is asked for once", async () => {
    const { fake, teams, at } = await talking();
    await Promise.all([1, 2, 3].map((n) => teams.send(at, { text: `${n}` }, `k${n}`)));
    expect(fake.calls.filter(({ path }) => path.endsWith("/token"))).toHaveLength(1);
    expect(new Set(posts(fake).map(({ authorization }) => authorization))).toEqual(
      new Set(["Bearer token-1"]),
    );
  });

  test("at an address that is none of Teams' is refused without a call", async () => {
    const { fake, teams } = await serve();
    for (const at of ["web:desk", "teams:", "teams:x/y/z", `teams:${TENANT}/c/a/b/c`, `teams:${TENANT}/p/%`])
      expect((await faultOf(teams.send(at as Address, { text: "x" }, "k"))).fault).toBe("invalid");
    expect(fake.calls).toEqual([]);
  });
});

describe("S13 and S14: one request an attempt, and never a second for what may have arrived", () => {
  test.each([408, 500, 502, 503, 504, "reset", "nonsense"] as const)("taken, then %s", async (how) => {
    const { fake, teams, at, conversation } = await talking();
    fake.fault = () => ({ taken: how });
    expect((await faultOf(teams.send(at, { text: "once" }, "k1"))).fault).toBe("ambiguous");
    expect(posts(fake)).toHaveLength(1);
    expect(fake.messages(conversation).filter(({ activity }) => activity["text"] === "once")).toHaveLength(1);
  });

  test("taken, then nothing: given up before the core does", { timeout: 30_000 }, async () => {
    const { fake, teams, at } = await talking();
    fake.fault = () => ({ taken: "hang" });
    const began = performance.now();
    expect((await faultOf(teams.send(at, { text: "once" }, "k1"))).fault).toBe("ambiguous");
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(posts(fake)).toHaveLength(1);
  });

  test.each([
    [429, "limited"],
    [412, "limited"],
    [401, "unavailable"],
    [403, "denied"],
    [404, "gone"],
    [400, "invalid"],
    [413, "invalid"],
  ] as const)("refused with %i is %s", async (status, fault) => {
    const { fake, teams, at } = await talking();
    fake.fault = () => ({ status, code: "No" });
    expect((await faultOf(teams.send(at, { text: "x" }, "k1"))).fault).toBe(fault);
    expect(posts(fake)).toHaveLength(1);
  });

  test("I22 a redirect is not followed: the credential stays with its host", async () => {
    const other = await createFakeTeams();
    const { fake, teams, at } = await talking();
    const location = `${other.url}/v3/conversations/x/activities`;
    fake.fault = () => ({ status: 307, code: "Moved", headers: { location } });
    await faultOf(teams.send(at, { text: "x" }, "k1"));
    expect(other.calls).toEqual([]);
    await other.close();
  });

  test("a Connector that is not there was not sent to", async () => {
    const { fake, teams, at } = await talking();
    await teams.send(at, { text: "x" }, "k0");
    await fake.close();
    expect((await faultOf(teams.send(at, { text: "x" }, "k1"))).fault).toBe("unavailable");
  });
});

test("S15, I31 quiet for one conversation leaves the others alone, and nothing is sent there before its time", async () => {
  let now = Date.now();
  const { fake, teams } = await serve({}, { now: () => now });
  const a = await fake.say(mia, "hello");
  const [at, desk] = [`teams:${TENANT}/p/${a.conversation}` as Address, channel(DESK_CHANNEL)];
  fake.fault = ({ conversation }) =>
    conversation === a.conversation
      ? { status: 429, code: "TooManyRequests", headers: { "retry-after": "30" } }
      : undefined;
  for (let n = 0; n < 500; n++) {
    const refused = await faultOf(teams.send(at, { text: `${n}` }, `a${n}`));
    expect(refused.fault).toBe("limited");
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    now += 50;
  }
  expect(posts(fake)).toHaveLength(1);
  await teams.send(desk, { text: "free" }, "b");
  fake.fault = () => undefined;
  now += 30_000;
  await teams.send(at, { text: "again" }, "a500");
  expect(fake.messages(a.conversation).at(-1)?.activity["text"]).toBe("again");
});

describe("S16 a credential that is not taken", () => {
  test("keeps what waits, asks no more than once a minute, and goes on when it is renewed", async () => {
    let now = Date.now();
    const { fake, teams } = await serve({}, { now: () => now });
    const { conversation } = await fake.say(mia, "hello");
    const at = `teams:${TENANT}/p/${conversation}` as Address;
    fake.tokenFault = 401;
    for (let n = 0; n < 5; n++)
      expect(await faultOf(teams.send(at, { text: "x" }, "k"))).toMatchObject({ fault: "unavailable" });
    expect(fake.calls.filter(({ path }) => path.endsWith("/token"))).toHaveLength(1);
    expect(posts(fake)).toEqual([]);
    fake.tokenFault = undefined;
    now += 61_000;
    await teams.send(at, { text: "x" }, "k");
    expect(fake.messages(conversation)).toHaveLength(2);
  });

  test("that the Connector has revoked is asked for anew", async () => {
    const { fake, teams, at, conversation } = await talking();
    await teams.send(at, { text: "one" }, "k1");
    fake.tokens.clear();
    expect((await faultOf(teams.send(at, { text: "two" }, "k2"))).fault).toBe("unavailable");
    await teams.send(at, { text: "two" }, "k2");
    expect(fake.messages(conversation).map(({ activity }) => activity["text"])).toEqual([
      "hello",
      "one",
      "two",
    ]);
  });

  // bots/how-to/conversations/conversation-messages (msteams-docs), "Status codes from bot conversational APIs".
  test.each([
    [403, "MessageWritesBlocked", "denied"],
    [403, "ConversationBlockedByUser", "denied"],
    [403, "BotDisabledByAdmin", "denied"],
    [403, "BotNotInConversationRoster", "denied"],
    [403, "ForbiddenOperationException", "denied"],
    [403, "NotEnoughPermissions", "denied"],
    [404, "ConversationNotFound", "gone"],
    [404, "ActivityNotFoundInConversation", "gone"],
    [400, "Bad Argument", "invalid"],
  ] as const)("%i %s is final, after one attempt", async (status, code, fault) => {
    const { fake, teams, at } = await talking();
    fake.fault = () => ({ status, code });
    expect((await faultOf(teams.send(at, { text: "x" }, "k1"))).fault).toBe(fault);
    expect(posts(fake)).toHaveLength(1);
  });
});

describe("S20 files out", () => {
  const host = new TeamsHost();
  const keep = (name: string, type: string, words: string): Promise<StoredFile> =>
    host.keepFile({ name, type, bytes: new TextEncoder().encode(words) });

  test("lead to our own page, by an address that can't be guessed and ends", async () => {
    let now = Date.now();
    const { fake, teams } = await serve({ publicUrl: "https://help.example.org" }, { now: () => now }, host);
    const said = await fake.say(mia, "hello");
    const at = `teams:${TENANT}/p/${said.conversation}` as Address;
    const page = await keep("../../x.html", "text/html", "<script>alert(1)</script>");
    await teams.send(at, { text: "see", files: [page] }, "k1");
    const activity = JSON.stringify(fake.messages(said.conversation).at(-1)?.activity);
    const [, path = ""] = /https:\/\/help\.example\.org(\/teams\/files\/[^"]+)/.exec(activity) ?? [];
    const got = await fetch(`${fake.bot}${path}`);
    expect(got.status).toBe(200);
    expect(got.headers.get("content-type")).toBe("application/octet-stream");
    expect(got.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(got.headers.get("x-content-type-options")).toBe("nosniff");
    const [id = ""] = path.split("/").slice(3);
    for (const wrong of [
      path.slice(0, -1),
      path.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
      path.replace(id, "other"),
      "/teams/files/",
      `/teams/files/${id}/99999999999999/${"A".repeat(43)}`,
      `/teams/files/%E0%A4%A/1/${"A".repeat(43)}`,
    ])
      expect((await fetch(`${fake.bot}${wrong}`)).status).toBe(404);
    now += 16 * 24 * 3_600_000;
    expect((await fetch(`${fake.bot}${path}`)).status).toBe(404);
  });

  test("are named where we have no address", async () => {
    const { fake, teams, at, conversation } = await talking();
    const file = { id: "f1", name: "a.png", type: "image/png", size: 2048 };
    await teams.send(at, { text: "", files: [file] }, "k1");
    const message = fake.messages(conversation).at(-1);
    expect(message && wordsOf(message)).toBe("📎 a.png (2 KB)");
  });
});
