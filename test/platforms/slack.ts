import type { OutboundMessage } from "#ports/platform.ts";
import { faults } from "../../adapters/slack/faults.ts";
import { type Known, parse } from "../../adapters/slack/parse.ts";
import { render } from "../../adapters/slack/render.ts";
import type { Contract } from "./contract.ts";

export const contract: Contract = {
  parse: ({ payload, known }: { payload: unknown; known: Known }) => parse(payload, known),
  render: ({ message, ...options }: { message: OutboundMessage; key?: string; unshown?: string[] }) =>
    render(message, options),
  faults: (given: unknown) => {
    const { fault, retryAfterMs } = faults(given);
    return { fault, retryAfterMs };
  },
  absent: { in: {}, out: {}, faults: {} },
};
