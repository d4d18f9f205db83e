import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { teamsSettings } from "../../adapters/teams/config.ts";
import { createTeams } from "../../adapters/teams/index.ts";
import { APP, CLASS_CHANNEL, DESK_CHANNEL, mei, TENANT } from "../fakes/teams/teams.ts";

const whole = { TEAMS_APP_ID: APP.id, TEAMS_APP_PASSWORD: APP.password, TEAMS_TENANT_ID: TENANT };
const faults = (env: Record<string, string>) =>
  teamsSettings.safeParse(env).error?.issues.map(({ path }) => path.join(".")) ?? [];

describe("settings", () => {
  test("none: Teams is off, and says what to set", () => {
    expect(teamsSettings.parse({})).toBeUndefined();
    expect(createTeams(undefined)).toEqual({ off: expect.stringContaining("TEAMS_APP_ID") });
  });

  test("all that is needed, and no more", () => {
    expect(teamsSettings.parse(whole)).toMatchObject({ appId: APP.id, tenants: [TENANT], tenantId: TENANT });
    const { TEAMS_TENANT_ID, ...many } = whole;
    const parsed = teamsSettings.parse({
      ...many,
      TEAMS_ALLOWED_TENANTS: ` ${TENANT.toUpperCase()}, ${mei.aad}`,
    });
    expect(parsed?.tenants).toEqual([TEAMS_TENANT_ID, mei.aad]);
    expect(parsed?.tenantId).toBeUndefined();
  });

  // I19: half a configuration must not start, and a blank secret is none.
  test.each([
    ["a blank secret", { ...whole, TEAMS_APP_PASSWORD: "  " }, "TEAMS_APP_PASSWORD"],
    ["an empty secret", { ...whole, TEAMS_APP_PASSWORD: "" }, "TEAMS_APP_PASSWORD"],
    ["no secret", { TEAMS_APP_ID: APP.id, TEAMS_TENANT_ID: TENANT }, "TEAMS_APP_PASSWORD"],
    ["a blank id", { ...whole, TEAMS_APP_ID: " " }, "TEAMS_APP_ID"],
    ["no id", { TEAMS_APP_PASSWORD: "x", TEAMS_TENANT_ID: TENANT }, "TEAMS_APP_ID"],
    ["anybody's tenant", { TEAMS_APP_ID: APP.id, TEAMS_APP_PASSWORD: "x" }, "TEAMS_TENANT_ID"],
    ["a tenant that is none", { ...whole, TEAMS_TENANT_ID: "common" }, "TEAMS_TENANT_ID"],
    ["tenants that are none", { ...whole, TEAMS_ALLOWED_TENANTS: "*" }, "TEAMS_ALLOWED_TENANTS"],
    ["groups that are none", { ...whole, TEAMS_STAFF_GROUPS: "teachers" }, "TEAMS_STAFF_GROUPS"],
    ["a channel by its name", { ...whole, TEAMS_LISTEN: "General" }, "TEAMS_LISTEN"],
    ["staff that are nobody", { ...whole, TEAMS_STAFF: "mei@example.org" }, "TEAMS_STAFF"],
  ])("%s does not start", (_, env, name) => {
    expect(faults(env)).toContain(name);
  });

  test("all faults are told together, and none shows a value", () => {
    const bad = { TEAMS_APP_ID: "canary", TEAMS_TENANT_ID: "canary", TEAMS_STAFF: "canary" };
    const { issues = [] } = teamsSettings.safeParse(bad).error ?? {};
    const names = ["TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID", "TEAMS_STAFF"];
    expect(issues.map(({ path }) => path.join("."))).toEqual(names);
    expect(JSON.stringify(issues)).not.toContain("canary");
  });

  test("staff are people, teams and channels", () => {
    const { staff } = teamsSettings.parse({ ...whole, TEAMS_STAFF: `${mei.aad}, ${DESK_CHANNEL}` }) ?? {};
    expect(staff).toEqual({ people: [mei.aad], teams: [DESK_CHANNEL], groups: [] });
  });

  test("Entra groups, listened channels and the desk are read; another platform's desk is none of Teams'", () => {
    const group = "ffffffff-0000-4000-8000-000000000003";
    const set = { TEAMS_STAFF_GROUPS: group.toUpperCase(), TEAMS_LISTEN: CLASS_CHANNEL };
    const parsed = teamsSettings.parse({ ...whole, ...set, DESK: `teams:${TENANT}/c/${DESK_CHANNEL}` });
    expect(parsed).toMatchObject({
      staff: { groups: [group] },
      listen: [CLASS_CHANNEL],
      desk: { tenant: TENANT, channel: DESK_CHANNEL },
    });
    expect(teamsSettings.parse({ ...whole, DESK: "slack:T01/C0DESK" })?.desk).toBeUndefined();
  });
});

test("the SDK is loaded when Teams starts, not before: not with the register, not by doctor or manifest", () => {
  const register = join(import.meta.dirname, "../../adapters/index.ts");
  const config = {
    appId: APP.id,
    password: "x",
    tenants: [TENANT],
    staff: { people: [], teams: [], groups: [] },
  };
  const script = `
    const { createRequire } = await import("node:module");
    const { platforms } = await import(${JSON.stringify(register)});
    const { create, examine, manifest } = platforms.teams;
    const given = { publicUrl: "https://help.example.org", deskKey: "" };
    create(undefined, given);
    await examine(undefined, given);
    manifest(${JSON.stringify(config)}, given);
    create(${JSON.stringify(config)}, given);
    const { cache } = createRequire(${JSON.stringify(register)});
    console.log(Object.keys(cache).filter((path) => /botbuilder|botframework/.test(path)).length);
  `;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect(printed.trim()).toBe("0");
});
