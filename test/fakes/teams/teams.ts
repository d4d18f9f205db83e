import type { Endpoints, TeamsConfig } from "../../../adapters/teams/config.ts";
import { sign } from "./issuer.ts";
import { list, object } from "./rules.ts";
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

/** People in Teams, and the Connector between them and the bot. */
export type FakeTeams = FakeService & {
  readonly endpoints: Endpoints;
  readonly config: TeamsConfig;
  readonly serviceUrl: string;
  /** Where the bot listens. */
  bot: string;
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
  press(person: Person, conversation: string, message: Message, title: string): Promise<Delivered>;
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
  const { host } = new URL(service.url);
  const endpoints: Endpoints = {
    login: service.url,
    openId: `${service.url}/openid`,
    connector: `${service.url}/teams/`,
    connectorHosts: [host],
    isFileHost: (name) => name === host,
    protocol: "http:",
  };

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

  const more: Omit<FakeTeams, keyof FakeService> = {
    endpoints,
    serviceUrl,
    config: {
      appId: APP.id,
      password: APP.password,
      tenantId: TENANT,
      tenants: [TENANT],
      staff: { people: [], teams: [DESK_CHANNEL] },
      endpoints,
    },
    bot: "",
    wrap: (activity) => ({
      channelId: "msteams",
      serviceUrl,
      timestamp: new Date().toISOString(),
      recipient: { id: `28:${APP.id}`, name: "Deskmate" },
      locale: "en-GB",
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
    chat({ id }) {
      const chat = `a:1${Buffer.from(id).toString("base64url")}`;
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
    press(person, conversation, message, title) {
      const cards = list(message.activity["attachments"]).map(({ content }) => object(content));
      const button = cards
        .flatMap(({ actions }) => list(actions))
        .find((action) => action["title"] === title);
      if (!button) throw new Error(`no button ${title}`);
      const { type, verb, data } = button;
      return fake.deliver(
        fake.wrap({
          type: "invoke",
          name: "adaptiveCard/action",
          id: `f:${service.nextId()}`,
          replyToId: message.id,
          from: account(person),
          conversation: conversationOf(conversation),
          value: { action: { type, verb, data }, trigger: "manual" },
        }),
      );
    },
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
