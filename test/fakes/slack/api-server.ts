import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { methods, type Service, scopes } from "./methods.ts";

/** How a call ends instead of well. With `after` the service has done it by then. */
export type Failure =
  | { readonly type: "hang" | "reset"; readonly after: boolean }
  | { readonly type: "status"; readonly status: number; readonly after: boolean }
  | { readonly type: "error"; readonly error: string }
  | { readonly type: "html"; readonly status: number };

export type Call = {
  readonly method: string;
  /** Without the token. */
  readonly args: Record<string, unknown>;
  readonly token: string | undefined;
  readonly at: number;
};

/** The Web API over HTTP: tokens, scopes, limits, and failures on demand. */
export class ApiServer {
  readonly calls: Call[] = [];
  /** Requests for bytes of files, and whether they brought the token. */
  readonly fetched: { path: string; authorized: boolean }[] = [];
  /** Calls that came before a limit was over. */
  readonly impatient: Call[] = [];
  readonly usedScopes = new Set<string>();
  /** Scopes that the token lacks. */
  readonly missing = new Set<string>();
  readonly revoked = new Set<string>();
  /** What was said at the addresses that came with presses and commands. */
  readonly responses: { path: string; body: Record<string, unknown> }[] = [];
  /** What the token may do, as the service tells in a header; nothing is told while it is empty. */
  granted: readonly string[] = [];
  readonly #failures = new Map<string, Failure[]>();
  readonly #limits = new Map<string, number>();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #service: Service;
  readonly #appToken: string;

  constructor(
    service: Service,
    appToken: string,
    onUpgrade: (request: IncomingMessage, socket: Duplex) => void,
  ) {
    this.#service = service;
    this.#appToken = appToken;
    this.#server = createServer((request, response) => {
      void this.#serve(request, response).catch(() => response.destroy());
    });
    this.#server.on("upgrade", onUpgrade);
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  async listen(): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.listen(0, "127.0.0.1", resolve);
    await promise;
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    for (const socket of this.#sockets) socket.destroy();
    await promise;
  }

  /** The next call of the method ends like this. */
  fail(method: string, failure: Failure, times = 1): void {
    const list = this.#failures.get(method) ?? [];
    this.#failures.set(method, [...list, ...Array.from({ length: times }, () => failure)]);
  }

  /** From now on the method answers 429, for one channel or all, until this is over. */
  limit(method: string, ms: number, channel = "*"): void {
    this.#limits.set(`${method}:${channel}`, this.#service.now() + ms);
  }

  of(method: string): readonly Call[] {
    return this.calls.filter((call) => call.method === method);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    const [, area = "", name = ""] = /^\/(\w[\w-]*)\/(.*)$/.exec(request.url ?? "") ?? [];
    if (area === "upload") return this.#upload(name, body, response);
    if (area === "files-pri") return this.#download(name, request, response);
    if (area === "hooks") return this.#answered(name, body, response);
    if (area !== "api") return void response.writeHead(404).end();
    const { token: _, ...args } = decoded(body.toString());
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    const call = { method: name, args, token, at: this.#service.now() };
    this.calls.push(call);
    const failure = this.#failures.get(name)?.shift();
    if (failure !== undefined && !("after" in failure && failure.after)) return fail(failure, response);
    const wait = this.#limitOf(call);
    if (wait > 0) {
      this.impatient.push(call);
      // https://docs.slack.dev/apis/web-api/rate-limits: whole seconds.
      const headers = { "retry-after": String(Math.ceil(wait / 1000)), "content-type": "application/json" };
      return void response.writeHead(429, headers).end('{"ok":false,"error":"ratelimited"}');
    }
    const workspace = this.#service.apps.tokens.get(token ?? "") ?? this.#service.workspace;
    const answer = this.#refused(name, token) ??
      methods[name]?.(args, { ...this.#service, workspace }) ?? { ok: false, error: "unknown_method" };
    if (failure !== undefined) return fail(failure, response);
    // https://docs.slack.dev/apis/web-api/#responses
    const scopes = this.granted.length > 0 ? { "x-oauth-scopes": this.granted.join(",") } : {};
    response.writeHead(200, { "content-type": "application/json", ...scopes }).end(JSON.stringify(answer));
  }

  /** Of the first refused call nobody could know: only the later ones are impatient. */
  #limitOf({ method, args }: Call): number {
    const until = Math.max(
      this.#limits.get(`${method}:*`) ?? 0,
      this.#limits.get(`${method}:${String(args["channel"])}`) ?? 0,
    );
    return until - this.#service.now();
  }

  #refused(method: string, token: string | undefined): { ok: false; error: string } | undefined {
    if (method === "oauth.v2.access") return undefined;
    if (token === undefined) return { ok: false, error: "not_authed" };
    const isKnown =
      method === "apps.connections.open" ? token === this.#appToken : this.#service.apps.tokens.has(token);
    if (!isKnown) return { ok: false, error: "invalid_auth" };
    if (this.revoked.has(token)) return { ok: false, error: "token_revoked" };
    const scope = scopes[method];
    if (scope === undefined) return undefined;
    if (this.missing.has(scope)) return { ok: false, error: "missing_scope" };
    this.usedScopes.add(scope);
    return undefined;
  }

  #upload(id: string, body: Buffer, response: ServerResponse): void {
    const known = this.#service.workspace.files.get(id);
    if (!known) return void response.writeHead(404).end();
    if (body.length !== known.file.size) return void response.writeHead(400).end("length differs");
    this.#service.workspace.files.set(id, { ...known, bytes: body });
    response.writeHead(200).end(`OK - ${body.length}`);
  }

  /** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses: five times at most. */
  #answered(path: string, body: Buffer, response: ServerResponse): void {
    const isUsedUp = this.responses.filter((one) => one.path === path).length >= 5;
    if (isUsedUp) return void response.writeHead(404).end("used_url");
    this.responses.push({ path, body: JSON.parse(body.toString()) as Record<string, unknown> });
    response.writeHead(200).end("ok");
  }

  /** Without the token Slack leads to its sign-in page. */
  #download(path: string, request: IncomingMessage, response: ServerResponse): void {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const authorized = this.#service.apps.tokens.has(token);
    this.fetched.push({ path, authorized });
    const id = path.split("/")[0] ?? "";
    const known = this.#service.workspace.files.get(id);
    if (id === "elsewhere")
      return void response.writeHead(302, { location: "http://169.254.169.254/" }).end();
    if (!authorized) return void response.writeHead(302, { location: "https://slack.com/signin" }).end();
    if (!known) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": known.file.mimetype }).end(known.bytes);
  }
}

function fail(failure: Failure, response: ServerResponse): void {
  switch (failure.type) {
    case "hang":
      return;
    case "reset":
      response.destroy();
      return;
    case "status":
      response.writeHead(failure.status).end("oops");
      return;
    case "error":
      response.writeHead(200).end(JSON.stringify({ ok: false, error: failure.error }));
      return;
    case "html":
      response.writeHead(failure.status, { "content-type": "text/html" }).end("<html>busy</html>");
      return;
  }
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Lists and objects come as JSON in a form field. */
function decoded(body: string): Record<string, unknown> {
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([key, value]) => [
      key,
      /^[[{]/.test(value) ? JSON.parse(value) : value,
    ]),
  );
}
