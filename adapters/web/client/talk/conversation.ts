import type { Push, WireEvent, WireFile, WireMessage, WirePerson } from "../../wire.ts";
import { newId } from "../boot.ts";
import { el } from "../dom.ts";
import type { Api } from "../net/api.ts";
import type { Outbox, SendState } from "../net/outbox.ts";
import { withoutSign } from "../note.ts";
import type { Press } from "./buttons.ts";
import { createLog, type Log } from "./log.ts";
import type { React } from "./reactions.ts";

/** One place in which a person reads and writes: its log, kept true through sending, editing and reloads. */
export type Conversation = {
  readonly log: Log;
  readonly at: string;
  apply(push: Push): boolean;
  send(text: string, files: readonly WireFile[]): void;
  readonly press: Press;
  /** Tells the other side that something is being written, now and then. */
  typing(): void;
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
  /** One's own words that were unsent, to be written anew. */
  readonly takenBack?: (text: string) => void;
};

/** The other side shows the sign for a little longer. */
const TYPING_EVERY_MS = 4000;

export function createConversation(options: Options): Conversation {
  const { at, label, me, api, outbox, changed, takenBack } = options;
  const put = (event: WireEvent) => outbox.put(event);
  const base = () => ({ at, id: newId() });
  const log = createLog(
    label,
    {
      me: me.id,
      api,
      isShared: me.kind === "staff",
      acts: {
        press: (what, from) => press(what, from),
        react: (message, emoji, added) => react(message, emoji, added),
        edit: (message, text) => put({ ...base(), type: "edited", message, text }),
        remove: (message) => remove(message),
        ...(takenBack && {
          unsend: ({ id, text = "" }) => {
            remove(id);
            takenBack(text);
          },
        }),
        dismiss: (message) => log.drop(message),
      },
    },
    changed,
  );
  const press: Press = ({ action, value }, { on, fields }) => {
    put({ ...base(), type: "action", action, value, ...(on && { on }), ...(fields && { fields }) });
  };
  const remove = (message: string) => {
    log.drop(message);
    put({ ...base(), type: "deleted", message });
  };
  const react: React = (message, emoji, added) => put({ ...base(), type: "reaction", message, emoji, added });
  let typed = 0;
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
    typing() {
      if (Date.now() - typed < TYPING_EVERY_MS) return;
      typed = Date.now();
      api.typing(at);
    },
    apply: (push) => "at" in push && push.at === at && log.apply(push),
    send(text, files) {
      const event = {
        ...base(),
        type: "message",
        text,
        files: files.map(({ token }) => token),
      } as const;
      show(event, files, "sending");
      put(event);
      // The next words are a new sign.
      typed = 0;
    },
    sent(event, state) {
      if (event.type === "message") log.state(messageId(event, me), state);
      else if (event.type === "edited" && state === "sent") {
        const known = log.find(event.message);
        if (known) log.put({ ...known, text: event.text, html: asTyped(event.text) }, "sent");
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
  const shown = me.kind === "staff" ? withoutSign(text) : text;
  return { id: messageId(event, me), time: Date.now(), from: me, text, html: asTyped(shown), files };
}

function asTyped(text: string): string {
  if (text === "") return "";
  const paragraph = el("p", { class: "typed" });
  paragraph.textContent = text;
  return paragraph.outerHTML;
}
