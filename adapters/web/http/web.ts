import type { Host } from "#ports/platform.ts";
import type { WebConfig } from "../config.ts";
import type { Cases } from "./cases.ts";
import type { FileTokens } from "./file-token.ts";
import type { Identity } from "./identity.ts";
import type { KeyCheck } from "./key.ts";
import type { SessionKeeper } from "./session.ts";
import type { Streams } from "./stream.ts";

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
  readonly now: () => number;
};
