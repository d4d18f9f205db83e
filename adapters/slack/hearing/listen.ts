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
    attach(new bolt.App({ receiver, ...appOptions(listening), logger }), listening);
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
  const app = new bolt.App({ receiver, ...appOptions(listening), logger });
  attach(app, listening);
  acknowledgeAfterwards(app);
  return keepConnected(receiver.client, { ...listening, log: host.log });
}

function appOptions({ config }: Listening) {
  return {
    // Whose token belongs to an event is known here better, and whose messages are ours.
    authorize: async () => ({}),
    ignoreSelf: false,
    clientOptions: { slackApiUrl: config.apiUrl },
    convoStore: false as const,
  };
}

/** Everything goes through one function. Errors go back to Slack as "not received". */
function attach(app: App, { handle, host }: Listening): void {
  app.use(async (args) => {
    const reply = await handle(args.body);
    if (!("ack" in args) || typeof args.ack !== "function") return;
    const ack = args.ack as (answer?: string | { response_type: string; text: string }) => Promise<void>;
    await (reply === undefined ? ack() : ack({ response_type: "ephemeral", text: reply }));
  });
  app.error(async (error) => {
    throw error;
  });
  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    if (event.body["type"] !== "app_rate_limited") return process(event);
    // https://docs.slack.dev/reference/events/app_rate_limited: Slack keeps events back for a minute.
    host.log.error("slack: too many events, some are not sent");
    await event.ack();
  };
}

/** Over the socket the SDK acknowledges an event before anybody has seen it: the word is held back until then. */
function acknowledgeAfterwards(app: App): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    let answer: { readonly said: unknown } | undefined;
    await process({
      ...event,
      ack: async (said?: unknown) => {
        answer = { said };
      },
    });
    if (answer !== undefined) await event.ack(answer.said as never);
  };
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
