import type { Address } from "#ports/platform.ts";
import { place } from "../../../../adapters/teams/address.ts";
import { createTeams } from "../../../../adapters/teams/index.ts";
import { reactionOf } from "../../../../adapters/teams/read/emoji.ts";
import { choiceInput, fieldInput } from "../../../../adapters/teams/read/pressed.ts";
import { createFakeTeams, DESK_CHANNEL, type Person as Named, TENANT } from "../../../fakes/teams/teams.ts";
import type { CreateSeat, Person } from "../seat.ts";

/** People in Teams: students in their chats with the bot, staff as members of the desk's team. */
export const teamsSeat = (async (clock) => {
  const fake = await createFakeTeams();
  // The clock stands still in a dialogue; the limits are tested by themselves.
  fake.limits = () => undefined;
  // Their words alone say which language they speak.
  fake.device = {};
  fake.now = () => clock.now();
  const platform = createTeams(fake.config, { now: () => clock.now() });
  if ("off" in platform) throw new Error(platform.off);
  const people = new Map<string, Named>();

  const named = ({ name, isStaff }: Person): Named => {
    const hex = Buffer.from(name.toLowerCase()).toString("hex").padStart(12, "0").slice(-12);
    const aad = `cccccccc-0000-4000-8000-${hex}`;
    const known = people.get(name) ?? { id: `29:${name.toLowerCase()}`, name, aad };
    people.set(name, known);
    // The app is installed for everybody.
    for (const id of [known.id, known.aad]) fake.chats.set(id, fake.chat(known));
    const staff = fake.members.get(DESK_CHANNEL);
    if (isStaff && !staff?.some(({ id }) => id === aad))
      staff?.push({ id: aad, userRole: "user", tenantId: TENANT });
    return known;
  };
  const conversationAt = (at: Address, message?: string): string => {
    const where = place(at);
    if (where?.kind === "chat") return where.chat;
    if (where?.kind === "thread") return `${where.channel};messageid=${where.root}`;
    return `${where?.channel};messageid=${message}`;
  };
  const taken = ({ status }: { readonly status: number }) => {
    if (status !== 200) throw new Error(`Teams was answered ${status}`);
  };

  return {
    platform,
    fake,
    named,
    conversationAt,
    desk: `teams:${TENANT}/c/${DESK_CHANNEL}` as Address,
    serveAt(origin) {
      fake.bot = origin;
    },
    connected: async () => undefined,
    talk: (student) => `teams:${TENANT}/p/${fake.chat(named({ name: student, isStaff: false }))}` as Address,
    async say(person, at, text) {
      const where = place(at);
      const written =
        where?.kind === "thread"
          ? await fake.post(named(person), where.channel, text, { root: where.root })
          : await fake.say(named(person), text);
      taken(written);
      return written.id;
    },
    async attach(person, at, text, { name, text: content }) {
      const url = `${fake.url}/drive/${name}`;
      fake.files.set(`/drive/${name}`, { bytes: new TextEncoder().encode(content) });
      const where = place(at);
      const drive = {
        contentType: "application/vnd.microsoft.teams.file.download.info",
        contentUrl: url,
        name,
        content: { downloadUrl: url, uniqueId: "1", fileType: "txt" },
      };
      const reference = { contentType: "reference", contentUrl: url, name };
      const written =
        where?.kind === "thread"
          ? await fake.post(named(person), where.channel, text, {
              root: where.root,
              attachments: [reference],
            })
          : await fake.say(named(person), text, { attachments: [drive] });
      taken(written);
      return written.id;
    },
    async edit(person, at, message, text) {
      taken(await fake.change(named(person), conversationAt(at), message, text));
    },
    async remove(person, at, message) {
      taken(await fake.erase(named(person), conversationAt(at), message));
    },
    async press(person, at, message, pressed) {
      const { id, name, aad } = named(person);
      const conversation = conversationAt(at, message);
      const data = { action: pressed.action, value: pressed.value, ...inputs(pressed.fields) };
      const invoke = {
        type: "invoke",
        name: "adaptiveCard/action",
        id: `f:${fake.nextId()}`,
        ...(message !== undefined && { replyToId: message }),
        from: { id, name, aadObjectId: aad },
        conversation: {
          id: conversation,
          conversationType: conversation.startsWith(DESK_CHANNEL) ? "channel" : "personal",
        },
        value: { action: { type: "Action.Execute", verb: pressed.action, data } },
      };
      await fake.deliver(fake.wrap(invoke));
    },
    async react(person, at, message, { emoji, added }) {
      const type = reactionOf(emoji);
      if (type === undefined) throw new Error(`Teams has no reaction ${emoji}`);
      taken(await fake.react(named(person), conversationAt(at, message), message, type, added));
    },
    async leave(person) {
      const who = named(person);
      taken(
        await fake.tell(who, fake.chat(who), { type: "installationUpdate", action: "remove", id: "i:1" }),
      );
    },
    close: () => fake.close(),
  };
}) satisfies CreateSeat;

/** As the inputs of a card are named: the first choice's selection, and the fields of a form. */
function inputs(fields: Readonly<Record<string, string>> = {}): object {
  const named = Object.entries(fields).map(([name, value]) =>
    name === "choice" ? [choiceInput(0), value] : [fieldInput(name), value],
  );
  return { ...Object.fromEntries(named), ...("choice" in fields && { pick: 0 }) };
}
