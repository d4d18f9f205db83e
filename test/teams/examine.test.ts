import { expect, test } from "vitest";
import type { Check } from "#ports/check.ts";
import type { TeamsConfig } from "../../adapters/teams/config.ts";
import { examineTeams } from "../../adapters/teams/examine.ts";
import { CLASS_CHANNEL, DESK_CHANNEL, TENANT } from "../fakes/teams/teams.ts";
import { serve } from "./serve.ts";

const desk = { tenant: TENANT, channel: DESK_CHANNEL };
const named = (checks: readonly Check[], name: string) => checks.filter((check) => check.name === name);

/** What doctor says while Deskmate runs beside it. */
async function examined(change: Partial<TeamsConfig> = {}, publicUrl?: string) {
  const { fake } = await serve();
  const url = publicUrl ?? fake.bot;
  const look = (more: Partial<TeamsConfig> = {}) =>
    examineTeams({ ...fake.config, desk, listen: [CLASS_CHANNEL], ...change, ...more }, { publicUrl: url });
  return { fake, look };
}

test("without settings it says which are missing", async () => {
  expect(await examineTeams(undefined, { publicUrl: undefined })).toMatchObject([
    { state: "off", mend: expect.stringContaining("TEAMS_APP_ID") },
  ]);
});

test("all is well: the token, the tenant, the endpoint, the desk, the staff, the channels", async () => {
  const { look } = await examined();
  const checks = await look();
  expect(checks.filter(({ state }) => state === "fault")).toEqual([]);
  expect(named(checks, "Teams")[0]?.detail).toContain(TENANT);
  for (const name of ["Teams endpoint", "Teams desk", "Teams staff", "Teams listening"])
    expect(named(checks, name)).toMatchObject([{ state: "ok" }]);
});

test("S08, I12 and what can't be looked at is said: messages during downtime, consent, installations", async () => {
  const { fake, look } = await examined();
  for (const broken of [false, true]) {
    fake.tokenFault = broken ? 401 : undefined;
    const checks = await look();
    expect(named(checks, "Teams downtime")[0]?.detail).toMatch(/while Deskmate is down is lost/);
    expect(named(checks, "Teams app")[0]?.detail).toMatch(/ChannelMessage\.Read\.Group/);
  }
});

test("S16 a wrong secret is told with the place to mend it, and nothing else is asked", async () => {
  const { fake, look } = await examined({ password: "expired" });
  const checks = await look();
  expect(checks[0]).toMatchObject({
    state: "fault",
    detail: expect.stringContaining("401"),
    mend: expect.stringContaining("Certificates & secrets"),
  });
  expect(fake.calls.filter(({ path }) => path.includes("/v3/"))).toEqual([]);
  expect(JSON.stringify(checks)).not.toContain('expired"');
});

test("a network that is down is no fault of the settings", async () => {
  const { fake, look } = await examined();
  fake.isDown = true;
  expect((await look())[0]).toMatchObject({ detail: "Microsoft's service did not answer" });
});

test.each([
  ["no address", undefined, "PUBLIC_URL"],
  ["nobody there", "http://127.0.0.1:9", "does not answer"],
  ["another scheme", "https://127.0.0.1:9", "not https"],
])("an endpoint that Teams can't reach: %s", async (_, publicUrl, words) => {
  const { fake } = await serve();
  const checks = await examineTeams(fake.config, { publicUrl });
  const [found] = named(checks, "Teams endpoint");
  expect(found?.state).toBe("fault");
  expect(`${found?.detail} ${found?.mend}`).toContain(words);
});

test("an endpoint where somebody else answers", async () => {
  const { fake, look } = await examined();
  const checks = await examineTeams(fake.config, { publicUrl: fake.url });
  expect(named(checks, "Teams endpoint")[0]?.state).toBe("fault");
  expect(named(await look(), "Teams endpoint")[0]?.state).toBe("ok");
});

test("a channel that the app is not in, staff that are nobody, a group without permission", async () => {
  const { fake, look } = await examined();
  const nowhere = { tenant: TENANT, channel: "19:nowhere@thread.tacv2" };
  const [desk] = named(await look({ desk: nowhere }), "Teams desk");
  expect(desk).toMatchObject({ state: "fault", mend: expect.stringContaining("Add to a team") });
  const none = { people: [], teams: [], groups: [] };
  expect(named(await look({ staff: none }), "Teams staff")[0]?.detail).toContain("can't be claimed");
  fake.fault = ({ path }) => (path.startsWith("/graph/") ? { status: 403, code: "Denied" } : undefined);
  const groups = { ...none, groups: ["ffffffff-0000-4000-8000-000000000003"] };
  const [group] = named(await look({ staff: groups }), "Teams staff");
  expect(group).toMatchObject({ state: "fault", mend: expect.stringContaining("GroupMember.Read.All") });
});
