import { LRUCache } from "lru-cache";
import type { TeamsConfig } from "../config.ts";
import type { Activity } from "../read/activity.ts";
import { isBot } from "../read/person.ts";
import type { Connector, Where } from "../speak/connector.ts";

/** Somebody who joins or leaves the staff's team is known as that after at most this time. */
const FRESH_MS = 10 * 60_000;
/** A Connector that can't be asked takes nobody's rights for this long. */
const STALE_MS = 24 * 3_600_000;

type Asked = {
  readonly connector: Pick<Connector, "member">;
  /** Whether a person is in one of the staff's Entra groups. */
  readonly groups: (tenant: string, user: string) => Promise<boolean>;
};

/**
 * Tells staff from students: those who are listed, the members of the staff's teams, and those of the staff's
 * Entra groups. Guests and people of other organisations count only if listed. Throws PlatformError if it can't
 * be told.
 */
export function createStaff(config: TeamsConfig, { connector, groups }: Asked, now: () => number) {
  const known = new LRUCache<string, { is: boolean; at: number }>({ max: 10_000 });
  const { people, teams } = config.staff;

  const isMember = async (where: Where, tenant: string, user: string) => {
    const member = await connector.member(where, user);
    return member?.role === "user" && (member.tenant ?? tenant) === tenant;
  };
  const isStaff = async ({ serviceUrl, conversation }: Activity, tenant: string, user: string) => {
    for (const team of teams)
      if (await isMember({ serviceUrl, conversation: team }, tenant, user)) return true;
    if (!(await groups(tenant, user))) return false;
    // A group may hold guests; the team that they write in says who is one.
    const [here = ""] = conversation.id.split(";");
    return isMember({ serviceUrl, conversation: here }, tenant, user);
  };

  return async (activity: Activity, tenant: string): Promise<"student" | "staff"> => {
    const { from, conversation } = activity;
    if (!from || isBot(from)) return "student";
    const user = from.aadObjectId?.toLowerCase();
    if (user !== undefined && people.includes(user)) return "staff";
    // In their own chat with the bot, staff are people with a question.
    const isAsked = teams.length > 0 || config.staff.groups.length > 0;
    if (user === undefined || !isAsked || conversation.conversationType !== "channel") return "student";
    const key = `${tenant}/${user}`;
    const before = known.get(key);
    if (before && now() - before.at < FRESH_MS) return before.is ? "staff" : "student";
    try {
      const is = await isStaff(activity, tenant, user);
      known.set(key, { is, at: now() });
      return is ? "staff" : "student";
    } catch (error) {
      if (!before || now() - before.at > STALE_MS) throw error;
      return before.is ? "staff" : "student";
    }
  };
}
