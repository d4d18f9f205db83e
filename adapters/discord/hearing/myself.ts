import { createHash } from "node:crypto";
import { type Host, type Log, PlatformError } from "#ports/platform.ts";
import { commands } from "../controls/commands.ts";
import { GUILD_MEMBERS, grantedOf, INTENTS } from "../manifest.ts";
import type { Api } from "../speaking/api.ts";

/** The bot as Discord knows it, and what it may hear. */
export type Myself = { readonly user: string; readonly application: string; readonly intents: number };

const KEY = "commands";

/** Asks who the token belongs to, and says what the application lacks. */
export async function whoAmI(api: Api, log: Log): Promise<Myself> {
  const user = await api.call<{ id: string }>("GET", "/users/@me");
  const application = await api.call<{ id: string; flags?: number }>("GET", "/applications/@me");
  const granted = grantedOf(application.flags ?? 0);
  if (!granted.content)
    log.error("the bot can't read messages: switch on Message Content Intent on the application's Bot page");
  if (!granted.members)
    log.info("the bot does not hear who leaves: Server Members Intent is off on the application's Bot page");
  // To ask for an intent that is off ends the connection.
  const intents = INTENTS | (granted.members ? GUILD_MEMBERS : 0);
  return { user: user.id, application: application.id, intents };
}

/** Registers the commands if they are not those of the last time. Without them the bot works all the same. */
export async function registerCommands(
  api: Api,
  host: Host,
  application: string,
  signal: AbortSignal,
): Promise<void> {
  const hash = createHash("sha256")
    .update(`${application} ${JSON.stringify(commands)}`)
    .digest("hex");
  if ((await host.kept(KEY)) === hash) return;
  try {
    await api.insist(signal, () =>
      api.call("PUT", `/applications/${application}/commands`, { body: commands }),
    );
    await host.keep(KEY, hash);
    host.log.info("discord commands registered", { commands: commands.length });
  } catch (error) {
    if (signal.aborted) return;
    host.log.warn("discord commands not registered", {
      reason: error instanceof PlatformError ? error.fault : "error",
    });
  }
}
