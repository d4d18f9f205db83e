import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { slackSettings } from "../../../adapters/slack/config.ts";
import { examineSlack } from "../../../adapters/slack/examine.ts";
import { printManifest, scopes } from "../../../adapters/slack/manifest.ts";
import { seal, unseal } from "../../../adapters/slack/workspaces/seal.ts";
import type { Workspace } from "../../fakes/slack/workspace.ts";
import { type Served, type ServeOptions, serve, until } from "../serve.ts";

const KEY = "0123456789abcdef".repeat(4);
const PUBLIC = "https://help.example.org";
const app = { SLACK_CLIENT_ID: "111.222", SLACK_TOKEN_KEY: KEY, PUBLIC_URL: PUBLIC };

/** Served to whoever installs it; nobody has yet. */
async function shared(options: ServeOptions = {}): Promise<Served & { readonly kept: Map<string, string> }> {
  const kept = new Map<string, string>();
  const served = await serve({ ...options, kept, env: { ...app, ...options.env } });
  return { ...served, kept };
}

/** Goes through the pages as a browser does. */
async function install({ fake, base }: Served, workspace: Workspace): Promise<Response> {
  const first = await fetch(new URL("/slack/install", base), { redirect: "manual" });
  const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
  const back = fake.agree(first.headers.get("location") ?? "", workspace);
  return fetch(new URL(`${back.pathname}${back.search}`, base), { headers: { cookie } });
}

/** A workspace that looks like the first one to the last id. */
function twin({ fake }: Served, team: string): Workspace {
  const other = fake.another(team);
  other.user("U0MIA", { name: `Mia of ${team}` });
  other.user("U0BEN", { name: `Ben of ${team}` });
  other.channel("C0HELP", ["U0MIA"]);
  other.direct("U0MIA");
  return other;
}

function said(team: string, event: Record<string, unknown>) {
  const message = { type: "message", channel: "D0MIA", user: "U0MIA", text: "hi", ts: "1790000000.000100" };
  return [
    { ...message, ...event },
    { team_id: team, authorizations: [{ team_id: team }] },
  ] as const;
}

describe("an installation", () => {
  test("leads to Slack with the scopes, and back; the token is kept so that nobody can read it", async () => {
    const served = await shared();
    const { fake, base, kept } = served;
    const first = await fetch(new URL("/slack/install", base), { redirect: "manual" });
    const to = new URL(first.headers.get("location") ?? "");
    expect(to.pathname).toBe("/oauth/v2/authorize");
    expect(to.searchParams.get("scope")).toBe(Object.keys(scopes).join(","));
    expect(to.searchParams.get("redirect_uri")).toBe(`${PUBLIC}/slack/oauth_redirect`);
    expect(first.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax; Secure$/);
    const done = await install(served, fake.workspace);
    expect(done.status).toBe(200);
    expect(await done.text()).toContain("Team T01");
    const token = [...fake.apps.tokens.keys()].at(-1) ?? "";
    expect(token).toMatch(/^xoxb-T01/);
    expect(JSON.stringify([...kept])).not.toContain(token);
    expect(unseal(kept.get("installations") ?? "", Buffer.from(KEY, "hex"))).toContain(token);
  });

  test("only the browser that began can end it, once and in time", async () => {
    let now = Date.now();
    const served = await shared({ slack: { now: () => now } });
    const { fake, base, slack } = served;
    const begin = async () => {
      const first = await fetch(new URL("/slack/install", base), { redirect: "manual" });
      const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
      const { pathname, search, searchParams } = fake.agree(
        first.headers.get("location") ?? "",
        fake.workspace,
      );
      return { cookie, path: `${pathname}${search}`, code: searchParams.get("code") ?? "" };
    };
    const end = async (path: string, cookie = "") =>
      (await fetch(new URL(path, base), { headers: cookie === "" ? {} : { cookie } })).status;
    const { cookie, path, code } = await begin();
    const other = await begin();
    expect(await end(path)).toBe(400);
    expect(await end(path, other.cookie)).toBe(400);
    expect(await end(`/slack/oauth_redirect?code=${code}`, cookie)).toBe(400);
    expect(await end(`/slack/oauth_redirect?code=${code}&state=`, "deskmate_slack=")).toBe(400);
    const forged = `${now + 1000}.abc.def`;
    expect(await end(`/slack/oauth_redirect?code=${code}&state=${forged}`, `deskmate_slack=${forged}`)).toBe(
      400,
    );
    expect(await end(path.replace(/code=[^&]+/, "error=access_denied"), cookie)).toBe(400);
    expect(await end(path.replace(code, "code-99"), cookie)).toBe(502);
    now += 11 * 60_000;
    expect(await end(path, cookie)).toBe(400);
    expect(fake.apps.issued).toBe(0);
    await expect(slack.send("slack:T01/D0MIA" as Address, { text: "x" }, "k")).rejects.toMatchObject({
      fault: "gone",
    });
    const again = await begin();
    expect(await end(again.path, again.cookie)).toBe(200);
    expect(await end(again.path, again.cookie)).toBe(502);
  });

  test("a whole organisation, and Slack's silence, are told in words, and in the reader's language", async () => {
    const served = await shared();
    const { fake } = served;
    fake.apps.isOrganisation = true;
    const refused = await install(served, fake.workspace);
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("one workspace")]);
    fake.apps.isOrganisation = false;
    fake.api.fail("oauth.v2.access", { type: "status", status: 500, after: false });
    expect((await install(served, fake.workspace)).status).toBe(502);
    const chinese = await fetch(new URL("/slack/oauth_redirect", served.base), {
      headers: { "accept-language": "zh-CN,zh;q=0.9" },
    });
    expect(await chinese.text()).toContain("没有装上");
  });

  test("another key is refused at the start, and no token is lost for it", async () => {
    const served = await shared();
    await install(served, served.fake.workspace);
    const before = served.kept.get("installations");
    const wrong = serve({ kept: served.kept, env: { ...app, SLACK_TOKEN_KEY: "f".repeat(64) } });
    await expect(wrong).rejects.toThrow("SLACK_TOKEN_KEY");
    expect(served.kept.get("installations")).toBe(before);
    const sealed = seal("secret", Buffer.from(KEY, "hex"));
    expect(unseal(sealed, Buffer.from(KEY, "hex"))).toBe("secret");
    for (const broken of [sealed.slice(2), `${sealed.slice(0, -4)}AAAA`, "", "x"])
      expect(unseal(broken, Buffer.from(KEY, "hex"))).toBeUndefined();
  });
});

describe.each(["http", "socket"] as const)("S29 two workspaces over %s", (mode) => {
  test("equal ids in both never cross: each is heard and answered with its own token", async () => {
    const served = await shared({ mode });
    const { fake, host, slack } = served;
    const other = twin(served, "T02");
    await install(served, fake.workspace);
    await install(served, other);
    const [one = "", two = ""] = [...fake.apps.tokens.keys()].slice(-2);
    for (const team of ["T01", "T02"]) {
      await fake.event(
        ...said(team, { channel: "C0HELP", text: `<@U0BOT${team === "T02" ? team : ""}> hi` }),
      );
      await fake.event(
        ...said(team, {
          channel: "C0HELP",
          text: "more",
          ts: "1790000001.000100",
          thread_ts: "1790000000.000100",
        }),
      );
    }
    const names = host.events.map(({ at, from }) => [at, from.id, from.name]);
    expect(names).toEqual([
      ["slack:T01/C0HELP/1790000000.000100", "T01/U0MIA", "Mia"],
      ["slack:T01/C0HELP/1790000000.000100", "T01/U0MIA", "Mia"],
      ["slack:T02/C0HELP/1790000000.000100", "T02/U0MIA", "Mia of T02"],
      ["slack:T02/C0HELP/1790000000.000100", "T02/U0MIA", "Mia of T02"],
    ]);
    expect(new Set(host.events.map(({ id }) => id)).size).toBe(4);
    await slack.send("slack:T01/D0MIA" as Address, { text: "to the first" }, "a");
    await slack.send("slack:T02/D0MIA" as Address, { text: "to the second" }, "b");
    expect(fake.texts("D0MIA")).toEqual(["to the first"]);
    expect(other.channels.get("D0MIA")?.messages.map(({ text }) => text)).toEqual(["to the second"]);
    await slack.send("slack:T02/C0HELP" as Address, { text: "psst", only: "T02/U0MIA" }, "c");
    expect([fake.workspace.whispers, other.whispers]).toMatchObject([[], [{ user: "U0MIA", text: "psst" }]]);
    await fake.event({ type: "user_change", user: { id: "U0MIA", deleted: true } }, said("T02", {})[1]);
    expect(host.events.at(-1)).toMatchObject({ type: "left", from: { id: "T02/U0MIA" } });
    const tokens = fake.api.of("chat.postMessage").map(({ token }) => token);
    expect(tokens).toEqual([one, two]);
    // Staff of the desk's workspace have no power in the other.
    expect(host.events.every(({ from }) => from.kind === "student")).toBe(true);
  });

  test("a third that has not installed it is not heard, and Slack need not send it again", async () => {
    const served = await shared({ mode });
    const { fake, host } = served;
    await install(served, fake.workspace);
    await fake.event(...said("T03", {}));
    await fake.command("U0MIA", "/tickets");
    expect(host.events).toMatchObject([{ action: "tickets" }]);
    expect(fake.attempts.every(({ status }) => status === 200)).toBe(true);
  });
});

describe("S16 a workspace that has thrown the bot out", () => {
  test("keeps what is to be sent; after another installation it goes, and what was missed is heard once", async () => {
    const served = await shared();
    const { fake, host, slack } = served;
    await install(served, fake.workspace);
    const mia = "slack:T01/D0MIA" as Address;
    fake.say("U0MIA", "D0MIA", "before");
    await fake.delivered();
    await until(() => fake.api.of("auth.test").length > 0);
    await fake.uninstall();
    const calls = fake.api.calls.length;
    for (const key of ["a", "b", "c"])
      await expect(slack.send(mia, { text: "an answer" }, key)).rejects.toMatchObject({
        fault: "unavailable",
        retryAfterMs: 60_000,
      });
    expect(fake.api.calls).toHaveLength(calls);
    fake.workspace.put(fake.workspace.direct("U0MIA"), { user: "U0MIA", text: "is anybody there?" });
    await install(served, fake.workspace);
    await slack.send(mia, { text: "an answer" }, "a");
    await until(() => host.events.length === 2);
    expect(host.events).toMatchObject([{ text: "before" }, { text: "is anybody there?" }]);
    // Slack's events may be late: an old one ends no new installation.
    await fake.event({ type: "app_uninstalled" }, { event_time: Math.floor(Date.now() / 1000) - 60 });
    await slack.send(mia, { text: "another" }, "d");
    expect(fake.texts("D0MIA").slice(-2)).toEqual(["an answer", "another"]);
  });

  test("somebody else's token is nobody's business", async () => {
    const served = await shared();
    const { fake, slack } = served;
    await install(served, fake.workspace);
    await fake.event({ type: "tokens_revoked", tokens: { oauth: ["U0MIA"], bot: ["U0OTHER"] } });
    await slack.send("slack:T01/D0MIA" as Address, { text: "still here" }, "a");
    expect(fake.texts("D0MIA")).toEqual(["still here"]);
  });
});

describe("tokens that end", () => {
  test("are replaced before their end, once for all who wait, also after a restart", async () => {
    let now = Date.now();
    const served = await shared({ slack: { now: () => now } });
    const { fake, slack, host } = served;
    fake.apps.rotates = true;
    await install(served, fake.workspace);
    const at = "slack:T01/D0MIA" as Address;
    await slack.send(at, { text: "first" }, "a");
    now += 11 * 3_600_000;
    await Promise.all(["b", "c", "d"].map((key) => slack.send(at, { text: key }, key)));
    expect(fake.api.of("oauth.v2.access")).toHaveLength(2);
    await host.stop();
    const { slack: after } = await served.again();
    await after.send(at, { text: "after" }, "e");
    const used = fake.api.of("chat.postMessage").map(({ token }) => token);
    expect(new Set(used).size).toBe(2);
    expect(used.at(-1)).toBe(used[1]);
  });

  test("while Slack gives no other, the old one serves to its end, and then what is to be sent waits", async () => {
    let now = Date.now();
    const served = await shared({ slack: { now: () => now } });
    const { fake, slack } = served;
    fake.apps.rotates = true;
    await install(served, fake.workspace);
    const at = "slack:T01/D0MIA" as Address;
    fake.api.fail("oauth.v2.access", { type: "status", status: 500, after: false }, 50);
    now += 11 * 3_600_000;
    await slack.send(at, { text: "still" }, "a");
    await slack.send(at, { text: "and still" }, "b");
    expect(fake.api.of("oauth.v2.access")).toHaveLength(2);
    now += 2 * 3_600_000;
    for (let n = 0; n < 3; n += 1)
      await expect(slack.send(at, { text: "x" }, "c")).rejects.toMatchObject({ fault: "unavailable" });
    expect(fake.api.of("oauth.v2.access")).toHaveLength(3);
    expect(fake.texts("D0MIA")).toEqual(["still", "and still"]);
  });
});

describe("the one token in the settings", () => {
  test.each(["token_revoked", "invalid_auth", "account_inactive"])(
    "S16 %s: the queue waits, Slack is asked once a minute, the log says so, and it goes on",
    async (error) => {
      let now = Date.now();
      const { fake, host, slack } = await serve({ slack: { now: () => now } });
      const alarms: string[] = [];
      Object.assign(host.log, { error: (event: string) => alarms.push(event) });
      const at = "slack:T01/D0MIA" as Address;
      await slack.send(at, { text: "before" }, "a");
      fake.api.fail("chat.postMessage", { type: "error", error }, 2);
      const refused = { fault: "unavailable", retryAfterMs: 60_000 };
      await expect(slack.send(at, { text: "x" }, "b")).rejects.toMatchObject(refused);
      for (let n = 0; n < 5; n += 1)
        await expect(slack.send(at, { text: "x" }, "b")).rejects.toMatchObject({ fault: "unavailable" });
      expect(fake.api.of("chat.postMessage")).toHaveLength(2);
      now += 60_000;
      await expect(slack.send(at, { text: "x" }, "b")).rejects.toMatchObject(refused);
      now += 60_000;
      await slack.send(at, { text: "x" }, "b");
      expect(fake.texts("D0MIA")).toEqual(["before", "x"]);
      expect(alarms).toEqual(Array.from({ length: 2 }, () => expect.stringContaining("token is refused")));
    },
  );

  test("S16 a new token after a restart: what waited goes, what was missed is heard", async () => {
    const served = await serve();
    const { fake, host, slack } = served;
    fake.say("U0MIA", "D0MIA", "before");
    await fake.delivered();
    await until(() => fake.api.of("auth.test").length > 1);
    fake.api.revoked.add(fake.botToken);
    const at = "slack:T01/D0MIA" as Address;
    await expect(slack.send(at, { text: "waits" }, "k")).rejects.toMatchObject({ fault: "unavailable" });
    await host.stop();
    fake.workspace.put(fake.workspace.direct("U0MIA"), { user: "U0MIA", text: "meanwhile" });
    fake.apps.tokens.set("xoxb-2-fake", fake.workspace);
    const after = await served.again([], { SLACK_BOT_TOKEN: "xoxb-2-fake" });
    await after.slack.send(at, { text: "waits" }, "k");
    await until(() => after.host.events.length === 2);
    expect(after.host.events).toMatchObject([{ text: "before" }, { text: "meanwhile" }]);
    expect(fake.texts("D0MIA")).toContain("waits");
  });
});

describe("settings of an app that is installed", () => {
  const env = { ...app, SLACK_CLIENT_SECRET: "0123456789abcdef", SLACK_SIGNING_SECRET: "0123456789abcdef" };
  const faults = (change: Record<string, string | undefined>) =>
    (slackSettings.safeParse({ ...env, ...change }).error?.issues ?? []).map(({ path }) => path.join("."));

  test("I19 must be whole: the key above all", () => {
    expect(faults({})).toEqual([]);
    for (const name of ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_TOKEN_KEY", "PUBLIC_URL"])
      expect(faults({ [name]: undefined }), name).toEqual([name]);
    expect(faults({ SLACK_BOT_TOKEN: "xoxb-1" })).toEqual(["SLACK_BOT_TOKEN"]);
    for (const key of ["", " ", "short", "g".repeat(64), "0".repeat(63)])
      expect(faults({ SLACK_TOKEN_KEY: key }), key).toEqual(["SLACK_TOKEN_KEY"]);
  });

  test("the manifest leads back to this server, and lets tokens end", () => {
    const manifest = JSON.parse(printManifest(slackSettings.parse(env), { publicUrl: PUBLIC }));
    expect(manifest.oauth_config.redirect_urls).toEqual([`${PUBLIC}/slack/oauth_redirect`]);
    expect(manifest.settings.token_rotation_enabled).toBe(true);
  });

  test("doctor asks Slack whether it knows the app", async () => {
    const { fake } = await shared();
    const look = (change: Record<string, string>) =>
      examineSlack(slackSettings.parse({ ...fake.appSettings, ...app, ...change }), { publicUrl: PUBLIC });
    expect(await look({})).toMatchObject([
      { name: "Slack app", state: "ok", detail: expect.stringContaining(`${PUBLIC}/slack/install`) },
      { name: "Slack events", state: "ok" },
    ]);
    expect(await look({ SLACK_CLIENT_SECRET: "f".repeat(32) })).toMatchObject([
      {
        state: "fault",
        detail: "Slack says: bad_client_secret",
        mend: expect.stringContaining("SLACK_CLIENT_SECRET"),
      },
      {},
    ]);
  });
});
