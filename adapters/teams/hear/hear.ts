import type { Host } from "#ports/platform.ts";
import type { Activity } from "../activity.ts";
import { address } from "../address.ts";
import type { TeamsConfig } from "../config.ts";
import { mentions, parse, whereOf } from "../parse.ts";
import type { Places } from "../speak/places.ts";
import type { Fetched } from "./files.ts";

export type Ears = {
  readonly config: TeamsConfig;
  readonly host: Host;
  readonly places: Places;
  readonly staff: (activity: Activity, tenant: string) => Promise<"student" | "staff">;
  readonly files: (attached: NonNullable<ReturnType<typeof parse>>["attached"]) => Promise<Fetched>;
  /** The name of a press, the same for the same press within a minute. */
  readonly once: (id: string) => string;
  readonly now: () => number;
};

/** The answer to the Connector: a status, and for an invoke what the client is told. */
export type Answer = { readonly status: number; readonly body?: object };

/**
 * Takes in an activity that was proved to be genuine. Resolves when what it means is stored; the bot answers
 * afterwards, with a message of its own. If it throws, nothing was stored.
 */
export async function hear(activity: Activity, ears: Ears): Promise<Answer> {
  const { config, host, places, now } = ears;
  const where = whereOf(activity);
  // Where to answer is known before there is anything to answer, so that it outlives a crash.
  await places.heardFrom(activity, where);
  if (!where) return answerTo(activity, false);
  const isOurs = await places.isOurs(where);
  const isCalled = mentions(activity, config.appId).length > 0;
  const mayConcern = isOurs || isCalled || where.kind === "chat" || activity.type === "invoke";
  const kind = mayConcern ? await ears.staff(activity, where.tenant) : "student";
  const heard = parse(activity, { bot: config.appId, kind, isOurs, now: now() });
  if (!heard) return answerTo(activity, false);
  const { event } = heard;
  switch (event.type) {
    case "message": {
      if (where.kind === "thread" && !isOurs) await places.claim(address(where));
      const { files, missing } = await ears.files(heard.attached);
      const note = missing.map((name) => `📎 ${name} ✗`).join("\n\n");
      // What is added to the words here is added to them again when they are edited.
      if (note !== "") await host.keep(`missing:${event.id}`, note);
      await host.accept({ ...event, text: withNote(event.text, note), files });
      break;
    }
    case "edited": {
      const note = await host.kept(`missing:${event.at}/${event.message}`);
      await host.accept({ ...event, text: withNote(event.text, note) });
      break;
    }
    case "deleted":
    case "action":
      await host.accept(heard.mayRepeat ? { ...event, id: ears.once(event.id) } : event);
  }
  return answerTo(activity, true);
}

/** Names the files whose bytes can't be had: nobody must think that nothing was attached. */
function withNote(text: string, note: string | undefined): string {
  return [text, note].filter((part) => part !== undefined && part !== "").join("\n\n");
}

/** An invoke is answered with a body that the client understands; an unknown one with 501, as the SDK does. */
function answerTo({ type, name }: Activity, isHeard: boolean): Answer {
  if (type !== "invoke") return { status: 200 };
  if (name === "message/submitAction") return { status: 200, body: {} };
  if (name !== "adaptiveCard/action") return { status: 501 };
  const body = {
    statusCode: 200,
    type: "application/vnd.microsoft.activity.message",
    value: isHeard ? "✓" : "–",
  };
  return { status: 200, body };
}
