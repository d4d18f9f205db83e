import { AsyncLocalStorage } from "node:async_hooks";
import type { TurnContext } from "botbuilder";
import { PlatformError } from "#ports/platform.ts";
import { isConnector, type TeamsConfig } from "../config.ts";
import { faults } from "../faults.ts";
import type { Rendered } from "../render.ts";
import type { Credential } from "./credential.ts";

/** A conversation as the Connector knows it, and where that is. */
export type Where = { readonly serviceUrl: string; readonly conversation: string };
export type Member = { readonly role: string; readonly tenant?: string };

/** The Bot Connector through the stock SDK: one request a call. Everything throws PlatformError. */
export type Connector = {
  /** Posts into a chat or thread; resolves to the message's id. */
  post(where: Where, activity: Rendered): Promise<string>;
  typing(where: Where): Promise<void>;
  /** Posts into a channel, which opens a thread; resolves to the post's id. */
  open(where: Where, activity: Rendered): Promise<string>;
  edit(where: Where, id: string, activity: Rendered): Promise<void>;
  remove(where: Where, id: string): Promise<void>;
  /** The own chat of a person with the bot, made if there is none yet: the same one each time. */
  chatWith(serviceUrl: string, person: { readonly id: string; readonly tenant: string }): Promise<string>;
  /** Resolves if the bot may see who is there. */
  look(where: Where): Promise<void>;
  /** `undefined` for who is not a member. */
  member(where: Where, user: string): Promise<Member | undefined>;
};

/** The core looks again after 20 s; until then an answer that comes late still counts. */
const TIMEOUT_MS = 18_000;

/** Loads the SDK (half a second, 54 MB) and readies it. */
export async function openConnector(config: TeamsConfig, credential: Credential): Promise<Connector> {
  const { CloudAdapter, ConfigurationBotFrameworkAuthentication } = await import("botbuilder");
  const { appId } = config;

  const credentials = {
    isValidAppId: async (id: string) => id === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      async signRequest(request: Signable) {
        if (!isConnector(originOf(request.url), config))
          throw new PlatformError("invalid", { cause: "a credential is for the Connector only" });
        request.headers.set("authorization", `Bearer ${await credential.token()}`);
        return request;
      },
    }),
  };

  /** The SDK would try again by itself, follow redirects, and wait forever. */
  class Authentication extends ConfigurationBotFrameworkAuthentication {
    override createConnectorFactory(
      ...identity: Parameters<
        InstanceType<typeof ConfigurationBotFrameworkAuthentication>["createConnectorFactory"]
      >
    ) {
      const factory = super.createConnectorFactory(...identity);
      const create: typeof factory.create = async (...target) => {
        const client = await factory.create(...target);
        const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
        for (const name of ["defaultRetryPolicy", "redirectPolicy"])
          if (pipeline.removePolicy({ name }).length === 0)
            throw new PlatformError("invalid", { cause: `the SDK has no ${name} to switch off` });
        pipeline.addPolicy({
          name: "one attempt",
          sendRequest(request, next) {
            request.timeout = TIMEOUT_MS;
            // A connection that was kept and has ended meanwhile looks like a message that may have arrived.
            request.headers.set("connection", "close");
            request.body = withEntities(request.body, sending.getStore());
            return next(request);
          },
        });
        return client;
      };
      return { create };
    }
  }

  /** The activity under way, which the SDK's serializer does not leave whole. */
  const sending = new AsyncLocalStorage<Rendered>();
  const adapter = new CloudAdapter(new Authentication({ MicrosoftAppId: appId }, credentials as never));
  const bot = { id: `28:${appId}`, name: "" };
  const reference = ({ serviceUrl, conversation }: Where) =>
    ({ channelId: "msteams", serviceUrl, bot, conversation: { id: conversation } }) as never;

  const calling = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      if (isObject(error) && error["statusCode"] === 401) credential.forget();
      throw faults(error);
    }
  };
  const inConversation = <T>(where: Where, act: (context: TurnContext) => Promise<T>): Promise<T> =>
    calling(async () => {
      let result: T | undefined;
      await adapter.continueConversationAsync(appId, reference(where), async (context) => {
        result = await act(context);
      });
      return result as T;
    });

  return {
    post: (where, activity) =>
      sending.run(activity, () =>
        inConversation(where, async (context) => idOf((await context.sendActivity(activity as never))?.id)),
      ),
    typing: (where) =>
      inConversation(where, async (context) => {
        await context.sendActivity({ type: "typing" });
      }),
    open: ({ serviceUrl, conversation }, activity) =>
      sending.run(activity, () =>
        calling(async () => {
          let opened: string | undefined;
          const channelData = { channel: { id: conversation } };
          const post = { isGroup: true, channelData, activity, bot } as never;
          await adapter.createConversationAsync(
            appId,
            "msteams",
            serviceUrl,
            "",
            post,
            async ({ activity: { conversation } }) => {
              opened = /;messageid=(.+)$/.exec(conversation?.id ?? "")?.[1];
            },
          );
          return idOf(opened);
        }),
      ),
    edit: (where, id, activity) =>
      sending.run(activity, () =>
        inConversation(where, async (context) => {
          await context.updateActivity({ ...activity, id } as never);
        }),
      ),
    remove: (where, id) => inConversation(where, (context) => context.deleteActivity(id)),
    chatWith: (serviceUrl, { id, tenant }) =>
      calling(async () => {
        let chat: string | undefined;
        const parameters = { isGroup: false, bot, members: [{ id }], tenantId: tenant } as never;
        await adapter.createConversationAsync(
          appId,
          "msteams",
          serviceUrl,
          "",
          parameters,
          async (context) => {
            chat = context.activity.conversation?.id;
          },
        );
        return idOf(chat);
      }),
    look: (where) =>
      inConversation(where, async (context) => {
        const client: Members = context.turnState.get(adapter.ConnectorClientKey);
        await client.conversations.getConversationPagedMembers(where.conversation, { pageSize: 50 });
      }),
    member: (where, user) =>
      inConversation(where, async (context) => {
        const client: Members = context.turnState.get(adapter.ConnectorClientKey);
        try {
          const found = await client.conversations.getConversationMember(where.conversation, user);
          return {
            role: found.userRole ?? "",
            ...(found.tenantId !== undefined && { tenant: found.tenantId.toLowerCase() }),
          };
        } catch (error) {
          // 403: the bot is not in that team, or the team is of another tenant.
          if (isObject(error) && (error["statusCode"] === 404 || error["statusCode"] === 403))
            return undefined;
          throw error;
        }
      }),
  };
}

type Signable = { readonly url: string; readonly headers: { set(name: string, value: string): void } };
/** The SDK's serializer drops all of an entity but its type: the label and the sources of an answer. */
function withEntities(body: unknown, activity: Rendered | undefined): unknown {
  if (typeof body !== "string" || activity?.entities === undefined) return body;
  const { activity: inside, ...outside } = JSON.parse(body);
  const { entities } = activity;
  return JSON.stringify(
    inside ? { ...outside, activity: { ...inside, entities } } : { ...outside, entities },
  );
}

type Outgoing = {
  timeout: number;
  body?: unknown;
  readonly headers: { set(name: string, value: string): void };
};
type Pipeline = {
  removePolicy(policy: { name: string }): readonly unknown[];
  addPolicy(policy: {
    name: string;
    sendRequest(request: Outgoing, next: (request: Outgoing) => Promise<unknown>): Promise<unknown>;
  }): void;
};
type Members = {
  readonly conversations: {
    getConversationMember(
      conversation: string,
      user: string,
    ): Promise<{ userRole?: string; tenantId?: string }>;
    getConversationPagedMembers(conversation: string, options: { pageSize: number }): Promise<unknown>;
  };
};

/** A message that was taken without an id can't be told from one that was lost. */
function idOf(id: string | undefined): string {
  if (!id) throw new TypeError("the Connector named no id");
  return id;
}

function originOf(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}/` : "";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
