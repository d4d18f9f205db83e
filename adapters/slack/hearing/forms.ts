import { z } from "zod";
import type { Host, InboundEvent } from "#ports/platform.ts";
import type { Calls } from "../calls/calls.ts";
import { respond } from "../calls/respond.ts";
import { wordOf } from "../faults.ts";
import type { PressedIn } from "../payload.ts";
import { modal } from "../speaking/modal.ts";
import { words } from "../words.ts";

type Parts = { readonly host: Host; readonly calls: Calls; readonly hooksOrigin: string };
type Pressed = Extract<InboundEvent, { type: "action" }>;

/**
 * Asks what belongs to a pressed button; `false` when nothing does, and the press is the action itself. Slack
 * takes a form for three seconds after the press: who waited longer is asked to press again. Throws PlatformError.
 */
export async function askForm(event: Pressed, body: PressedIn, parts: Parts): Promise<boolean> {
  const { host, calls, hooksOrigin } = parts;
  const { at, on, action, value } = event;
  if (on === undefined || body.trigger_id === undefined || event.fields !== undefined) return false;
  const shown = await host.shown(at, on);
  const form = shown?.buttons?.find((one) => one.action === action && one.value === value)?.form;
  if (form === undefined) return false;
  const view = modal(form, { at, on, action, value });
  try {
    await calls("views.open", { trigger_id: body.trigger_id, view }, z.object({}));
  } catch (error) {
    // A copy of the press: the form is open already.
    if (wordOf(error) === "exchanged_trigger_id") return true;
    if (!isTooLate(error)) throw error;
    host.log.warn("slack: a form came too late");
    if (body.response_url !== undefined)
      await respond(body.response_url, words(event.from.locale).again, hooksOrigin);
  }
  return true;
}

/** https://docs.slack.dev/reference/methods/views.open#errors */
function isTooLate(error: unknown): boolean {
  return ["expired_trigger_id", "trigger_expired"].includes(wordOf(error) ?? "");
}
