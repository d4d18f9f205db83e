import type { Push, WireEvent, WirePerson } from "../../wire.ts";
import { w } from "../boot.ts";
import { el, iconButton } from "../dom.ts";
import type { Api } from "../net/api.ts";
import type { Outbox, SendState } from "../net/outbox.ts";
import type { Press } from "../talk/buttons.ts";
import { createConversation } from "../talk/conversation.ts";

/** What the desk channel says besides its cards: lists that were asked for, reminders, alarms. */
export type Notices = {
  readonly element: HTMLElement;
  readonly press: Press;
  /** Tells whether there is something new. */
  apply(push: Push): boolean;
  sent(event: WireEvent, state: SendState): void;
  size(): number;
};

type Options = {
  readonly at: string;
  readonly me: WirePerson;
  readonly api: Api;
  readonly outbox: Outbox;
  readonly back: () => void;
};

export function createNotices({ at, me, api, outbox, back }: Options): Notices {
  const empty = el("p", { class: "nothing" }, w.desk.choose);
  const show = () => {
    empty.hidden = talk.log.size() > 0;
    head.hidden = talk.log.size() === 0;
  };
  const talk = createConversation({ at, label: w.desk.notices, me, api, outbox, changed: () => show() });
  const head = el(
    "header",
    { class: "case-head" },
    el(
      "div",
      { class: "case-title" },
      iconButton("back", w.desk.back, back, "to-list"),
      el("h2", {}, w.desk.notices),
    ),
  );
  const element = el(
    "div",
    { class: "case-view notices" },
    head,
    empty,
    el("div", { class: "panel" }, talk.log.element),
  );
  show();
  return {
    element,
    press: talk.press,
    apply(push) {
      if (push.type === "snapshot")
        return talk.apply({ ...push, messages: push.messages.filter(({ card }) => card === undefined) });
      return push.type === "upsert" && push.message.card ? false : talk.apply(push);
    },
    sent: (event, state) => talk.sent(event, state),
    size: () => talk.log.size(),
  };
}
