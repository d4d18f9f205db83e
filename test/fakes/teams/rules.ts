/** What the real service refuses, each rule with the page that says it. */

export type Refusal = {
  readonly status: number;
  readonly code: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type Body = Readonly<Record<string, unknown>>;

/** Why a message is refused as it is; `undefined` if it is taken. */
export function refuseMessage(activity: Body): Refusal | undefined {
  // 100 KB in UTF-16, 413 MessageSizeTooBig: bots/how-to/format-your-bot-messages (msteams-docs). Clouds that lag
  // behind take 40 KB: the older state of the same page, and the one that is enforced here.
  if (JSON.stringify(activity).length * 2 > 40 * 1024) return { status: 413, code: "MessageSizeTooBig" };
  const text = activity["text"];
  const attachments = list(activity["attachments"]);
  const isMessage = activity["type"] === "message";
  // An activity without content: rest-api/bot-framework-rest-connector-api-reference, 400 BadSyntax.
  if (isMessage && (typeof text !== "string" || text.trim() === "") && attachments.length === 0)
    return { status: 400, code: "BadSyntax" };
  return refuseEntities(list(activity["entities"])) ?? attachments.map(refuseCard).find((refusal) => refusal);
}

/** bots/how-to/bot-messages-ai-generated-content (msteams-docs), "Error handling" and the table of properties. */
function refuseEntities(entities: readonly Body[]): Refusal | undefined {
  const bad = { status: 400, code: "BadArgument" };
  const roots = entities.filter(({ type }) => type === "https://schema.org/Message");
  if (roots.length > 1) return bad;
  const citations = list(roots[0]?.["citation"]);
  if (citations.length > 20) return bad;
  for (const { position, appearance } of citations) {
    const { name, abstract } = object(appearance);
    if (typeof position !== "number" || typeof name !== "string" || name.length > 80) return bad;
    if (typeof abstract === "string" && abstract.length > 160) return bad;
  }
  return undefined;
}

const elements = new Set([
  "RichTextBlock",
  "TextBlock",
  "Container",
  "CodeBlock",
  "Table",
  "Image",
  "ColumnSet",
  "FactSet",
  "ActionSet",
  "Input.ChoiceSet",
  "Input.Text",
]);

/** task-modules-and-cards/cards/cards-reference (msteams-docs): bots' cards up to version 1.5; a card is typed. */
function refuseCard({ contentType, content }: Body): Refusal | undefined {
  if (contentType !== "application/vnd.microsoft.card.adaptive") return undefined;
  const bad = { status: 400, code: "BadSyntax" };
  const { type, version, body, actions } = object(content);
  if (type !== "AdaptiveCard" || Number(version) > 1.5) return bad;
  if (!list(body).every(({ type }) => typeof type === "string" && elements.has(type))) return bad;
  // adaptivecards.io/explorer/RichTextBlock: `inlines` is required.
  if (list(body).some(({ type, inlines }) => type === "RichTextBlock" && list(inlines).length === 0))
    return bad;
  // task-modules-and-cards/cards/cards-format (msteams-docs), "Overflow menu": what goes beyond six must be secondary.
  if (list(actions).filter(({ mode }) => mode !== "secondary").length > 6) return bad;
  const pressable = [...list(actions), ...list(body).flatMap(({ actions }) => list(actions))];
  if (!pressable.every((action) => isAction(action))) return bad;
  // adaptivecards.io/explorer/Input.ChoiceSet and Input.Text: an id of its own; choices have titles and values.
  const inputs = list(body).filter(({ type }) => String(type).startsWith("Input."));
  const ids = new Set(inputs.map(({ id }) => id));
  if (ids.size < inputs.length || ids.has(undefined)) return bad;
  const options = inputs.flatMap(({ choices }) => list(choices));
  return options.every(({ title, value }) => typeof title === "string" && typeof value === "string")
    ? undefined
    : bad;
}

/**
 * task-modules-and-cards/task-modules/task-modules-bots (msteams-docs): a dialog opens from `Action.Submit` with
 * `msteams: { type: "task/fetch" }`, never from `Action.Execute`.
 */
function isAction({ type, title, data }: Body): boolean {
  if (
    typeof title !== "string" ||
    !["Action.Execute", "Action.Submit", "Action.OpenUrl"].includes(String(type))
  )
    return false;
  const { msteams } = object(data);
  return msteams === undefined || (type === "Action.Submit" && object(msteams)["type"] === "task/fetch");
}

/**
 * task-modules-and-cards/task-modules/invoking-task-modules (msteams-docs): what an answer to `task/fetch` or
 * `composeExtension/fetchTask` may be.
 */
export function refuseDialog(answer: unknown): string | undefined {
  const { type, value } = object(object(answer)["task"]);
  if (type === "message") return typeof value === "string" && value !== "" ? undefined : "no words";
  if (type !== "continue") return "no task";
  const { title, card } = object(value);
  if (typeof title !== "string" || title === "") return "no title";
  return refuseCard(object(card))?.code;
}

/** agents-in-teams/agent-reactions (msteams-docs): the reaction's id as in the reference, on a message that is there. */
export function refuseReaction(name: string, isThere: boolean): Refusal | undefined {
  if (!/^[a-z0-9_]+(?:-tone[1-5])?$/.test(name)) return { status: 400, code: "BadArgument" };
  return isThere ? undefined : { status: 404, code: "ActivityNotFoundInConversation" };
}

/** bots/how-to/rate-limit (msteams-docs): per bot and conversation, in seconds and operations. */
const windows = [
  [1, 7],
  [2, 8],
  [30, 60],
  [3600, 1800],
] as const;

/** Counts what is sent to a conversation, and refuses what is too much. */
export function createLimits(now: () => number): (conversation: string) => Refusal | undefined {
  const sent = new Map<string, number[]>();
  return (conversation) => {
    const times = sent.get(conversation) ?? [];
    for (const [seconds, most] of windows) {
      const inside = times.filter((time) => now() - time < seconds * 1000);
      const [oldest] = inside;
      if (inside.length < most || oldest === undefined) continue;
      const wait = Math.max(1, Math.ceil((oldest + seconds * 1000 - now()) / 1000));
      return { status: 429, code: "TooManyRequests", headers: { "retry-after": String(wait) } };
    }
    sent.set(conversation, [...times.slice(-2000), now()]);
    return undefined;
  };
}

export function list(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.map(object) : [];
}

export function object(value: unknown): Body {
  return typeof value === "object" && value !== null ? (value as Body) : {};
}
