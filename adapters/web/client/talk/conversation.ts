import type { Button } from "#ports/platform.ts";
import type { Push, WireEvent, WireFile, WireMessage, WirePerson } from "../../wire.ts";
import { locale, newId } from "../boot.ts";
import { el } from "../dom.ts";
import type { Api } from "../net/api.ts";
import type { Outbox, SendState } from "../net/outbox.ts";
import { createLog, type Log } from "./log.ts";

/** One place in which a person reads and writes: its log, kept true through sending, editing and reloads. */
export type Conversation = {
  readonly log: Log;
  readonly at: string;
  apply(push: Push): boolean;
  send(text: string, files: readonly WireFile[]): void;
  press(button: Pick<Button, "action" | "value">, on?: string): void;
  /** What became of an event of this place on its way to the server. */
  sent(event: WireEvent, state: SendState): void;
};

type Options = {
  readonly at: string;
  readonly label: string;
  readonly me: WirePerson;
  readonly api: Api;
  readonly outbox: Outbox;
  readonly changed: () => void;
};

export function createConversation({ at, label, me, api, outbox, changed }: Options): Conversation {
  const put = (event: WireEvent) => outbox.put(event);
  const base = () => ({ at, id: newId() });
  const log = createLog(
    label,
    {
      me: me.id,
      api,
      acts: {
        press: (button, on) => press(button, on),
        edit: (message, text) => put({ ...base(), type: "edited", message, text }),
        remove: (message) => {
          log.drop(message);
          put({ ...base(), type: "deleted", message });
        },
        dismiss: (message) => log.drop(message),
      },
    },
    changed,
  );
  const press: Conversation["press"] = ({ action, value }, on) => {
    put({ ...base(), type: "action", action, value, ...(on === undefined ? {} : { on }) });
  };
  const show = (
    event: Extract<WireEvent, { type: "message" }>,
    files: readonly WireFile[],
    state: SendState,
  ) => {
    log.put(locally(event, me, files), state);
  };
  // What a reload found unsent is shown again.
  queueMicrotask(() => {
    for (const event of outbox.waiting()) {
      if (event.at === at && event.type === "message") show(event, [], "sending");
    }
  });
  return {
    log,
    at,
    press,
    apply: (push) => "at" in push && push.at === at && log.apply(push),
    send(text, files) {
      const event = {
        ...base(),
        type: "message",
        text,
        files: files.map(({ token }) => token),
        locale,
      } as const;
      show(event, files, "sending");
      put(event);
    },
    sent(event, state) {
      if (event.type === "message") log.state(messageId(event, me), state);
      else if (event.type === "edited" && state === "sent") {
        const known = log.find(event.message);
        if (known) log.put({ ...known, text: event.text, html: typed(event.text) }, "sent");
      }
    },
  };
}

function messageId(event: WireEvent, me: WirePerson): string {
  return `${me.id}.${event.id}`;
}

/** A message of one's own until the server's rendering of it arrives. */
function locally(
  event: Extract<WireEvent, { type: "message" }>,
  me: WirePerson,
  files: readonly WireFile[],
): WireMessage {
  const { text } = event;
  return { id: messageId(event, me), time: Date.now(), from: me, text, html: typed(text), files };
}

function typed(text: string): string {
  if (text === "") return "";
  const paragraph = el("p", { class: "typed" });
  paragraph.textContent = text;
  return paragraph.outerHTML;
}
