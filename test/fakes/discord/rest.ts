import type { IncomingMessage, ServerResponse } from "node:http";
import type { Limits } from "./limits.ts";
import { bucketOf, type Request, read } from "./request.ts";
import { type Answer, type Routes, refused } from "./routes.ts";
import type { Body, Refusal } from "./rules.ts";

/** What the API does out of the ordinary with a request. */
export type Trouble =
  /** Takes it, then says nothing, or cuts the line, or fails. */
  "takes and hangs" | "takes and resets" | "takes and fails" | "fails" | "html 429" | Refusal;

export type Seen = {
  readonly time: number;
  readonly method: string;
  readonly path: string;
  readonly body: Body & Record<string, unknown>;
  status: number;
};

type Script = { readonly method: string; readonly path: RegExp; times: number; readonly trouble: Trouble };
type Parts = { readonly routes: Routes; readonly limits: Limits; readonly token: () => string };

/** Discord's HTTP API, as far as a bot like ours uses it. */
export class FakeRest {
  readonly seen: Seen[] = [];
  readonly #scripts: Script[] = [];
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get closed(): Map<string, Refusal> {
    return this.#parts.routes.closed;
  }

  get commands(): readonly object[] {
    return this.#parts.routes.commands;
  }

  /** The bits of the permissions that the requests took. */
  get used(): ReadonlySet<number> {
    return this.#parts.routes.used;
  }

  /** The next `times` requests of the kind run into trouble. */
  trouble(method: string, path: RegExp, trouble: Trouble, times = 1): void {
    this.#scripts.push({ method, path, trouble, times });
  }

  requests(method: string, path: RegExp): readonly Seen[] {
    return this.seen.filter((one) => one.method === method && path.test(one.path));
  }

  /** Ends all trouble. */
  calm(): void {
    this.#scripts.length = 0;
  }

  /** Lets time pass for the nonces. */
  forgetNonces(): void {
    this.#parts.routes.forgetNonces();
  }

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(incoming);
    const { method, path, body } = request;
    const seen: Seen = { time: Date.now(), method, path, body, status: 0 };
    this.seen.push(seen);
    const script = this.#scripts.find((one) => one.times > 0 && one.method === method && one.path.test(path));
    if (script) script.times -= 1;
    const trouble = script?.trouble;
    const answer =
      trouble === undefined ? this.#limited(request, incoming) : this.#troubled(trouble, request);
    seen.status = answer.status;
    if (trouble === "takes and hangs") return;
    if (trouble === "takes and resets") {
      response.destroy();
      return;
    }
    const isHtml = trouble === "html 429";
    response.writeHead(answer.status, {
      ...(answer.status !== 204 && { "content-type": isHtml ? "text/html" : "application/json" }),
      ...answer.headers,
    });
    response.end(
      isHtml ? String(answer.body) : answer.body === undefined ? undefined : JSON.stringify(answer.body),
    );
  }

  #troubled(trouble: Trouble, request: Request): Answer {
    if (typeof trouble === "object") return refused(trouble);
    if (trouble === "html 429")
      return { status: 429, headers: { "retry-after": "1" }, body: "<html>error code: 1015</html>" };
    if (trouble !== "fails") this.#parts.routes.take(request);
    return { status: 500, body: { message: "500: Internal Server Error", code: 0 } };
  }

  #limited(request: Request, incoming: IncomingMessage): Answer {
    const { routes, limits, token } = this.#parts;
    const isOwn = /^\/(?:interactions|webhooks)\//.test(request.path);
    if (!isOwn && incoming.headers.authorization !== `Bot ${token()}`)
      return { status: 401, body: { message: "401: Unauthorized", code: 0 } };
    const { status, headers, body } = limits.take(bucketOf(request), isOwn);
    if (status) return { status, headers, body };
    const answer = routes.take(request);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }
}
