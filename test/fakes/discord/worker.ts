import { parentPort } from "node:worker_threads";
import { inTurn, msUntil } from "../in-turn.ts";
import { createFakeDiscord } from "./discord.ts";

/** The fake on a thread of its own, so that who is measured has its thread to itself. */

export type Order =
  /** So many direct messages are made ready, and told when `release` comes. */
  | { readonly type: "prepare"; readonly messages: number; readonly people: number }
  | { readonly type: "release" }
  /** Waits for a connection. */
  | { readonly type: "connected" }
  /** So many people ask, twenty a second, and wait for the first sign of the bot. */
  | { readonly type: "ask"; readonly people: number; readonly text: string };

export type Report =
  | { readonly type: "ready"; readonly apiUrl: string; readonly token: string; readonly desk: string }
  | { readonly type: "prepared" }
  | { readonly type: "released" }
  | { readonly type: "connected" }
  | { readonly type: "signs"; readonly ms: readonly number[] };

const port = parentPort;
if (port === null) throw new Error("runs as a worker only");
const tell = (report: Report) => port.postMessage(report);

const discord = await createFakeDiscord();
discord.limits.set(() => ({ requests: 1e9, perMs: 1 }));
discord.limits.global = { requests: 1e9, perMs: 1 };
const people = Array.from({ length: 2000 }, (_, n) => discord.world.member(`Student ${n}`));
const someone = (n: number) => people[n % people.length] ?? discord.world.bot;

function signOf(n: number, text: string): Promise<number> {
  const student = discord.world.member(`Asker ${n}`);
  const channel = discord.direct(student);
  discord.say(student, channel, text);
  return msUntil(() =>
    discord.rest.seen.some(({ method, path }) => method !== "GET" && path.includes(channel.id)),
  );
}

async function obey(order: Order): Promise<Report> {
  switch (order.type) {
    case "prepare":
      discord.gateway.hold();
      for (let n = 0; n < order.messages; n++) {
        const student = someone(n % order.people);
        discord.say(student, discord.direct(student), `What is a loop, and how does it end? ${n}`);
      }
      return { type: "prepared" };
    case "release":
      discord.gateway.release();
      return { type: "released" };
    case "connected":
      while (discord.gateway.connected === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      return { type: "connected" };
    case "ask":
      return { type: "signs", ms: await inTurn(order.people, (n) => signOf(n, order.text)) };
  }
}

port.on("message", (order: Order) => void obey(order).then(tell));
const desk = discord.world.channel();
tell({ type: "ready", apiUrl: discord.apiUrl, token: discord.token, desk: `${desk.guild_id}/${desk.id}` });
