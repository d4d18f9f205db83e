import type { OutboundMessage } from "#ports/platform.ts";
import { faults } from "../../adapters/discord/faults.ts";
import { parse } from "../../adapters/discord/parse.ts";
import type { Context } from "../../adapters/discord/parsing/context.ts";
import { render } from "../../adapters/discord/render.ts";
import { type Dispatch, readTold } from "../../adapters/discord/wire.ts";
import type { Contract } from "./contract.ts";

/** What a fixture leaves out is as in a small server. */
type Given = Dispatch & { readonly context?: Partial<Omit<Context, "staffRoles" | "listen">> };

const usual: Context = {
  self: "1000000000000000001",
  staffRoles: new Set(["1000000000000000050"]),
  listen: new Set(["1000000000000000030"]),
  channel: { kind: "dm" },
  told: "c2Vzc2lvbiBv:7",
  now: Date.parse("2026-11-23T10:00:00Z"),
};

export const contract: Contract = {
  parse: ({ context, t, d }: Given) => parse(readTold(t, d) as Dispatch, { ...usual, ...context }),
  render: ({ message, key }: { message: OutboundMessage; key?: string }) => render(message, key),
  faults: (given: object) => {
    const { fault, retryAfterMs } = faults(given);
    return { fault, retryAfterMs };
  },
  absent: {},
};
