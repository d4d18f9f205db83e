import type { WirePerson } from "../../wire.ts";
import { w } from "../boot.ts";
import { el } from "../dom.ts";
import type { Api } from "../net/api.ts";
import { createOutbox } from "../net/outbox.ts";
import { listen } from "../net/stream.ts";
import { createBanner } from "./banner.ts";
import { createComposer, takeDrops } from "./composer.ts";
import { createConversation } from "./conversation.ts";
import { studentActs } from "./student-acts.ts";

export type Seat = { readonly element: HTMLElement; focus(): void };

/** The student's side: the conversation with the bot and whoever helps it. */
export function createChat(me: WirePerson, api: Api, arrived: () => void): Seat {
  const at = `student/${me.id}`;
  const banner = createBanner();
  const outbox = createOutbox(api, me.id, (event, state) => talk.sent(event, state));
  const empty = el("div", { class: "empty" });
  const talk = createConversation({
    at,
    label: w.chat.log,
    me,
    api,
    outbox,
    changed: () => {
      empty.hidden = talk.log.size() > 0;
    },
  });
  const composer = createComposer({
    name: me.id,
    at: () => at,
    api,
    placeholder: w.chat.placeholder,
    send: (text, files) => talk.send(text, files),
    typed: () => talk.typing(),
  });
  const examples = w.chat.examples.map((text) =>
    el(
      "li",
      {},
      el("button", { type: "button", class: "example", on: { click: () => talk.send(text, []) } }, text),
    ),
  );
  empty.append(
    el("img", { class: "mark", src: "/assets/mark.svg", alt: "", width: 64, height: 64 }),
    el("h2", {}, w.chat.hello),
    el("p", {}, w.chat.invite),
    el("ul", { class: "examples" }, ...examples),
  );
  // Until the snapshot says that nothing was said, there is no reason to invite.
  empty.hidden = true;
  talk.log.element.prepend(empty);
  const element = el(
    "section",
    { class: "seat chat", "aria-label": w.chat.title, "data-drop": w.composer.drop },
    banner.element,
    talk.log.element,
    el(
      "div",
      { class: "below" },
      composer.element,
      studentActs(talk.press),
      el("p", { class: "hint" }, w.chat.ai),
    ),
  );
  takeDrops(element, composer);
  const heard = (push: Parameters<typeof talk.apply>[0]) => {
    if (talk.apply(push) && push.type === "upsert" && push.message.from === "bot") arrived();
  };
  listen(api, [at], heard, banner.show);
  return { element, focus: () => composer.field.focus() };
}
