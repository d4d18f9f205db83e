import type { Address, Shown, StoredFile } from "#ports/platform.ts";
import { type Posted, parse } from "../../adapters/web/parse.ts";
import { render } from "../../adapters/web/render.ts";
import type { Contract } from "./contract.ts";

export const contract: Contract = {
  parse: (given: Posted & { files?: Record<string, StoredFile> }) =>
    parse(given, (token) => given.files?.[token]),
  render: ({ shown, at }: { shown: Shown; at: Address }) =>
    render(shown, at, (file, place) => `${file.id}@${place}`),
  faults: () => undefined,
  absent: {
    in: {
      mention: "every message on the page is for the bot",
      command: "the page offers buttons in place of commands",
      own: "only people post: a page has no way to write as the bot",
      "other-bot": "only people post: there are no other bots on the page",
      shortcut: "the page has buttons and a menu where other platforms have shortcuts",
      overheard: "the page has no channels: a student writes to the bot, staff write in a case",
      left: "who closes the page may open it again, and finds there what was said meanwhile",
      "empty-edit":
        "the page posts an edit only when somebody made one; the engine drops it when the words are the same",
    },
    out: {},
    faults: Object.fromEntries(
      ["limited", "unavailable", "ambiguous", "gone", "denied", "invalid"].map((fault) => [
        fault,
        "a send is a push to whoever reads; there is no server that could refuse it",
      ]),
    ),
  },
};
