import { Agent, request } from "node:http";
import { parentPort } from "node:worker_threads";
import { inTurn, msUntil } from "../in-turn.ts";
import { FakeSlack } from "../slack.ts";
import { signature } from "./http-events.ts";

/** The fake on a thread of its own, so that who is measured has its thread to itself. */

export type Order =
  /** So many direct messages are made ready, to be posted to this address; without one, over the socket. */
  | { readonly type: "prepare"; readonly messages: number; readonly people: number; readonly url?: string }
  /** Sends them; done when each is acknowledged. */
  | { readonly type: "release" }
  /** So many people ask over the socket, twenty a second, and wait for the first sign of the bot. */
  | { readonly type: "ask"; readonly people: number; readonly text: string };

export type Report =
  | { readonly type: "ready"; readonly settings: Readonly<Record<string, string>>; readonly secret: string }
  | { readonly type: "prepared" }
  | { readonly type: "released"; readonly refused: number }
  | { readonly type: "signs"; readonly ms: readonly number[] };

/** What people see of the bot. */
const signs = new Set(["reactions.add", "assistant.threads.setStatus", "chat.postMessage"]);

/** Connections on which Slack posts at once. */
const CONNECTIONS = 64;

const port = parentPort;
if (port === null) throw new Error("runs as a worker only");
const tell = (report: Report) => port.postMessage(report);

const fake = await FakeSlack.start();
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
fake.workspace.channel("C0DESK");
let waiting: (() => Promise<boolean>)[] = [];
let next = 0;

function direct(name: string): string {
  fake.workspace.user(name);
  return fake.workspace.direct(name).id;
}

function bodyOf(user: string, channel: string): Record<string, unknown> {
  next += 1;
  const text = `What is a loop, and how does it end? ${next}`;
  const elements = [{ type: "rich_text_section", elements: [{ type: "text", text }] }];
  const blocks = [{ type: "rich_text", block_id: "b1", elements }];
  const event = { type: "message", channel, channel_type: "im", user, text, ts: fake.workspace.ts(), blocks };
  const { team, bot } = fake.workspace;
  const authorizations = [{ team_id: team, user_id: bot.user, is_bot: true }];
  return { type: "event_callback", team_id: team, event_id: `Ev${next}`, authorizations, event };
}

function posted(url: string, body: string, time: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "x-slack-request-timestamp": String(time),
    "x-slack-signature": signature(fake.secret, time, body),
  };
  const posting = request(url, { method: "POST", agent, headers }, (response) => {
    response.resume().on("end", () => resolve(response.statusCode === 200));
  });
  posting.on("error", () => resolve(false));
  posting.end(body);
  return promise;
}

function made({ messages, people, url }: Extract<Order, { type: "prepare" }>): (() => Promise<boolean>)[] {
  const time = Math.floor(Date.now() / 1000);
  return Array.from({ length: messages }, (_, n) => {
    const name = `U0P${n % people}`;
    const body = bodyOf(name, direct(name));
    if (url === undefined) return () => fake.socket.deliver("events_api", body).then(() => true);
    const text = JSON.stringify(body);
    return () => posted(url, text, time);
  });
}

function signOf(text: string): Promise<number> {
  // Somebody new each time: who asked before already has signs.
  next += 1;
  const name = `U0ASKER${next}`;
  const channel = direct(name);
  fake.say(name, channel, text);
  return msUntil(() =>
    fake.api.calls.some(({ method, args }) => signs.has(method) && args["channel"] === channel),
  );
}

async function obey(order: Order): Promise<Report> {
  switch (order.type) {
    case "prepare":
      waiting = made(order);
      return { type: "prepared" };
    case "release": {
      const answers = await Promise.all(waiting.map((send) => send()));
      return { type: "released", refused: answers.filter((isTaken) => !isTaken).length };
    }
    case "ask":
      return { type: "signs", ms: await inTurn(order.people, () => signOf(order.text)) };
  }
}

port.on("message", (order: Order) => void obey(order).then(tell));
tell({ type: "ready", settings: fake.settings, secret: fake.secret });
