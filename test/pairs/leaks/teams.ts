import { teamsSeat } from "../../dialogues/runner/seats/teams.ts";
import { CLASS_CHANNEL, DESK_CHANNEL, type Person, TENANT } from "../../fakes/teams/teams.ts";
import { type CreateStage, type Scene, staff } from "./way.ts";

type Writing = {
  readonly canary: string;
  readonly person: Person;
  readonly root: string;
  readonly conversation: string;
};
type Post = { readonly mention?: boolean; readonly attachments?: readonly object[] };

/** Teams: what its people can do in a thread besides typing, and all that the bot called and answered. */
export const teamsStage: CreateStage = async (clock) => {
  const seat = await teamsSeat(clock);
  const { fake } = seat;
  const answers: string[] = [];
  const { deliver } = fake;
  fake.deliver = async (activity, token) => {
    const delivered = await deliver(activity, token);
    answers.push(delivered.body);
    return delivered;
  };
  const guest: Person = { id: "29:guest", name: "Guest", aad: "eeeeeeee-0000-4000-8000-00000000000e" };
  const machine: Person = { id: "28:machine", name: "Machine", aad: "eeeeeeee-0000-4000-8000-00000000000f" };
  fake.members.get(DESK_CHANNEL)?.push({ id: guest.aad, userRole: "guest", tenantId: TENANT });

  const way = (write: (writing: Writing) => Promise<unknown>) => async (scene: Scene) => {
    const conversation = seat.conversationAt(scene.thread);
    const [, root = ""] = conversation.split(";messageid=");
    await write({ canary: scene.canary, person: seat.named(staff(scene.writer)), root, conversation });
  };
  const said = (text: (canary: string) => string, more: (canary: string) => Post = () => ({})) =>
    way(({ canary, person, root }) =>
      fake.post(person, DESK_CHANNEL, text(canary), { root, ...more(canary) }),
    );
  const by = (person: Person, text = (canary: string) => canary) =>
    way(({ canary, root }) => fake.post(person, DESK_CHANNEL, text(canary), { root }));
  const told = (activity: (writing: Writing) => object) =>
    way((writing) => fake.tell(writing.person, writing.conversation, { ...activity(writing) }));
  const html = (content: string): Post => ({ attachments: [{ contentType: "text/html", content }] });
  const file = (name: string): Post => ({
    attachments: [{ contentType: "reference", contentUrl: `${fake.url}/drive/${name}`, name }],
  });
  const menu = (command: string) =>
    way(async ({ canary, person, root }) => {
      const text = `// ${canary}`;
      const { id } = await fake.post(person, DESK_CHANNEL, text, { root });
      const about = { id, from: person.id, activity: { text } };
      await fake.choose(person, command, about, person);
      await fake.submitChosen(person, command, about, person, { text: canary });
    });

  return {
    seat,
    lines: {
      "a mention of the bot": said(
        (canary) => canary,
        () => ({ mention: true }),
      ),
      "a line in bold": said(
        (canary) => canary,
        (canary) => html(`<p><strong>${canary}</strong></p>`),
      ),
      "a quote as a block": said(
        (canary) => canary,
        (canary) =>
          html(
            `<blockquote itemtype="http://schema.skype.com/Reply"><p>${canary}</p></blockquote><p>${canary}</p>`,
          ),
      ),
      "code as a block": said(
        (canary) => canary,
        (canary) => html(`<pre><code>${canary}</code></pre>`),
      ),
      "a file only": said(
        () => "",
        (canary) => file(`${canary}.pdf`),
      ),
      "a file with a comment": said(
        (canary) => canary,
        () => file("log.pdf"),
      ),
      "a picture": said(
        () => "",
        (canary) => ({
          attachments: [
            { contentType: "image/png", contentUrl: `${fake.url}/emea/${canary}`, name: `${canary}.png` },
          ],
        }),
      ),
    },
    notes: {
      "a note in bold": said(
        (canary) => `// ${canary}`,
        (canary) => html(`<p><strong>// ${canary}</strong></p>`),
      ),
      "a note in a quote": said(
        (canary) => `// ${canary}`,
        (canary) => html(`<blockquote>// ${canary}</blockquote>`),
      ),
      "a note that calls the bot": said(
        (canary) => `// ${canary}`,
        () => ({ mention: true }),
      ),
      "a note with a file": said(
        () => "// see",
        (canary) => file(`${canary}.pdf`),
      ),
      "the channel, not the thread": way(({ canary, person }) => fake.post(person, DESK_CHANNEL, canary)),
      "the channel, calling the bot": way(({ canary, person }) =>
        fake.post(person, DESK_CHANNEL, `// ${canary}`, { mention: true }),
      ),
      "a thread that people opened": way(async ({ canary, person }) => {
        const { id } = await fake.post(person, DESK_CHANNEL, "lunch?");
        await fake.post(person, DESK_CHANNEL, canary, { root: id });
      }),
      "a thread of the same id in another channel": way(({ canary, person, root }) =>
        fake.post(person, CLASS_CHANNEL, canary, { root }),
      ),
      "a guest": by(guest),
      "a guest's !reply": by(guest, (canary) => `!reply ${canary}`),
      "another bot": by(machine),
      "a note, deleted and undone": way(async ({ canary, person, root, conversation }) => {
        const { id } = await fake.post(person, DESK_CHANNEL, `// ${canary}`, { root });
        await fake.erase(person, conversation, id);
        await fake.tell(person, conversation, {
          type: "messageUpdate",
          id,
          text: `// ${canary}`,
          channelData: { eventType: "undeleteMessage" },
        });
      }),
      "a note that is updated without words": way(async ({ canary, person, root, conversation }) => {
        const { id } = await fake.post(person, DESK_CHANNEL, `// ${canary}`, { root });
        await fake.change(person, conversation, id, "");
        await fake.change(person, conversation, id, canary);
      }),
      "a reaction of that name": told(({ canary, root }) => ({
        type: "messageReaction",
        id: "f:1",
        replyToId: root,
        reactionsAdded: [{ type: canary }],
      })),
      "words with typing": told(({ canary }) => ({ type: "typing", id: "f:2", text: canary })),
      "a press that means nothing": told(({ canary }) => ({
        type: "message",
        id: `f:${canary}`,
        value: { action: "nothing", words: canary },
      })),
      "a form of nobody": told(({ canary }) => ({
        type: "invoke",
        name: "task/submit",
        id: `f:${canary}`,
        value: { data: { action: "nothing", words: canary } },
      })),
      "“Open a ticket” on a note": menu("ticket"),
      "“Ask about this” on a note": menu("ask"),
    },
    sent: () => [...fake.calls.map((call) => JSON.stringify(call)), ...answers],
  };
};
