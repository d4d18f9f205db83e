import { LRUCache } from "lru-cache";
import { z } from "zod";
import { type Author, type Log, PlatformError } from "#ports/platform.ts";
import { personId } from "../address.ts";
import type { Calls } from "./calls.ts";

/** Who people are, as Slack says: never as a message says. */
export type People = {
  /**
   * Throws PlatformError when Slack does not say. With `isDesk` nobody counts as staff by what is older than a
   * minute; elsewhere an old answer is better than none.
   */
  person(id: string, isDesk: boolean): Promise<Author>;
  /** The names that can be had; who is not known keeps no name. */
  names(ids: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** Something about the person changed, or they left a channel: asked again the next time. */
  forget(id: string, left?: string): void;
};

/** Who is staff: the members of the group, or else of the channel. */
type StaffList = { readonly staffGroup: string | undefined; readonly deskChannel: string | undefined };

const PROFILE_MS = 5 * 60_000;
const STAFF_MS = 60_000;
/** Whoever was added to the staff is found after at most this. */
const ADDED_MS = 5000;
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
    locale: z.string().nullish(),
    tz: z.string().nullish(),
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
  config: StaffList,
  {
    team,
    isShared,
    now,
    log,
  }: {
    readonly team: string;
    readonly isShared: boolean;
    readonly now: () => number;
    readonly log: Log;
  },
): People {
  const users = new LRUCache<string, { readonly at: number; readonly user: User }>({ max: 5000 });
  const asked = new Map<string, Promise<User>>();
  let staff: { readonly at: number; readonly ids: Promise<ReadonlySet<string>> } | undefined;

  const ask = (id: string): Promise<User> => {
    const answer =
      asked.get(id) ??
      calls("users.info", { user: id, include_locale: true }, profile)
        .then(({ user }) => {
          users.set(id, { at: now(), user });
          return user;
        })
        .finally(() => asked.delete(id));
    asked.set(id, answer);
    return answer;
  };
  const user = async (id: string, isDesk: boolean): Promise<User> => {
    const known = users.get(id);
    if (known !== undefined && now() - known.at <= (isDesk ? STAFF_MS : PROFILE_MS)) return known.user;
    try {
      return await ask(id);
    } catch (error) {
      if (known !== undefined && !isDesk) return known.user;
      throw error;
    }
  };
  const staffIds = (maxAge: number): Promise<ReadonlySet<string>> => {
    if (staff !== undefined && now() - staff.at <= maxAge) return staff.ids;
    const next = { at: now(), ids: askStaff(calls, config) };
    staff = next;
    next.ids.catch((error: unknown) => {
      if (!isPassing(error))
        log.error("slack: can't see who is staff", { fault: (error as PlatformError).fault });
      else if (staff === next) staff = undefined;
    });
    return next.ids;
  };
  const isStaff = async (one: User, isDesk: boolean): Promise<boolean> => {
    if (config.staffGroup === undefined && config.deskChannel === undefined) return false;
    if (!isTrusted(one, team)) return false;
    try {
      if ((await staffIds(STAFF_MS)).has(one.id)) return true;
      return isDesk && (await staffIds(ADDED_MS)).has(one.id);
    } catch (error) {
      // Students are served without the list. At the desk a passing fault must not turn staff into nobody.
      if (isDesk && isPassing(error)) throw error;
      return false;
    }
  };

  return {
    async person(id, isDesk) {
      const one = await user(id, isDesk);
      const kind =
        one.is_bot || id === "USLACKBOT" ? "bot" : (await isStaff(one, isDesk)) ? "staff" : "student";
      const { locale, tz } = one;
      return {
        id: personId(team, id, isShared),
        name: nameOf(one),
        kind,
        ...(locale && { locale }),
        ...(tz && { timeZone: tz }),
      };
    },
    async names(ids) {
      const wanted = [...new Set(ids)].slice(0, MOST_NAMES);
      const found = await Promise.allSettled(wanted.map((id) => user(id, false)));
      return Object.fromEntries(
        found.flatMap((one) => (one.status === "fulfilled" ? [[one.value.id, nameOf(one.value)]] : [])),
      );
    },
    forget(id, left) {
      users.delete(id);
      if (left !== undefined && left === config.deskChannel) staff = undefined;
    },
  };
}

/** Whether it may be otherwise in a moment. */
function isPassing(error: unknown): boolean {
  return !(error instanceof PlatformError && ["denied", "gone", "invalid"].includes(error.fault));
}

/** Guests, people of other workspaces, bots and who has left have no staff power, whatever list they are on. */
function isTrusted(user: User, team: string): boolean {
  const { deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger, team_id } = user;
  const isOutside = team_id !== undefined && team_id !== team && !team_id.startsWith("E");
  return !(deleted || is_bot || is_restricted || is_ultra_restricted || is_stranger || isOutside);
}

async function askStaff(calls: Calls, { staffGroup, deskChannel }: StaffList): Promise<ReadonlySet<string>> {
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
