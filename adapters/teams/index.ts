import { randomBytes } from "node:crypto";
import { type Address, type Host, type Platform, PlatformError } from "#ports/platform.ts";
import { place } from "./address.ts";
import type { TeamsConfig } from "./config.ts";
import { createFiles } from "./hear/files.ts";
import { createGroups } from "./hear/groups.ts";
import { hear } from "./hear/hear.ts";
import { createKeys } from "./hear/keys.ts";
import { createRepeats } from "./hear/repeats.ts";
import { createRoute } from "./hear/route.ts";
import { createStaff } from "./hear/staff.ts";
import { createGuard } from "./hear/token.ts";
import { TEXT_LIMIT } from "./render.ts";
import { openConnector } from "./speak/connector.ts";
import { createCredential } from "./speak/credential.ts";
import { createGate } from "./speak/gate.ts";
import { createPlaces } from "./speak/places.ts";
import { createReactions } from "./speak/reactions.ts";
import { createFileLinks } from "./speak/serve-files.ts";
import { createSpeech, type Speech } from "./speak/speech.ts";

export type TeamsOptions = { readonly now?: () => number };

/**
 * Microsoft Teams as a platform, through the Bot Connector. A post can't be repeated without harm, nor looked
 * for: Teams takes no key and lists no messages. So nothing is ever posted twice; what Teams did not confirm
 * stands there as a small card by which the reader asks for it.
 */
export function createTeams(
  config: TeamsConfig | undefined,
  options: TeamsOptions = {},
): Platform | { readonly off: string } {
  if (config === undefined)
    return {
      off: "set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID; adapters/teams/README.md says how",
    };
  let speech: Speech | undefined;
  const speaking = (at: Address): Speech => {
    if (!speech) throw new PlatformError("unavailable");
    if (!place(at)) throw new PlatformError("invalid");
    return speech;
  };
  return {
    name: "teams",
    textLimit: TEXT_LIMIT,
    async start(host) {
      speech = await begin(host, config, options.now ?? Date.now);
    },
    send: async (to, message, key) => speaking(to).send(to, message, key),
    find: async (to, key) => speaking(to).find(to, key),
    edit: async (at, id, message) => speaking(at).edit(at, id, message),
    remove: async (at, id) => speaking(at).remove(at, id),
    mark: async (at, id, mark) => speaking(at).react(at, id, { emoji: marks[mark], added: true }),
    react: async (at, id, reaction) => speaking(at).react(at, id, reaction),
    signal: async (to, signal) => speaking(to).signal(to, signal),
    async stop() {
      await speech?.stop();
      speech = undefined;
    },
  };
}

const marks = { delivered: "✅", internal: "🔒", failed: "⚠️" } as const;

async function begin(host: Host, config: TeamsConfig, now: () => number): Promise<Speech> {
  const credential = createCredential(config, now);
  const connector = await openConnector(config, credential);
  const places = createPlaces(host, config);
  const links = createFileLinks(await keptSecret(host), config.publicUrl, now);
  const react = createReactions(config, credential);
  const speech = createSpeech({
    host,
    connector,
    react,
    places,
    gate: createGate(now),
    link: links.link,
    now,
  });
  const ears = {
    config,
    host,
    places,
    staff: createStaff(config, { connector, groups: createGroups(config, now) }, now),
    files: createFiles({ config, host, token: credential.token }),
    direct: speech.direct,
    edit: speech.edit,
    once: createRepeats(now),
    now,
  };
  const guard = createGuard(config, createKeys(config.endpoints.openId, now));
  host.route(createRoute(guard, (activity) => hear(activity, ears), host.log));
  host.route(links.route(host));
  return speech;
}

/** The secret behind the addresses of files: made once, the same after every restart. */
async function keptSecret(host: Host): Promise<Uint8Array> {
  const kept = await host.kept("secret");
  if (kept !== undefined) return Buffer.from(kept, "base64url");
  const secret = randomBytes(32);
  await host.keep("secret", secret.toString("base64url"));
  return secret;
}
