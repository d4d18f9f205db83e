import type { Endpoints, TeamsConfig } from "../../../adapters/teams/config.ts";
import { sign } from "./issuer.ts";
import { list, object, refuseDialog } from "./rules.ts";
import { createService, type FakeService, type Message } from "./service.ts";

export const TENANT = "aaaaaaaa-0000-4000-8000-000000000001";
export const APP = { id: "bbbbbbbb-0000-4000-8000-000000000002", password: "a-secret-of-the-test" };
export const DESK_CHANNEL = "19:desk@thread.tacv2";
export const CLASS_CHANNEL = "19:class@thread.tacv2";

export type Person = { readonly id: string; readonly name: string; readonly aad: string };
export const mia: Person = { id: "29:mia", name: "Mia", aad: "cccccccc-0000-4000-8000-00000000000a" };
export const ben: Person = { id: "29:ben", name: "Ben", aad: "cccccccc-0000-4000-8000-00000000000b" };
export const mei: Person = { id: "29:mei", name: "Mei", aad: "dddddddd-0000-4000-8000-00000000000c" };
export const dan: Person = { id: "29:dan", name: "Dan", aad: "dddddddd-0000-4000-8000-00000000000d" };

type Body = Readonly<Record<string, unknown>>;
export type Delivered = { readonly status: number; readonly body: string; readonly ms: number };
/** A choice, or what is filled in, by the ids of the inputs. */
export type Inputs = Readonly<Record<string, string>>;

/** People in Teams, and the Connector between them and the bot. */
export type FakeTeams = FakeService & {
  readonly config: TeamsConfig;
  readonly serviceUrl: string;
  /** Where the bot listens. */
  bot: string;
  /** What people's devices tell of themselves. */
  device: { readonly locale?: string; readonly zone?: string };
  /** The clock that activities carry. */
  now: () => number;
  /** The activity as the Connector wraps it, and a good token for it. */
  wrap(activity: Body): Body;
  token(claims?: Body): Promise<string>;
  /** Hands an activity to the bot as the Connector does. */
  deliver(activity: Body, token?: string): Promise<Delivered>;
  chat(person: Person): string;
  /** A person writes in the own chat with the bot, or in a conversation. */
  say(person: Person, text: string, more?: Body): Promise<Delivered & { id: string; conversation: string }>;
  /** A post in a channel, or with `root` a reply; `mention` calls the bot. */
  post(
    person: Person,
    channel: string,
    text: string,
    more?: { root?: string; mention?: boolean; attachments?: readonly object[] },
  ): Promise<Delivered & { id: string }>;
  change(person: Person, conversation: string, id: string, text: string): Promise<Delivered>;
  erase(person: Person, conversation: string, id: string): Promise<Delivered>;
  /** Presses a button that stands on a message. Throws if there is none of that title. */
  press(
    person: Person,
    conversation: string,
    message: Message,
    title: string,
    inputs?: Inputs,
  ): Promise<Delivered>;
  /** Fills in a dialog that the bot has answered with. */
  submit(person: Person, conversation: string, dialog: Delivered, inputs: Inputs): Promise<Delivered>;
  /** Chooses a command in the menu of a message. */
  choose(person: Person, command: string, about: Message, writer: Person): Promise<Delivered>;
  /** Fills in the form of such a command. */
  submitChosen(
    person: Person,
    command: string,
    about: Message,
    writer: Person,
    data: Inputs,
  ): Promise<Delivered>;
  react(
    person: Person,
    conversation: string,
    message: string,
    type: string,
    added?: boolean,
  ): Promise<Delivered>;
  /** Anything else that the Connector tells of, in a conversation. */
  tell(person: Person, conversation: string, activity: Body): Promise<Delivered>;
  messages(conversation: string): readonly Message[];
  /** The threads that the bot opened in a channel, oldest first. */
  threads(channel: string): readonly string[];
};

export async function createFakeTeams(): Promise<FakeTeams> {
  const service = await createService(APP);
  const serviceUrl = `${service.url}/emea/`;
  service.conversations.set(DESK_CHANNEL, []).set(CLASS_CHANNEL, []);
  service.members.set(
    DESK_CHANNEL,
    [mei, dan].map(({ aad }) => ({ id: aad, userRole: "user", tenantId: TENANT })),
  );
  const personal = (person: Person) => ({
    id: fake.chat(person),
    conversationType: "personal",
    tenantId: TENANT,
  });
  const account = ({ id, name, aad }: Person) => ({ id, name, aadObjectId: aad });
  const conversationOf = (id: string) =>
    id.startsWith("a:")
      ? { id, conversationType: "personal", tenantId: TENANT }
      : { id, conversationType: "channel", isGroup: true, tenantId: TENANT };
  const keep = (conversation: string, id: string, from: string, activity: Body) => {
    const standing = service.conversations.get(conversation) ?? [];
    service.conversations.set(conversation, [...standing, { id, from, activity }]);
  };

  for (const person of [mia, ben, mei, dan])
    for (const id of [person.id, person.aad]) service.chats.set(id, chatOf(person));

  const more: Omit<FakeTeams, keyof FakeService> = {
    serviceUrl,
    config: configAt(service.url),
    bot: "",
    device: { locale: "en-GB", zone: "Europe/Berlin" },
    now: Date.now,
    wrap: (activity) => ({
      channelId: "msteams",
      serviceUrl,
      timestamp: new Date(fake.now()).toISOString(),
      recipient: { id: `28:${APP.id}`, name: "Deskmate" },
      locale: fake.device.locale,
      localTimezone: fake.device.zone,
      ...activity,
      channelData: { tenant: { id: TENANT }, ...object(activity["channelData"]) },
    }),
    token: (claims = {}) => {
      const [signer] = service.signers;
      if (!signer) throw new Error("no key");
      return sign(signer, { aud: APP.id, serviceurl: serviceUrl, ...claims });
    },
    async deliver(activity, token) {
      const began = performance.now();
      const response = await fetch(`${fake.bot}/api/messages`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${token ?? (await fake.token())}`,
        },
        body: JSON.stringify(activity),
      });
      return { status: response.status, body: await response.text(), ms: performance.now() - began };
    },
    chat(person) {
      const chat = chatOf(person);
      // It is there since the app was installed.
      if (!service.conversations.has(chat)) service.conversations.set(chat, []);
      return chat;
    },
    async say(person, text, extra = {}) {
      const id = service.nextId();
      const conversation = personal(person);
      const activity = {
        type: "message",
        id,
        from: account(person),
        conversation,
        text,
        textFormat: "plain",
        ...extra,
      };
      keep(conversation.id, id, person.id, activity);
      return { ...(await fake.deliver(fake.wrap(activity))), id, conversation: conversation.id };
    },
    async post(person, channel, text, { root, mention = false, attachments = [] } = {}) {
      const id = service.nextId();
      const conversation = conversationOf(`${channel};messageid=${root ?? id}`);
      const mark = "<at>Deskmate</at>";
      const entities = mention
        ? [{ type: "mention", text: mark, mentioned: { id: `28:${APP.id}`, name: "Deskmate" } }]
        : [];
      const activity = {
        type: "message",
        id,
        from: account(person),
        conversation,
        text: mention ? `${mark} ${text}` : text,
        entities,
        attachments,
        channelData: { channel: { id: channel } },
      };
      keep(conversation.id, id, person.id, activity);
      return { ...(await fake.deliver(fake.wrap(activity))), id };
    },
    change: (person, conversation, id, text) =>
      fake.deliver(
        fake.wrap({
          type: "messageUpdate",
          id,
          from: account(person),
          conversation: conversationOf(conversation),
          text,
          channelData: { eventType: "editMessage" },
        }),
      ),
    erase: (person, conversation, id) =>
      fake.deliver(
        fake.wrap({
          type: "messageDelete",
          id,
          from: account(person),
          conversation: conversationOf(conversation),
          channelData: { eventType: "softDeleteMessage" },
        }),
      ),
    press(person, conversation, message, title, inputs = {}) {
      const cards = list(message.activity["attachments"]).map(({ content }) => object(content));
      const buttons = cards.flatMap(({ actions, body }) => [
        ...list(actions),
        ...list(body).flatMap(({ actions }) => list(actions)),
      ]);
      const button = buttons.find((action) => action["title"] === title);
      if (!button) throw new Error(`no button ${title}`);
      const { type, verb, associatedInputs } = button;
      // adaptivecards.io/explorer/Action.Execute: the inputs of the whole card come along unless told otherwise.
      const data = { ...object(button["data"]), ...(associatedInputs !== "none" && inputs) };
      const opens = object(object(button["data"])["msteams"])["type"] === "task/fetch";
      const { msteams: _, ...rest } = object(data);
      const id = `f:${service.nextId()}`;
      return fake.tell(
        person,
        conversation,
        opens
          ? {
              type: "invoke",
              name: "task/fetch",
              id,
              replyToId: message.id,
              value: { data: { type: "task/fetch", ...rest }, context: { theme: "default" } },
            }
          : {
              type: "invoke",
              name: "adaptiveCard/action",
              id,
              replyToId: message.id,
              value: { action: { type, verb, data }, trigger: "manual" },
            },
      );
    },
    submit(person, conversation, dialog, inputs) {
      const refused = refuseDialog(JSON.parse(dialog.body || "{}"));
      if (refused) throw new Error(`Teams shows no dialog: ${refused}`);
      const { card } = object(object(object(JSON.parse(dialog.body))["task"])["value"]);
      const [button] = list(object(object(card)["content"])["actions"]);
      return fake.tell(person, conversation, {
        type: "invoke",
        name: "task/submit",
        id: `f:${service.nextId()}`,
        value: { data: { ...object(button?.["data"]), ...inputs }, context: { theme: "default" } },
      });
    },
    choose: (person, command, about, writer) =>
      fake.tell(person, CLASS_CHANNEL, {
        type: "invoke",
        name: "composeExtension/fetchTask",
        id: `f:${service.nextId()}`,
        value: { commandId: command, commandContext: "message", messagePayload: payload(about, writer) },
      }),
    submitChosen: (person, command, about, writer, data) =>
      fake.tell(person, CLASS_CHANNEL, {
        type: "invoke",
        name: "composeExtension/submitAction",
        id: `f:${service.nextId()}`,
        value: {
          commandId: command,
          commandContext: "message",
          data,
          messagePayload: payload(about, writer),
        },
      }),
    react: (person, conversation, message, type, added = true) =>
      fake.tell(person, conversation, {
        type: "messageReaction",
        id: `f:${service.nextId()}`,
        replyToId: message,
        [added ? "reactionsAdded" : "reactionsRemoved"]: [{ type }],
      }),
    tell: (person, conversation, activity) =>
      fake.deliver(
        fake.wrap({ from: account(person), conversation: conversationOf(conversation), ...activity }),
      ),
    messages: (conversation) => service.conversations.get(conversation) ?? [],
    threads: (channel) =>
      [...service.conversations]
        .filter(([id, [first]]) => id.startsWith(`${channel};`) && first?.from === `28:${APP.id}`)
        .map(([id]) => id),
  };
  // One object, so that what a test sets on it is what the service looks at.
  const fake: FakeTeams = Object.assign(service, more);
  return fake;
}

/** The settings of a bot of this Teams, whose services all are at one address. */
export function configAt(url: string): TeamsConfig {
  const { host } = new URL(url);
  const endpoints: Endpoints = {
    login: url,
    openId: `${url}/openid`,
    graph: `${url}/graph`,
    connector: `${url}/teams/`,
    connectorHosts: [host],
    isFileHost: (name) => name === host,
    protocol: "http:",
  };
  return {
    appId: APP.id,
    password: APP.password,
    tenantId: TENANT,
    tenants: [TENANT],
    staff: { people: [], teams: [DESK_CHANNEL], groups: [] },
    listen: [],
    endpoints,
  };
}

function chatOf({ id }: Person): string {
  return `a:1${Buffer.from(id).toString("base64url")}`;
}

/** messaging-extensions/how-to/action-commands/create-task-module (msteams-docs): the message that was chosen. */
function payload({ id, activity }: Message, writer: Person): Body {
  return {
    id,
    createdDateTime: "2026-09-21T10:00:00.000Z",
    body: { contentType: "html", content: `<div>${String(activity["text"])}</div>` },
    from: { user: { userIdentityType: "aadUser", id: writer.aad, displayName: writer.name } },
    mentions: [],
    attachments: [],
  };
}

/** All words of a message, wherever they stand in it. */
export function wordsOf({ activity }: Message): string {
  const found: string[] = [];
  const walk = (value: unknown, key = ""): void => {
    if (typeof value === "string" && ["text", "codeSnippet", "title"].includes(key)) found.push(value);
    else if (Array.isArray(value)) for (const one of value) walk(one, key);
    else if (typeof value === "object" && value !== null)
      for (const [name, one] of Object.entries(value)) if (name !== "fallback") walk(one, name);
  };
  walk({ text: activity["text"], attachments: activity["attachments"] });
  return found.join(" ");
}
