import { LRUCache } from "lru-cache";
import { z } from "zod";
import { type Author, PlatformError } from "#ports/platform.ts";
import type { SlackConfig } from "../config.ts";
import type { Calls } from "./calls.ts";

export type Person = { readonly author: Author; readonly locale?: string | undefined };

/** Who people are, as Slack says: never as a message says. */
export type People = {
  /**
   * Throws PlatformError when Slack does not say. With `isDesk`, staff power is looked up again if it was not
   * known a moment ago, and nobody is taken for staff on old news.
   */
  person(id: string, isDesk: boolean): Promise<Person>;
  /** The names that can be had; who is not known keeps no name. */
  names(ids: readonly string[]): Promise<Readonly<Record<string, string>>>;
};

const PROFILE_MS = 5 * 60_000;
const STAFF_MS = 60_000;
/** Names in a message that are looked up; a message that calls more is no question. */
const MOST_NAMES = 10;

const profile = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    name: z.string().optional(),
    real_name: z.string().optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    locale: z.string().optional(),
    profile: z.object({ display_name: z.string(), real_name: z.string() }).partial().optional(),
  }),
});
type User = z.output<typeof profile>["user"];

const members = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string() }).partial().optional(),
});

export function createPeople(
  calls: Calls,
  config: Pick<SlackConfig, "staffGroup" | "deskChannel">,
  { team, now }: { team: () => string; now: () => number },
): People {
  const users = new LRUCache<string, Promise<User>>({ max: 5000, ttl: PROFILE_MS, perf: { now } });
  let staff: { readonly at: number; readonly ids: Promise<ReadonlySet<string>> } | undefined;

  const user = async (id: string): Promise<User> => {
    const known = users.get(id);
    if (known !== undefined) return known;
    const asked = calls("users.info", { user: id, include_locale: true }, profile).then((answer) => answer.user);
    users.set(id, asked);
    // A failed question is asked again next time.
    asked.catch(() => users.delete(id));
    return asked;
  };
  const staffIds = (maxAge: number): Promise<ReadonlySet<string>> => {
    if (staff !== undefined && now() - staff.at <= maxAge) return staff.ids;
    const asked = { at: now(), ids: askStaff(calls, config) };
    staff = asked;
    asked.ids.catch(() => {
      if (staff === asked) staff = undefined;
    });
    return asked.ids;
  };
  const isStaff = async (one: User, isDesk: boolean): Promise<boolean> => {
    if (config.staffGroup === undefined && config.deskChannel === undefined) return false;
    if (!isTrusted(one, team())) return false;
    try {
      if ((await staffIds(STAFF_MS)).has(one.id)) return true;
      // Somebody may have been added a moment ago; at most one question in five seconds.
      return isDesk && (await staffIds(5000)).has(one.id);
    } catch (error) {
      // Students are served without the list. At the desk a passing fault must not turn staff into nobody.
      const isPassing = !(error instanceof PlatformError && ["denied", "gone", "invalid"].includes(error.fault));
      if (isDesk && isPassing) throw error;
      return false;
    }
  };

  return {
    async person(id, isDesk) {
      const one = await user(id);
      const kind = one.is_bot || id === "USLACKBOT" ? "bot" : (await isStaff(one, isDesk)) ? "staff" : "student";
      return { author: { id, name: nameOf(one), kind }, locale: one.locale };
    },
    async names(ids) {
      const wanted = [...new Set(ids)].slice(0, MOST_NAMES);
      const found = await Promise.allSettled(wanted.map(user));
      return Object.fromEntries(
        found.flatMap((one) => (one.status === "fulfilled" ? [[one.value.id, nameOf(one.value)]] : [])),
      );
    },
  };
}

/** Guests, people of other workspaces, bots and who has left have no staff power, whatever list they are on. */
function isTrusted(user: User, team: string): boolean {
  const { deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger, team_id } = user;
  const isOutside = team_id !== undefined && team_id !== team && !team_id.startsWith("E");
  return !(deleted || is_bot || is_restricted || is_ultra_restricted || is_stranger || isOutside);
}

async function askStaff(
  calls: Calls,
  { staffGroup, deskChannel }: Pick<SlackConfig, "staffGroup" | "deskChannel">,
): Promise<ReadonlySet<string>> {
  if (staffGroup !== undefined) {
    const { users } = await calls(
      "usergroups.users.list",
      { usergroup: staffGroup },
      z.object({ users: z.array(z.string()) }),
    );
    return new Set(users);
  }
  const found = new Set<string>();
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const page: z.output<typeof members> = await calls(
      "conversations.members",
      { channel: deskChannel, limit: 200, ...(cursor !== "" && { cursor }) },
      members,
    );
    for (const id of page.members) found.add(id);
    cursor = page.response_metadata?.next_cursor || undefined;
  }
  return found;
}

/** Characters that turn the direction of what stands beside them are left out. */
function nameOf({ profile, real_name, name, id }: User): string {
  const names = [profile?.display_name, profile?.real_name, real_name, name];
  const shown = names.map((one) =>
    one?.replace(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "").trim(),
  );
  return shown.find((one) => one) ?? id;
}
