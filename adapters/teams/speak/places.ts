import { LRUCache } from "lru-cache";
import type { Address, Host } from "#ports/platform.ts";
import type { Activity } from "../activity.ts";
import { address, base, type Place } from "../address.ts";
import type { TeamsConfig } from "../config.ts";
import { tenantOf } from "../parse.ts";

/** What the adapter remembers of places, through the host, so that it outlives a restart. */
export type Places = {
  /** Remembers where the Connector for this place and its tenant is. */
  heardFrom(activity: Activity, where: Place | undefined): Promise<void>;
  /** Where the Connector for a place is: as last heard from there, else from its tenant, else the common one. */
  serviceUrl(where: Place): Promise<string>;
  /** The thread is one where the bot hears everything from now on. */
  claim(thread: Address): Promise<void>;
  isOurs(where: Place): Promise<boolean>;
};

export function createPlaces(host: Pick<Host, "keep" | "kept">, config: TeamsConfig): Places {
  // What is written down anyway; most activities change nothing.
  const known = new LRUCache<string, string>({ max: 20_000 });

  const keep = async (key: string, value: string) => {
    if (known.get(key) === value) return;
    if ((await host.kept(key)) !== value) await host.keep(key, value);
    known.set(key, value);
  };
  const kept = async (key: string) => {
    const value = known.get(key) ?? (await host.kept(key));
    if (value !== undefined) known.set(key, value);
    return value;
  };

  return {
    async heardFrom(activity, where) {
      const tenant = where?.tenant ?? tenantOf(activity);
      if (tenant === undefined) return;
      await keep(`service:${tenant}`, activity.serviceUrl);
      if (where) await keep(`service:${base(where)}`, activity.serviceUrl);
    },
    async serviceUrl(where) {
      const near = (await kept(`service:${base(where)}`)) ?? (await kept(`service:${where.tenant}`));
      return near ?? config.endpoints.connector;
    },
    claim: (thread) => keep(`thread:${thread}`, "ours"),
    async isOurs(where) {
      return where.kind === "thread" && (await kept(`thread:${address(where)}`)) !== undefined;
    },
  };
}
