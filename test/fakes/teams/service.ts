import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createSigner, type Signer } from "./issuer.ts";
import { createLimits, list, object, type Refusal, refuseMessage, refuseReaction } from "./rules.ts";

type Body = Readonly<Record<string, unknown>>;

export type Call = {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Body;
  /** The conversation that it is about, if it is about one. */
  readonly conversation?: string;
};

/** A message that stands in a conversation. */
export type Message = { readonly id: string; readonly from: string; readonly activity: Body };
export type Member = { readonly id: string; readonly userRole: string; readonly tenantId: string };

/** What happens to a call: refused before anything, or taken and then not answered as it should be. */
export type Fault = Refusal | { readonly taken: number | "hang" | "reset" | "nonsense" };

export type FakeService = {
  readonly url: string;
  /** Every request that came, in order. */
  readonly calls: readonly Call[];
  readonly conversations: Map<string, Message[]>;
  /** Who belongs to a conversation or team. */
  readonly members: Map<string, Member[]>;
  readonly files: Map<string, { readonly bytes: Uint8Array; readonly redirect?: string }>;
  readonly tokens: Set<string>;
  /** The tokens that Microsoft Graph takes, each with its tenant. */
  readonly graphTokens: Map<string, string>;
  /** Who is in an Entra group. */
  readonly groups: Map<string, string[]>;
  /** The bot's reactions to a message. */
  readonly reactions: Map<string, string[]>;
  /** The chat of a person, by either of their ids; without one, the app is not installed for them. */
  readonly chats: Map<string, string>;
  signers: Signer[];
  /** What the token endpoint answers other than a token. */
  tokenFault: number | undefined;
  isDown: boolean;
  /** What a call waits for before anything happens to it: a slow service. */
  before: (call: Call) => Promise<void> | undefined;
  fault: (call: Call) => Fault | undefined;
  limits: (conversation: string) => Refusal | undefined;
  nextId(): string;
  close(): Promise<void>;
};

/** OpenID metadata, keys, tokens, the Connector and the files of Teams, on loopback. */
export async function createService(app: { id: string; password: string }): Promise<FakeService> {
  const calls: Call[] = [];
  let count = 0;
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const service: FakeService = {
    url,
    calls,
    conversations: new Map(),
    members: new Map(),
    files: new Map(),
    tokens: new Set(),
    graphTokens: new Map(),
    groups: new Map(),
    reactions: new Map(),
    chats: new Map(),
    signers: [await createSigner("key-1")],
    tokenFault: undefined,
    isDown: false,
    before: () => undefined,
    fault: () => undefined,
    limits: createLimits(Date.now),
    nextId: () => String(1_790_000_000_000 + ++count),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function serve(request: IncomingMessage, response: ServerResponse) {
    if (service.isDown) return void request.socket.destroy();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const raw = Buffer.concat(chunks).toString("utf8");
    const { pathname: path } = new URL(request.url ?? "/", url);
    const { authorization } = request.headers;
    const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
    const body = isForm
      ? Object.fromEntries(new URLSearchParams(raw))
      : object(raw === "" ? {} : JSON.parse(raw));
    const conversation = decodeURIComponent(/\/v3\/conversations\/([^/]+)/.exec(path)?.[1] ?? "");
    const call = {
      method: request.method ?? "",
      path,
      authorization,
      body,
      ...(conversation && { conversation }),
    };
    calls.push(call);
    await service.before(call);

    if (path === "/openid")
      return json(response, 200, { issuer: "https://api.botframework.com", jwks_uri: `${url}/keys` });
    if (path === "/keys") return json(response, 200, { keys: service.signers.map(({ jwk }) => jwk) });
    if (path.endsWith("/oauth2/v2.0/token")) return token(path, body, response);
    if (path.startsWith("/graph/")) return graph(call, response);
    const file = service.files.get(path);
    if (file?.redirect) return void response.writeHead(302, { location: file.redirect }).end();
    if (file && path.startsWith("/drive/")) return void response.writeHead(200).end(file.bytes);
    // Everything else wants the token that we gave out.
    if (!service.tokens.has(authorization?.replace(/^Bearer /, "") ?? ""))
      return json(response, 401, error("Unauthorized"));
    if (file) return void response.writeHead(200).end(file.bytes);
    connector(call, response);
  }

  /** rest-api/bot-framework-rest-connector-authentication, "Request an access token". */
  function token(path: string, body: Body, response: ServerResponse) {
    if (service.tokenFault !== undefined)
      return json(response, service.tokenFault, { error: "temporarily_unavailable" });
    const isGood =
      body["grant_type"] === "client_credentials" &&
      body["client_id"] === app.id &&
      body["client_secret"] === app.password &&
      scopes.includes(String(body["scope"]));
    if (!isGood) return json(response, 401, { error: "invalid_client" });
    const isGraph = body["scope"] === scopes[1];
    const access_token = isGraph
      ? `graph-${service.graphTokens.size + 1}`
      : `token-${service.tokens.size + 1}`;
    if (isGraph) service.graphTokens.set(access_token, path.split("/")[1] ?? "");
    else service.tokens.add(access_token);
    json(response, 200, { token_type: "Bearer", expires_in: 3599, access_token });
  }

  /** graph/api/directoryobject-checkmembergroups (microsoft-graph-docs): the asked groups that the person is in. */
  function graph({ method, path, authorization, body }: Call, response: ServerResponse) {
    const [, user] = /^\/graph\/v1\.0\/users\/([^/]+)\/checkMemberGroups$/.exec(path) ?? [];
    if (!service.graphTokens.has(authorization?.replace(/^Bearer /, "") ?? ""))
      return json(response, 401, error("InvalidAuthenticationToken"));
    const asked = Array.isArray(body["groupIds"]) ? body["groupIds"].map(String) : [];
    if (method !== "POST" || !user || asked.length === 0 || asked.length > 20)
      return json(response, 400, error("Request_BadRequest"));
    const fault = service.fault({ method, path, authorization, body });
    if (fault && "status" in fault) return refuse(response, fault);
    json(response, 200, { value: asked.filter((group) => service.groups.get(group)?.includes(user)) });
  }

  function connector(call: Call, response: ServerResponse) {
    const fault = service.fault(call);
    if (fault && "status" in fault) return refuse(response, fault);
    const limited = call.method === "POST" ? service.limits(call.conversation ?? "") : undefined;
    if (limited) return refuse(response, limited);
    const [status, answer] = perform(call);
    if (!fault || status >= 400) return json(response, status, answer);
    if (fault.taken === "hang") return;
    if (fault.taken === "reset") return void response.socket?.resetAndDestroy();
    if (fault.taken === "nonsense")
      return void response.writeHead(200, { "content-type": "application/json" }).end("{");
    json(response, fault.taken, error("ServiceError"));
  }

  /** rest-api/bot-framework-rest-connector-api-reference, "Conversation operations". */
  function perform({ method, path, body, conversation }: Call): readonly [number, object] {
    const [, , activities, activity, reaction] =
      /\/v3\/conversations(?:\/([^/]+)\/(activities|members|pagedmembers)(?:\/([^/]+)(?:\/reactions\/([^/]+))?)?)?$/.exec(
        path,
      ) ?? [];
    if (conversation === undefined)
      return method === "POST" && path.endsWith("/v3/conversations") ? open(body) : [404, error("NotFound")];
    if (activities === "members") {
      const member = service.members
        .get(conversation)
        ?.find(({ id }) => id === decodeURIComponent(activity ?? ""));
      return member
        ? [200, { ...member, aadObjectId: member.id }]
        : [404, error("MemberNotFoundInConversation")];
    }
    if (activities === "pagedmembers")
      return service.conversations.has(conversation)
        ? [200, { members: service.members.get(conversation) ?? [] }]
        : [403, error("BotNotInConversationRoster")];
    const messages = service.conversations.get(conversation);
    if (!messages) return [404, error("ConversationNotFound")];
    if (reaction !== undefined)
      return react(method, decodeURIComponent(activity ?? ""), decodeURIComponent(reaction), messages);
    const refusal = method === "DELETE" ? undefined : refuseMessage(body);
    if (refusal) return [refusal.status, error(refusal.code)];
    if (method === "POST") {
      if (body["type"] === "typing") return [202, {}];
      return [201, { id: post(messages, body) }];
    }
    const index = messages.findIndex(({ id }) => id === decodeURIComponent(activity ?? ""));
    const standing = messages[index];
    if (!standing) return [404, error("ActivityNotFoundInConversation")];
    // conversations/update-and-delete-bot-messages (msteams-docs): a bot changes only what it sent.
    if (standing.from !== `28:${app.id}`) return [403, error("ForbiddenOperationException")];
    if (method === "DELETE") messages.splice(index, 1);
    else messages[index] = { ...standing, activity: body };
    return [200, { id: standing.id }];
  }

  function react(
    method: string,
    message: string,
    name: string,
    messages: readonly Message[],
  ): readonly [number, object] {
    const refusal = refuseReaction(
      name,
      messages.some(({ id }) => id === message),
    );
    if (refusal) return [refusal.status, error(refusal.code)];
    const others = (service.reactions.get(message) ?? []).filter((one) => one !== name);
    service.reactions.set(message, method === "PUT" ? [...others, name] : others);
    return [200, {}];
  }

  /**
   * bots/how-to/conversations/send-proactive-messages (msteams-docs): a person's chat is the same each time and
   * is there if the app is installed for them; a post in a channel opens a thread.
   */
  function open(body: Body): readonly [number, object] {
    const [member] = list(body["members"]);
    if (member) {
      const chat = service.chats.get(String(member["id"]));
      if (body["isGroup"] === true || typeof body["tenantId"] !== "string")
        return [400, error("BadArgument")];
      if (chat && !service.conversations.has(chat)) service.conversations.set(chat, []);
      return chat ? [201, { id: chat }] : [403, error("ForbiddenOperationException")];
    }
    const channel = object(object(body["channelData"])["channel"])["id"];
    if (typeof channel !== "string" || !service.conversations.has(channel))
      return [403, error("BotNotInConversationRoster")];
    const activity = object(body["activity"]);
    const refusal = refuseMessage(activity);
    if (refusal) return [refusal.status, error(refusal.code)];
    const messages: Message[] = [];
    const id = post(messages, activity);
    service.conversations.set(`${channel};messageid=${id}`, messages);
    return [201, { id: `${channel};messageid=${id}`, activityId: id }];
  }

  function post(messages: Message[], activity: Body): string {
    const id = service.nextId();
    messages.push({ id, from: `28:${app.id}`, activity });
    return id;
  }

  return service;
}

/** What a token can be asked for. */
const scopes = ["https://api.botframework.com/.default", "https://graph.microsoft.com/.default"];

function error(code: string): object {
  return { error: { code, message: code } };
}

function refuse(response: ServerResponse, { status, code, headers }: Refusal): void {
  response
    .writeHead(status, { "content-type": "application/json", ...headers })
    .end(JSON.stringify(error(code)));
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
