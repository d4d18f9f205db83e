import { z } from "zod";
import { PlatformError } from "#ports/platform.ts";
import { boundedJson, FetchError } from "../bounded-fetch.ts";
import type { TeamsConfig } from "../config.ts";
import { createCredential } from "../speak/credential.ts";

const bounds = { bytes: 64 * 1024, ms: 5000 };
const answered = z.object({ value: z.array(z.string()) });

/**
 * Tells whether a person belongs to one of the staff's Entra groups, directly or through another group. Needs
 * the application permissions `GroupMember.Read.All` and `User.ReadBasic.All`. Throws PlatformError if it can't
 * be told; `denied` when the permissions are missing.
 * https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups
 */
export function createGroups(config: TeamsConfig, now: () => number) {
  const credentials = new Map(
    config.tenants.map((tenant) => [tenant, createCredential(config, now, { graphOf: tenant })]),
  );
  return async (tenant: string, user: string): Promise<boolean> => {
    const credential = credentials.get(tenant);
    if (!credential || config.staff.groups.length === 0) return false;
    const headers = {
      authorization: `Bearer ${await credential.token()}`,
      "content-type": "application/json",
    };
    const url = `${config.endpoints.graph}/v1.0/users/${encodeURIComponent(user)}/checkMemberGroups`;
    const body = JSON.stringify({ groupIds: config.staff.groups });
    try {
      const { value } = answered.parse(await boundedJson(url, bounds, { method: "POST", headers, body }));
      return value.some((group) => config.staff.groups.includes(group.toLowerCase()));
    } catch (cause) {
      const status = cause instanceof FetchError ? cause.status : undefined;
      if (status === 404) return false;
      if (status === 401) credential.forget();
      throw new PlatformError(status === 403 ? "denied" : "unavailable", { cause });
    }
  };
}
