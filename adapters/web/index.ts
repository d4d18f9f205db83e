import { randomBytes } from "node:crypto";
import {
  type Address,
  type Host,
  type OutboundMessage,
  type Platform,
  PlatformError,
} from "#ports/platform.ts";
import { place, repliesAt, rest } from "./address.ts";
import type { WebConfig } from "./config.ts";
import { createFileTokens } from "./files/token.ts";
import { createApp } from "./http/app.ts";
import type { Web } from "./http/web.ts";
import { createCases } from "./live/cases.ts";
import { createDrafts } from "./live/drafts.ts";
import { createReactions } from "./live/reactions.ts";
import { createStreams } from "./live/stream.ts";
import { markdown } from "./pages/markdown.ts";
import { LONGEST_MESSAGE } from "./parse.ts";
import { render, renderDraft } from "./render.ts";
import { createIdentity } from "./who/identity.ts";
import { createKeyCheck } from "./who/key.ts";
import { createSessionKeeper } from "./who/session.ts";
import type { Push } from "./wire.ts";

export type WebOptions = {
  /** Opens the desk for the first browser that brings it; without one, only the course site names staff. */
  readonly key?: string;
  readonly now?: () => number;
};

/**
 * The student chat, the staff desk and the widget, as a platform. It keeps no messages: pages read what stands
 * at an address from the host and are pushed what changes, so that a send is only ever a push, cannot fail,
 * and shows the same thing however often it is repeated.
 */
export function createWeb(config: WebConfig, options: WebOptions = {}): Platform {
  const now = options.now ?? Date.now;
  let started: Started | undefined;

  const running = (at: Address): Started & { at: string } => {
    if (started === undefined) throw new PlatformError("unavailable");
    const known = place(at) === undefined ? undefined : rest(at);
    if (known === undefined) throw new PlatformError("invalid");
    return { ...started, at: known };
  };
  const show = (to: Address, id: string, message: OutboundMessage) => {
    const { web, drafts, at } = running(to);
    const shown = { id, time: now(), from: "bot", message } as const;
    drafts.end(to);
    const make = (): Push => ({ type: "upsert", at, message: render(shown, to, web.tokens.seal) });
    web.streams.push(to, make, message.only);
    web.cases.changed();
  };
  const push = (to: Address, make: (at: string) => Push) => {
    const { web, at } = running(to);
    web.streams.push(to, () => make(at));
  };

  return {
    name: "web",
    // What a person may type in one go; a page has no other limit.
    textLimit: LONGEST_MESSAGE,
    async start(host) {
      started = await begin(host, config, options.key, now);
    },
    async send(to, message, key) {
      show(to, key, message);
      return { id: key, repliesAt: repliesAt(to, key) };
    },
    // Showing a message again under its key changes nothing, so there is never a reason to look for it.
    async find() {
      return "absent";
    },
    async edit(at, id, message) {
      show(at, id, message);
    },
    async remove(at, id) {
      push(at, (here) => ({ type: "remove", at: here, id }));
    },
    async mark(at, id, mark) {
      push(at, (here) => ({ type: "mark", at: here, id, mark }));
    },
    async react(at, id, reaction) {
      const { web } = running(at);
      const reactions = await web.reactions.change(at, id, { by: "bot", ...reaction });
      push(at, (here) => ({ type: "reactions", at: here, id, reactions }));
    },
    async signal(to, signal) {
      const { web, drafts, at } = running(to);
      if (signal.type === "draft") drafts.show(to, signal.text);
      else web.streams.flash(to, () => ({ type: "typing", at }));
    },
    async stop() {
      started?.drafts.close();
      started?.web.cases.close();
      started?.web.streams.close();
      started = undefined;
    },
  };
}

type Started = { readonly web: Web; readonly drafts: ReturnType<typeof createDrafts> };

async function begin(
  host: Host,
  config: WebConfig,
  key: string | undefined,
  now: () => number,
): Promise<Started> {
  const secret = await keptSecret(host);
  const streams = createStreams(now);
  const web: Web = {
    config,
    host,
    sessions: createSessionKeeper(secret, config.publicUrl?.startsWith("https:") === true, now),
    identity: createIdentity(config),
    isKey: createKeyCheck(key),
    tokens: createFileTokens(secret),
    streams,
    cases: createCases(host, streams),
    reactions: createReactions(host),
    now,
  };
  const drafts = createDrafts((at, text) =>
    streams.flash(at, () => ({ type: "draft", at: rest(at) ?? at, html: renderDraft(text) })),
  );
  host.route(createApp(web));
  // The first text that is rendered takes a hundred times as long as the next: let that not be a student's.
  setImmediate(() =>
    markdown("**a** `b` [1]\n\n- c\n\n```js\nd\n```", { breaks: false, citations: new Map() }),
  );
  return { web, drafts };
}

/** The secret behind sessions and file tokens: made once, the same after every restart. */
async function keptSecret(host: Host): Promise<Uint8Array> {
  const kept = await host.kept("web:secret");
  if (kept !== undefined) return Buffer.from(kept, "base64url");
  const secret = randomBytes(32);
  await host.keep("web:secret", secret.toString("base64url"));
  return secret;
}
