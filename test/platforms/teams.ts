import type { OutboundMessage, PlatformError } from "#ports/platform.ts";
import { faults } from "../../adapters/teams/faults.ts";
import { type Known, parse } from "../../adapters/teams/parse.ts";
import { readActivity } from "../../adapters/teams/read/activity.ts";
import { render } from "../../adapters/teams/render.ts";
import type { Contract } from "./contract.ts";

const known: Known = {
  bot: "bbbbbbbb-0000-4000-8000-000000000002",
  kind: "student",
  isOurs: false,
  isListening: false,
  now: 1_790_000_000_000,
};

type FaultGiven = { statusCode?: number; code?: string; headers?: Record<string, string> };

export const contract: Contract = {
  parse: ({ activity, ...more }: { activity: unknown } & Partial<Known>) => {
    const read = readActivity(activity);
    const heard = read && parse(read, { ...known, ...more });
    return heard && (heard.attached.length > 0 ? { ...heard.event, attached: heard.attached } : heard.event);
  },
  render: ({ message, files }: { message: OutboundMessage; files?: string }) =>
    render(message, ({ id }) => files && `${files}/${id}`),
  faults: ({ headers, ...error }: FaultGiven) => {
    const fault: PlatformError = faults({ ...error, response: { headers: new Headers(headers) } });
    return { fault: fault.fault, retryAfterMs: fault.retryAfterMs };
  },
  absent: { in: {}, out: {}, faults: {} },
};
