import { randomBytes } from "node:crypto";
import { type Address, type Host, type Log, type Platform, PlatformError } from "#ports/platform.ts";
import { address, base, conversationId, type Place, place } from "./address.ts";
import type { TeamsConfig } from "./config.ts";
import { createFiles } from "./hear/files.ts";
import { hear } from "./hear/hear.ts";
import { createKeys } from "./hear/keys.ts";
import { createRepeats } from "./hear/repeats.ts";
import { createRoute } from "./hear/route.ts";
import { createStaff } from "./hear/staff.ts";
import { createGuard } from "./hear/token.ts";
import { render, TEXT_LIMIT } from "./render.ts";
import { type Connector, openConnector, type Where } from "./speak/connector.ts";
import { createCredential } from "./speak/credential.ts";
import { createGate } from "./speak/gate.ts";
import { createPlaces, type Places } from "./speak/places.ts";
import { createFileLinks } from "./speak/serve-files.ts";

export type TeamsOptions = { readonly now?: () => number };

/**
 * Microsoft Teams as a platform, through the Bot Connector. A post can't be repeated without harm, nor looked
 * for: Teams takes no key and lists no messages, so `find` never knows and nothing is ever sent twice.
 */
export function createTeams(
  config: TeamsConfig | undefined,
  options: TeamsOptions = {},
): Platform | { readonly off: string } {
  if (config === undefined)
    return {
      off: "set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID; adapters/teams/README.md says how",
    };
  const now = options.now ?? Date.now;
  let started: Started | undefined;

  const running = (at: Address): Started & { where: Place } => {
    if (!started) throw new PlatformError("unavailable");
    const where = place(at);
    if (!where) throw new PlatformError("invalid");
    return { ...started, where };
  };
  /** Runs a call on the conversation of a place, unless the Connector has asked for quiet there. */
  const calling = async <T>(
    at: Address,
    call: (connector: Connector, where: Where, here: Place) => Promise<T>,
  ) => {
    const { connector, places, gate, where } = running(at);
    const conversation = conversationId(where);
    const serviceUrl = await places.serviceUrl(where);
    return gate(base(where), () => call(connector, { serviceUrl, conversation }, where));
  };
  /** The conversation of a message that stands at a place: a post in a channel is in its own thread. */
  const at = (where: Where, here: Place, id: string): Where =>
    here.kind === "channel" ? { ...where, conversation: `${here.channel};messageid=${id}` } : where;

  return {
    name: "teams",
    textLimit: TEXT_LIMIT,
    async start(host) {
      started = await begin(host, config, now);
    },
    async send(to, message) {
      const { places, link, log } = running(to);
      const shown = render(message, link);
      return calling(to, async (connector, where, here) => {
        if (here.kind !== "channel") return { id: await connector.post(where, shown), repliesAt: to };
        const root = await connector.open(where, shown);
        const thread = address({ ...here, kind: "thread", root });
        // It is posted, whatever happens here.
        await places.claim(thread).catch(() => log.error("teams: thread not remembered"));
        return { id: root, repliesAt: thread };
      });
    },
    async find() {
      return "unknowable";
    },
    async edit(to, id, message) {
      const { link } = running(to);
      await calling(to, (connector, where, here) =>
        connector.edit(at(where, here, id), id, render(message, link)),
      );
    },
    async remove(to, id) {
      try {
        await calling(to, (connector, where, here) => connector.remove(at(where, here, id), id));
      } catch (error) {
        if (!(error instanceof PlatformError && error.fault === "gone")) throw error;
      }
    },
    // A bot can neither react to a message nor change one that is not its own.
    async mark() {
      return undefined;
    },
    async signal(to, signal) {
      // Drafts would be edits, and edits count against the limit that the answer needs.
      if (signal.type !== "typing" || running(to).where.kind !== "chat") return;
      await calling(to, (connector, where) => connector.typing(where));
    },
    async stop() {
      started = undefined;
    },
  };
}

type Started = {
  readonly connector: Connector;
  readonly places: Places;
  readonly gate: ReturnType<typeof createGate>;
  readonly link: ReturnType<typeof createFileLinks>["link"];
  readonly log: Log;
};

async function begin(host: Host, config: TeamsConfig, now: () => number): Promise<Started> {
  const credential = createCredential(config, now);
  const connector = await openConnector(config, credential);
  const places = createPlaces(host, config);
  const links = createFileLinks(await keptSecret(host), config.publicUrl, now);
  const ears = {
    config,
    host,
    places,
    staff: createStaff(config, connector, now),
    files: createFiles({ config, host, token: credential.token }),
    once: createRepeats(now),
    now,
  };
  const guard = createGuard(config, createKeys(config.endpoints.openId, now));
  host.route(createRoute(guard, (activity) => hear(activity, ears), host.log));
  host.route(links.route(host));
  return { connector, places, gate: createGate(now), link: links.link, log: host.log };
}

/** The secret behind the addresses of files: made once, the same after every restart. */
async function keptSecret(host: Host): Promise<Uint8Array> {
  const kept = await host.kept("secret");
  if (kept !== undefined) return Buffer.from(kept, "base64url");
  const secret = randomBytes(32);
  await host.keep("secret", secret.toString("base64url"));
  return secret;
}
