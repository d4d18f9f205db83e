import { LRUCache } from "lru-cache";
import type { Activity } from "../activity.ts";
import type { TeamsConfig } from "../config.ts";
import { isBot } from "../parse.ts";
import type { Connector } from "../speak/connector.ts";

/** Somebody who joins or leaves the staff's team is known as that after at most this time. */
const FRESH_MS = 10 * 60_000;
/** A Connector that can't be asked takes nobody's rights for this long. */
const STALE_MS = 24 * 3_600_000;

/**
 * Tells staff from students: those who are listed, and the members of the staff's teams. Guests and people of
 * other organisations count only if listed. Throws PlatformError if it can't be told.
 */
export function createStaff(config: TeamsConfig, connector: Pick<Connector, "member">, now: () => number) {
  const known = new LRUCache<string, { is: boolean; at: number }>({ max: 10_000 });
  const { people, teams } = config.staff;

  const isMember = async (serviceUrl: string, tenant: string, user: string) => {
    for (const team of teams) {
      const member = await connector.member({ serviceUrl, conversation: team }, user);
      if (member && member.role === "user" && (member.tenant ?? tenant) === tenant) return true;
    }
    return false;
  };

  return async (activity: Activity, tenant: string): Promise<"student" | "staff"> => {
    const { from, conversation, serviceUrl } = activity;
    if (!from || isBot(from)) return "student";
    const user = from.aadObjectId?.toLowerCase();
    if (user !== undefined && people.includes(user)) return "staff";
    // In their own chat with the bot, staff are people with a question.
    if (user === undefined || teams.length === 0 || conversation.conversationType !== "channel")
      return "student";
    const key = `${tenant}/${user}`;
    const before = known.get(key);
    if (before && now() - before.at < FRESH_MS) return before.is ? "staff" : "student";
    try {
      const is = await isMember(serviceUrl, tenant, user);
      known.set(key, { is, at: now() });
      return is ? "staff" : "student";
    } catch (error) {
      if (!before || now() - before.at > STALE_MS) throw error;
      return before.is ? "staff" : "student";
    }
  };
}
