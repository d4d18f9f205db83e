/** What the API refuses, by its documentation. */

export type Refusal = { status: number; code: number; message: string };

const invalid = (message: string): Refusal => ({
  status: 400,
  code: 50035,
  message: `Invalid Form Body: ${message}`,
});

type Field = { name?: string; value?: string };
type Embed = { title?: string; description?: string; fields?: Field[]; footer?: { text?: string } };
type Component = {
  type?: number;
  custom_id?: string;
  label?: string;
  placeholder?: string;
  options?: { label?: string; value?: string }[];
};
type Row = { type?: number; components?: Component[] };
export type Body = {
  content?: string;
  embeds?: Embed[];
  components?: Row[];
  flags?: number;
  nonce?: string;
  enforce_nonce?: boolean;
  allowed_mentions?: { parse?: string[]; users?: string[] };
  attachments?: { id: number; filename: string }[];
};

const SUPPRESS_EMBEDS = 1 << 2;
const MOST_BYTES = 10 * 1024 * 1024;
const REQUEST_BYTES = 25 * 1024 * 1024;

/** https://docs.discord.com/developers/resources/message#create-message and #edit-message */
export function refuse(body: Body, files: readonly { size: number }[], isNew: boolean): Refusal | undefined {
  const { content = "", embeds = [], components = [], nonce, flags = 0 } = body;
  // A change can show or hide embeds; whom a message is for stays.
  if (!isNew && (flags & ~SUPPRESS_EMBEDS) !== 0)
    return invalid("flags: only SUPPRESS_EMBEDS can be changed");
  if (content.length > 2000) return invalid("content: Must be 2000 or fewer in length.");
  if (nonce !== undefined && nonce.length > 25) return invalid("nonce: up to 25 characters");
  // https://docs.discord.com/developers/reference#uploading-files
  if (
    files.some(({ size }) => size > MOST_BYTES) ||
    files.reduce((sum, { size }) => sum + size, 0) > REQUEST_BYTES
  )
    return { status: 413, code: 40005, message: "Request entity too large" };
  if (files.length > 10) return invalid("files: Must be 10 or fewer in length.");
  if (isNew && content.trim() === "" && embeds.length + files.length + components.length === 0)
    return { status: 400, code: 50006, message: "Cannot send an empty message" };
  return embedRules(embeds) ?? componentRules(components);
}

/** https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
function embedRules(embeds: readonly Embed[]): Refusal | undefined {
  if (embeds.length > 10) return invalid("embeds: Must be 10 or fewer in length.");
  let total = 0;
  for (const { title = "", description = "", fields = [], footer } of embeds) {
    if (title.length > 256) return invalid("embeds.title: 256");
    if (description.length > 4096) return invalid("embeds.description: 4096");
    if (fields.length > 25) return invalid("embeds.fields: 25");
    for (const { name = "", value = "" } of fields) {
      if (name === "" || value === "") return invalid("embeds.fields: This field is required");
      if (name.length > 256 || value.length > 1024) return invalid("embeds.fields: too long");
      total += name.length + value.length;
    }
    total += title.length + description.length + (footer?.text?.length ?? 0);
  }
  return total > 6000 ? invalid("embeds: Embed size exceeds maximum size of 6000") : undefined;
}

/** https://docs.discord.com/developers/components/reference#action-row, #button and #string-select */
function componentRules(rows: readonly Row[]): Refusal | undefined {
  if (rows.length > 5) return invalid("components: Must be 5 or fewer in length.");
  const seen = new Set<string>();
  for (const { type, components = [] } of rows) {
    if (type !== 1) return invalid("components.type: must be an action row");
    const isList = components.some((one) => one.type === 3);
    const most = isList ? 1 : 5;
    if (components.length === 0 || components.length > most)
      return invalid(`components: 1 to ${most} in a row`);
    for (const component of components) {
      const { custom_id: id = "" } = component;
      if (id.length < 1 || id.length > 100) return invalid("custom_id: Must be between 1 and 100 in length.");
      if (seen.has(id)) return invalid("custom_id: Component custom id cannot be duplicated");
      seen.add(id);
      const refusal = component.type === 3 ? listRules(component) : buttonRules(component);
      if (refusal) return refusal;
    }
  }
  return undefined;
}

function buttonRules({ type, label = "" }: Component): Refusal | undefined {
  if (type !== 2) return invalid("components.type: Value must be one of {2, 3}.");
  return label.length < 1 || label.length > 80 ? invalid("label: Must be 80 or fewer in length.") : undefined;
}

function listRules({ placeholder = "", options = [] }: Component): Refusal | undefined {
  if (placeholder.length > 150) return invalid("placeholder: Must be 150 or fewer in length.");
  if (options.length < 1 || options.length > 25)
    return invalid("options: Must be between 1 and 25 in length.");
  const isBad = (text: string) => text.length < 1 || text.length > 100;
  if (options.some(({ label = "", value = "" }) => isBad(label) || isBad(value)))
    return invalid("options: Must be between 1 and 100 in length.");
  const values = new Set(options.map(({ value }) => value));
  return values.size < options.length
    ? invalid("options: The specified option value is already used")
    : undefined;
}

type Modal = { custom_id?: string; title?: string; components?: object[] };
type Label = {
  type?: number;
  label?: string;
  description?: string;
  component?: { type?: number; custom_id?: string; style?: number; max_length?: number; value?: string };
};

/** https://docs.discord.com/developers/components/reference#label and #text-input, five of them in a form */
export function modalRules({ custom_id: id = "", title = "", components = [] }: Modal): Refusal | undefined {
  if (id.length < 1 || id.length > 100) return invalid("custom_id: Must be between 1 and 100 in length.");
  if (title.length < 1 || title.length > 45) return invalid("title: Must be between 1 and 45 in length.");
  if (components.length < 1 || components.length > 5)
    return invalid("components: Must be between 1 and 5 in length.");
  const seen = new Set<string>();
  for (const { type, label = "", description = "", component = {} } of components as Label[]) {
    if (type !== 18) return invalid("components.type: must be a label");
    if (label.length < 1 || label.length > 45) return invalid("label: Must be between 1 and 45 in length.");
    if (description.length > 100) return invalid("description: Must be 100 or fewer in length.");
    const { custom_id: name = "", style, max_length: most = 4000, value = "" } = component;
    if (component.type !== 4 || (style !== 1 && style !== 2))
      return invalid("component: must be a text input");
    if (name.length < 1 || name.length > 100 || seen.has(name)) return invalid("component.custom_id");
    if (most < 1 || most > 4000 || value.length > most) return invalid("component.value: too long");
    seen.add(name);
  }
  return undefined;
}

type Command = { type?: number; name?: string; description?: string; options?: object[] };

/** https://docs.discord.com/developers/interactions/application-commands#application-command-object */
export function commandRules(commands: readonly Command[]): Refusal | undefined {
  const menus = commands.filter(({ type }) => type === 3);
  if (menus.length > 15) return invalid("Maximum number of message commands reached (15)");
  for (const { type = 1, name = "", description = "" } of commands) {
    if (name.length < 1 || name.length > 32) return invalid("name: Must be between 1 and 32 in length.");
    if (type === 1 && !/^[-_\p{Ll}\p{Lo}\p{N}]+$/u.test(name)) return invalid("name: lowercase, no spaces");
    if (type === 1 && (description.length < 1 || description.length > 100))
      return invalid("description: Must be between 1 and 100 in length.");
    if (type !== 1 && description !== "") return invalid("description: must be empty for menus");
  }
  return undefined;
}

/** https://docs.discord.com/developers/resources/message#allowed-mentions-object: left out, all of them ping. */
export function pings({ content = "", allowed_mentions: allowed }: Body): string[] {
  const parse = allowed === undefined ? ["everyone", "roles", "users"] : (allowed.parse ?? []);
  const found: string[] = [];
  if (parse.includes("everyone")) found.push(...(content.match(/@everyone|@here/g) ?? []));
  if (parse.includes("roles")) found.push(...(content.match(/<@&\d+>/g) ?? []));
  if (parse.includes("users")) found.push(...(content.match(/<@!?\d+>/g) ?? []));
  return [...found, ...(allowed?.users ?? [])];
}
