import type { Host } from "#ports/platform.ts";
import type { WebConfig } from "../config.ts";
import type { FileTokens } from "../files/token.ts";
import type { Cases } from "../live/cases.ts";
import type { Reactions } from "../live/reactions.ts";
import type { Streams } from "../live/stream.ts";
import type { Identity } from "../who/identity.ts";
import type { KeyCheck } from "../who/key.ts";
import type { SessionKeeper } from "../who/session.ts";

/** What the routes work with. */
export type Web = {
  readonly config: WebConfig;
  readonly host: Host;
  readonly sessions: SessionKeeper;
  readonly identity: Identity;
  readonly isKey: KeyCheck;
  readonly tokens: FileTokens;
  readonly streams: Streams;
  readonly cases: Cases;
  readonly reactions: Reactions;
  readonly now: () => number;
};
