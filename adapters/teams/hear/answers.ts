import type { OutboundMessage } from "#ports/platform.ts";
import type { Activity } from "../read/activity.ts";
import { fieldInput, isObject, pressedIn } from "../read/pressed.ts";
import { shortcutIn } from "../read/shortcut.ts";
import { SHOW } from "../render.ts";
import { dialog, saying } from "../show/dialog.ts";
import { words } from "../words.ts";

/** The answer to the Connector: a status, and for an invoke what the client is told. */
export type Answer = { readonly status: number; readonly body?: object };

/** The message that somebody asks to see, with the small card that stands in its place; older clients say so in a message. */
export function offerIn({ type, name, value, replyToId }: Activity): string | undefined {
  const action = name === "adaptiveCard/action" && isObject(value) ? value["action"] : undefined;
  const data = type === "message" ? value : isObject(action) ? action["data"] : undefined;
  return isObject(data) && data["action"] === SHOW ? replyToId : undefined;
}

/** The form behind a button of this message or behind a shortcut, as the dialog to open. */
export function formIn(activity: Activity, on: OutboundMessage | undefined): Answer | undefined {
  const { name, locale } = activity;
  const { ticket } = words(locale);
  const chosen = shortcutIn(activity);
  if (chosen?.command === "ticket" && chosen.step === "chosen") {
    const field = {
      name: "text",
      label: ticket.about,
      lines: "many",
      optional: true,
      longest: 4000,
    } as const;
    return { status: 200, body: dialog({ ...ticket, fields: [field] }, {}, (input) => input) };
  }
  const pressed = name === "task/fetch" ? pressedIn(activity) : undefined;
  const button = on?.buttons?.find(
    ({ action, value }) => action === pressed?.action && value === pressed.value,
  );
  if (!pressed || !button?.form) return undefined;
  const { action, value, on: message } = pressed;
  return { status: 200, body: dialog(button.form, { action, value, on: message }, fieldInput) };
}

/** What the client is told after the fact; an unknown invoke gets 501, as from the SDK. */
export function answerTo(activity: Activity, isHeard: boolean, isUnreachable = false): Answer {
  const { type, name, value, locale } = activity;
  if (type !== "invoke") return { status: 200 };
  const { done, nothing, chooseFirst, answering, wordless, unreachable } = words(locale);
  switch (name) {
    case "message/submitAction":
    case "composeExtension/submitAction":
      return { status: 200, body: {} };
    case "composeExtension/fetchTask":
      return { status: 200, body: saying(isUnreachable ? unreachable : isHeard ? answering : wordless) };
    case "task/fetch":
      return { status: 200, body: saying(isHeard ? done : nothing) };
    case "task/submit":
      // Without a body the dialog closes.
      return { status: 200 };
    case "adaptiveCard/action": {
      const action = isObject(value) ? value["action"] : undefined;
      const isChoice = isObject(action) && isObject(action["data"]) && "pick" in action["data"];
      const said = isHeard ? done : isChoice ? chooseFirst : nothing;
      return {
        status: 200,
        body: { statusCode: 200, type: "application/vnd.microsoft.activity.message", value: said },
      };
    }
    default:
      return { status: 501 };
  }
}
