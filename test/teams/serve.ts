import { onTestFinished } from "vitest";
import type { Address, Author, Log, OutboundMessage, Platform, Sent } from "#ports/platform.ts";
import type { TeamsConfig } from "../../adapters/teams/config.ts";
import { createTeams, type TeamsOptions } from "../../adapters/teams/index.ts";
import { createFakeTeams, type FakeTeams, mia, TENANT } from "../fakes/teams/teams.ts";
import { MemoryHost } from "../web/memory-host.ts";

/** A core in memory that knows what stands where, and who was typing. */
export class TeamsHost extends MemoryHost {
  readonly typists: { readonly at: Address; readonly from: Author | undefined }[] = [];
  readonly logged: { readonly event: string; readonly data: unknown }[] = [];
  readonly #standing = new Map<string, OutboundMessage>();
  override readonly log: Log = {
    info: (event: string, data?: unknown) => void this.logged.push({ event, data }),
    warn: (event: string, data?: unknown) => void this.logged.push({ event, data }),
    error: (event: string, data?: unknown) => void this.logged.push({ event, data }),
  };

  override async typing(at: Address, from?: Author): Promise<void> {
    this.typists.push({ at, from });
  }

  override async shown(at: Address, id: string): Promise<OutboundMessage | undefined> {
    return this.#standing.get(`${at} ${id}`);
  }

  /** Sends as the outbox does, and writes down what stands there. */
  async deliver(
    platform: Platform,
    to: Address,
    message: OutboundMessage,
    key = crypto.randomUUID(),
  ): Promise<Sent> {
    const sent = await platform.send(to, message, key);
    this.stands(to, sent.id, message);
    return sent;
  }

  stands(at: Address, id: string, message: OutboundMessage): void {
    this.#standing.set(`${at} ${id}`, message);
  }
}

/** The adapter on the stock SDK, a Teams around it, and a core in memory, for one test. */
export async function serve(
  config: Partial<TeamsConfig> = {},
  options: TeamsOptions = {},
  host = new TeamsHost(),
) {
  const fake = await createFakeTeams();
  onTestFinished(() => fake.close());
  const teams = await serveAgain(fake, host, config, options);
  return { fake, teams, host };
}

/** The adapter once more on a Teams that is there, as after a restart. */
export async function serveAgain(
  fake: FakeTeams,
  host: TeamsHost,
  config: Partial<TeamsConfig> = {},
  options: TeamsOptions = {},
): Promise<Platform> {
  const teams = createTeams({ ...fake.config, ...config }, options);
  if ("off" in teams) throw new Error(teams.off);
  fake.bot = await host.serve(teams);
  onTestFinished(() => host.stop());
  return teams;
}

/** A student who has written, and where to answer. */
export async function talking(options: TeamsOptions = {}, host = new TeamsHost()) {
  const served = await serve({}, options, host);
  const { conversation } = await served.fake.say(mia, "hello");
  return { ...served, conversation, at: `teams:${TENANT}/p/${conversation}` as Address };
}

/** The newest message of a conversation. */
export function newest(fake: FakeTeams, conversation: string) {
  const message = fake.messages(conversation).at(-1);
  if (!message) throw new Error("nothing was said");
  return message;
}
