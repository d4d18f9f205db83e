import { Agent, request } from "node:http";
import { parentPort } from "node:worker_threads";
import { inTurn, msUntil } from "../in-turn.ts";
import { createFakeTeams, type Person } from "./teams.ts";

/** The fake on a thread of its own, so that who is measured has its thread to itself. */

export type Order =
  /** So many messages in people's chats are made ready, to be posted to this address. */
  | { readonly type: "prepare"; readonly messages: number; readonly people: number; readonly url: string }
  /** Sends them; done when each is acknowledged. */
  | { readonly type: "release" }
  /** So many people ask, twenty a second, and wait for the first sign of the bot. */
  | { readonly type: "ask"; readonly people: number; readonly text: string; readonly url: string };

export type Report =
  | { readonly type: "ready"; readonly url: string }
  | { readonly type: "prepared" }
  | { readonly type: "released"; readonly refused: number }
  | { readonly type: "signs"; readonly ms: readonly number[] };

/** Connections on which the Connector posts at once. */
const CONNECTIONS = 64;

const port = parentPort;
if (port === null) throw new Error("runs as a worker only");
const tell = (report: Report) => port.postMessage(report);

const fake = await createFakeTeams();
fake.limits = () => undefined;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
let waiting: (() => Promise<boolean>)[] = [];

function person(name: string): Person {
  return { id: `29:${name}`, name, aad: `cccccccc-0000-4000-8000-${name.padStart(12, "0")}` };
}

function activity(from: Person, text: string): object {
  return fake.wrap({
    type: "message",
    id: fake.nextId(),
    from: { id: from.id, name: from.name, aadObjectId: from.aad },
    conversation: { id: fake.chat(from), conversationType: "personal", tenantId: fake.config.tenantId },
    text,
    textFormat: "plain",
    entities: [
      { type: "clientInfo", locale: "en-GB", country: "GB", platform: "Web", timezone: "Europe/London" },
    ],
  });
}

function post(url: string, body: string, token: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    authorization: `Bearer ${token}`,
  };
  const posting = request(url, { method: "POST", agent, headers }, (response) => {
    response.resume().on("end", () => resolve(response.statusCode === 200));
  });
  posting.on("error", () => resolve(false));
  posting.end(body);
  return promise;
}

async function signOf(url: string, n: number, text: string): Promise<number> {
  const asker = person(`a${n}`);
  const chat = fake.chat(asker);
  const [token, body] = [await fake.token(), JSON.stringify(activity(asker, text))];
  void post(url, body, token);
  return msUntil(() => fake.calls.some(({ conversation }) => conversation === chat));
}

async function obey(order: Order): Promise<Report> {
  switch (order.type) {
    case "prepare": {
      const token = await fake.token();
      waiting = Array.from({ length: order.messages }, (_, n) => {
        const text = `What is a loop, and how does it end? ${n}`;
        const body = JSON.stringify(activity(person(`p${n % order.people}`), text));
        return () => post(order.url, body, token);
      });
      return { type: "prepared" };
    }
    case "release": {
      const answers = await Promise.all(waiting.map((send) => send()));
      return { type: "released", refused: answers.filter((isTaken) => !isTaken).length };
    }
    case "ask":
      return { type: "signs", ms: await inTurn(order.people, (n) => signOf(order.url, n, order.text)) };
  }
}

port.on("message", (order: Order) => void obey(order).then(tell));
tell({ type: "ready", url: fake.url });
