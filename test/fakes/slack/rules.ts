/** What the real service refuses about a message, with the page that says so. */

type Record_ = Record<string, unknown>;

/** The error that `chat.postMessage` and `chat.update` answer for these arguments, if they are refused. */
export function refusal(args: Record_): string | undefined {
  const blocks = args["blocks"];
  // https://docs.slack.dev/reference/methods/chat.postMessage#errors
  if (blocks === undefined && !args["text"]) return "no_text";
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) return "invalid_blocks_format";
  // https://docs.slack.dev/reference/block-kit/blocks: up to 50 blocks in a message.
  if (blocks.length === 0 || blocks.length > 50) return "invalid_blocks";
  const ids = blocks.map((block: Record_) => block["block_id"]).filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) return "invalid_blocks";
  if (ids.some((id) => typeof id !== "string" || id.length > 255)) return "invalid_blocks";
  if (!blocks.every(isBlock)) return "invalid_blocks";
  // slackapi/bolt-js issue 2509: about 13,200 characters in all.
  return lettersOf(blocks) > 13_200 ? "msg_blocks_too_long" : undefined;
}

function isBlock(block: Record_): boolean {
  const elements = block["elements"];
  switch (block["type"]) {
    // https://docs.slack.dev/reference/block-kit/blocks/header-block
    case "header":
      return isText(block["text"], 150, ["plain_text"]);
    // https://docs.slack.dev/reference/block-kit/blocks/section-block
    case "section": {
      const fields = block["fields"];
      if (block["text"] === undefined && fields === undefined) return false;
      if (block["text"] !== undefined && !isText(block["text"], 3000)) return false;
      return fields === undefined || (isList(fields, 10) && fields.every((field) => isText(field, 2000)));
    }
    // https://docs.slack.dev/reference/block-kit/blocks/context-block
    case "context":
      return isList(elements, 10) && elements.every((element) => isText(element, 3000));
    // https://docs.slack.dev/reference/block-kit/blocks/actions-block
    case "actions": {
      if (!isList(elements, 25)) return false;
      const actions = elements.map((element) => element["action_id"]);
      const isUnique = new Set(actions).size === actions.length;
      return isUnique && elements.every((element) => isButton(element) || isSelect(element));
    }
    // https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
    case "rich_text":
      return isList(elements, Number.POSITIVE_INFINITY) && elements.every(isRich);
    case "markdown":
      return typeof block["text"] === "string" && block["text"].length <= 12_000;
    case "divider":
      return true;
    default:
      return false;
  }
}

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
function isButton({ type, text, action_id, value, style }: Record_): boolean {
  const isStyled = style === undefined || style === "primary" || style === "danger";
  const isNamed = typeof action_id === "string" && action_id.length <= 255;
  return (
    type === "button" &&
    isText(text, 75, ["plain_text"]) &&
    isNamed &&
    isStyled &&
    String(value).length <= 2000
  );
}

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select */
function isSelect({ type, placeholder, action_id, options }: Record_): boolean {
  const isNamed = typeof action_id === "string" && action_id.length <= 255;
  return (
    type === "static_select" &&
    isText(placeholder, 150, ["plain_text"]) &&
    isNamed &&
    isList(options, 100) &&
    options.every(({ text, value }) => isText(text, 75, ["plain_text"]) && String(value).length <= 150)
  );
}

/** The error that `views.open` answers for this view, if it is refused. */
export function viewRefusal(view: Record_): string | undefined {
  const { type, title, submit, private_metadata, blocks } = view;
  // https://docs.slack.dev/reference/views/modal-views
  const isWhole =
    type === "modal" &&
    isText(title, 24, ["plain_text"]) &&
    isText(submit, 24, ["plain_text"]) &&
    String(private_metadata ?? "").length <= 3000 &&
    isList(blocks, 100);
  if (!isWhole) return "invalid_arguments";
  const ids = (blocks as Record_[]).map((block) => block["block_id"]).filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) return "invalid_blocks";
  return (blocks as Record_[]).every((block) => isInput(block) || isBlock(block))
    ? undefined
    : "invalid_blocks";
}

/** https://docs.slack.dev/reference/block-kit/blocks/input-block */
function isInput({ type, label, element, block_id }: Record_): boolean {
  if (type !== "input" || !isText(label, 2000, ["plain_text"]) || typeof block_id !== "string") return false;
  // https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
  const { type: kind, max_length, initial_value } = element as Record_;
  const most = Number(max_length ?? 3000);
  return (
    kind === "plain_text_input" && most >= 1 && most <= 3000 && String(initial_value ?? "").length <= most
  );
}

function isRich(part: Record_): boolean {
  const elements = part["elements"];
  if (!isList(elements, Number.POSITIVE_INFINITY)) return false;
  if (part["type"] === "rich_text_list") {
    const indent = part["indent"] ?? 0;
    const isStyled = part["style"] === "bullet" || part["style"] === "ordered";
    return (
      isStyled &&
      Number(indent) <= 8 &&
      elements.every((item) => item["type"] === "rich_text_section" && isRich(item))
    );
  }
  if (!["rich_text_section", "rich_text_quote", "rich_text_preformatted"].includes(String(part["type"])))
    return false;
  const { language } = part;
  if (language !== undefined && (part["type"] !== "rich_text_preformatted" || typeof language !== "string"))
    return false;
  return elements.every(({ type, text, url }) => {
    if (type === "text") return typeof text === "string" && text !== "";
    return type === "link" && typeof url === "string" && URL.canParse(url);
  });
}

function isText(text: unknown, most: number, types = ["plain_text", "mrkdwn"]): boolean {
  if (typeof text !== "object" || text === null) return false;
  const { type, text: words } = text as Record_;
  return types.includes(String(type)) && typeof words === "string" && words !== "" && words.length <= most;
}

function isList(list: unknown, most: number): list is Record_[] {
  return Array.isArray(list) && list.length > 0 && list.length <= most;
}

function lettersOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + lettersOf(one), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) =>
      sum + (typeof one === "string" && (key === "text" || key === "url") ? one.length : lettersOf(one)),
    0,
  );
}

/** What in a message calls somebody: https://docs.slack.dev/messaging/formatting-message-text#mentioning-users */
export function callsIn(value: unknown): readonly string[] {
  if (typeof value === "string")
    return value.match(/<!(?:channel|here|everyone|group|subteam)[^>]*>?|<@[UWB]\w*>?/gi) ?? [];
  if (typeof value !== "object" || value === null) return [];
  const { type } = value as Record_;
  if (type === "broadcast" || type === "user" || type === "usergroup") return [String(type)];
  // A button's value is shown to nobody.
  return Object.entries(value).flatMap(([key, inner]) => (key === "value" ? [] : callsIn(inner)));
}
