import { LRUCache } from "lru-cache";
import type { Address, Host } from "#ports/platform.ts";
import { address, base, type Place } from "../address.ts";
import type { TeamsConfig } from "../config.ts";
import { tenantOf } from "../parse.ts";
import type { Activity } from "../read/activity.ts";
import { isBot, personOf } from "../read/person.ts";

/** What the adapter remembers of places, through the host, so that it outlives a restart. */
export type Places = {
  /** Remembers where the Connector for this place and its tenant is, and how to reach who did it. */
  heardFrom(activity: Activity, where: Place | undefined): Promise<void>;
  /** Where the Connector for a place is: as last heard from there, else from its tenant, else the common one. */
  serviceUrl(where: Place): Promise<string>;
  /** The thread is one where the bot hears everything from now on. */
  claim(thread: Address): Promise<void>;
  isOurs(where: Place): Promise<boolean>;
  /** A person's own chat with the bot; `undefined` if it was never heard from. */
  chatOf(tenant: string, person: string): Promise<Place | undefined>;
  remember(tenant: string, person: string, chat: string): Promise<void>;
  /** What the Connector calls a person, if it was ever heard. */
  memberOf(tenant: string, person: string): Promise<string | undefined>;
  /** The person behind the Connector's name for one: the name itself if nobody is known by it. */
  personBehind(tenant: string, member: string): Promise<string>;
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
      const { serviceUrl, from } = activity;
      const facts = [[`service:${tenant}`, serviceUrl]];
      if (where) facts.push([`service:${base(where)}`, serviceUrl]);
      if (from && !isBot(from)) {
        const person = personOf(from);
        facts.push([`member:${tenant}/${person}`, from.id], [`person:${tenant}/${from.id}`, person]);
        if (where?.kind === "chat") facts.push([`chat:${tenant}/${person}`, where.chat]);
      }
      await Promise.all(facts.map(([key = "", value = ""]) => keep(key, value)));
    },
    async serviceUrl(where) {
      const near = (await kept(`service:${base(where)}`)) ?? (await kept(`service:${where.tenant}`));
      return near ?? config.endpoints.connector;
    },
    claim: (thread) => keep(`thread:${thread}`, "ours"),
    async chatOf(tenant, person) {
      const chat = await kept(`chat:${tenant}/${person}`);
      return chat === undefined ? undefined : { kind: "chat", tenant, chat };
    },
    remember: (tenant, person, chat) => keep(`chat:${tenant}/${person}`, chat),
    memberOf: (tenant, person) => kept(`member:${tenant}/${person}`),
    personBehind: async (tenant, member) => (await kept(`person:${tenant}/${member}`)) ?? member,
    async isOurs(where) {
      return where.kind === "thread" && (await kept(`thread:${address(where)}`)) !== undefined;
    },
  };
}
