import type { App, ExpressReceiver, SocketModeReceiver } from "@slack/bolt";
import type { Host } from "#ports/platform.ts";
import { silent } from "../calls/silent.ts";
import type { SlackConfig } from "../config.ts";
import { createSignatureCheck } from "./signature.ts";
import { keepConnected } from "./socket.ts";

/** What the SDK needs from the rest. */
export type Listening = {
  readonly config: SlackConfig;
  readonly host: Host;
  /** Resolves to what the person who gave a command sees at once. Throws when Slack should send it again. */
  readonly handle: (body: unknown) => Promise<string | undefined>;
  /** Called when the way to Slack is open, and when it is not any more. */
  readonly connected: () => void;
  readonly disconnected: () => void;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

const OPEN_MS = 15_000;
const ROUTES = { events: "/slack/events", commands: "/slack/commands", actions: "/slack/actions" };

/** Hears Slack with the stock SDK, over the socket or the one port, until the answer is called. */
export async function listen(listening: Listening): Promise<() => Promise<void>> {
  const { config, host } = listening;
  // Loaded here, so that a process without Slack does not hold it.
  const bolt = await import("@slack/bolt");
  const logger = silent(bolt.LogLevel.ERROR);
  if (config.hearing.mode === "http") {
    const receiver = new bolt.ExpressReceiver({
      signingSecret: config.hearing.signingSecret,
      endpoints: ROUTES,
      processBeforeResponse: true,
      // Checked in `mount`, more strictly and once.
      signatureVerification: false,
      logger,
    });
    receiver.init(taker(listening));
    mount(receiver, config.hearing.signingSecret, listening);
    listening.connected();
    return async () => undefined;
  }
  const receiver: SocketModeReceiver = new bolt.SocketModeReceiver({
    appToken: config.hearing.appToken,
    // What the SDK does itself waits five seconds each time, and ends the process when it fails.
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: { slackApiUrl: config.apiUrl, retryConfig: { retries: 0 }, timeout: OPEN_MS },
    },
    logger,
  });
  receiver.init(taker(listening));
  return keepConnected(receiver.client, { ...listening, log: host.log });
}

/**
 * What the SDK's receivers hand over, whole. It stands where the SDK's own `App` would, which acknowledges an event
 * over the socket before anybody has seen it. What throws is not acknowledged, and Slack sends it again.
 */
function taker({ handle, host }: Listening): App {
  const processEvent: App["processEvent"] = async ({ body, ack }) => {
    if (body["type"] === "app_rate_limited") {
      // https://docs.slack.dev/reference/events/app_rate_limited: Slack keeps events back for a minute.
      host.log.error("slack: too many events, some are not sent");
      return ack();
    }
    const reply = await handle(body);
    await (reply === undefined ? ack() : ack({ response_type: "ephemeral", text: reply }));
  };
  return { processEvent } as App;
}

/** The SDK's own routes, behind the only check of the signature: nothing else may lead there. */
function mount(receiver: ExpressReceiver, secret: string, { host, now }: Listening): void {
  const isGenuine = createSignatureCheck(secret, now);
  const paths = new Set(Object.values(ROUTES));
  host.route((request, response, next) => {
    if (request.method !== "POST" || !paths.has((request.url ?? "").replace(/\?.*$/, ""))) return next();
    isGenuine(request, response)
      .then((genuine) => genuine && receiver.router(request as never, response as never, next as never))
      .catch(next);
  });
}
