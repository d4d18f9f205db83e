/** What the API refuses, by its documentation. */

export type Refusal = { status: number; code: number; message: string };

const invalid = (message: string): Refusal => ({
  status: 400,
  code: 50035,
  message: `Invalid Form Body: ${message}`,
});

type Field = { name?: string; value?: string };
type Embed = { title?: string; description?: string; fields?: Field[]; footer?: { text?: string } };
export type Body = {
  content?: string;
  embeds?: Embed[];
  components?: { type?: number; components?: { type?: number; custom_id?: string; label?: string }[] }[];
  flags?: number;
  nonce?: string;
  enforce_nonce?: boolean;
  allowed_mentions?: { parse?: string[]; users?: string[] };
  attachments?: { id: number; filename: string }[];
};

const MOST_BYTES = 10 * 1024 * 1024;
const REQUEST_BYTES = 25 * 1024 * 1024;

/** https://docs.discord.com/developers/resources/message#create-message and #edit-message */
export function refuse(body: Body, files: readonly { size: number }[], isNew: boolean): Refusal | undefined {
  const { content = "", embeds = [], components = [], nonce } = body;
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

/** https://docs.discord.com/developers/components/reference#action-row and #button */
function componentRules(rows: NonNullable<Body["components"]>): Refusal | undefined {
  if (rows.length > 5) return invalid("components: Must be 5 or fewer in length.");
  const seen = new Set<string>();
  for (const { type, components = [] } of rows) {
    if (type !== 1) return invalid("components.type: must be an action row");
    if (components.length === 0 || components.length > 5) return invalid("components: 1 to 5 in a row");
    for (const { custom_id: id = "", label = "" } of components) {
      if (id.length < 1 || id.length > 100) return invalid("custom_id: Must be between 1 and 100 in length.");
      if (label.length < 1 || label.length > 80) return invalid("label: Must be 80 or fewer in length.");
      if (seen.has(id)) return invalid("custom_id: Component custom id cannot be duplicated");
      seen.add(id);
    }
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
