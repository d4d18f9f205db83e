import type { IncomingMessage } from "node:http";
import type { Body } from "./rules.ts";

/** A request to the API, read. */
export type Request = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Body & Record<string, unknown>;
  readonly files: readonly File[];
};

/** Routes share a limit when they differ in ids only, except in the major one. */
export function bucketOf({ method, path }: Request): string {
  const [, kind, major, ...rest] = path.split("/");
  return `${method} /${kind}/${major}/${rest.map((part) => (/^\d{17,20}$/.test(part) ? "*" : part)).join("/")}`;
}

export async function read(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  const url = new URL(incoming.url ?? "/", "http://localhost");
  const type = incoming.headers["content-type"] ?? "";
  const base = {
    method: incoming.method ?? "GET",
    path: url.pathname.replace(/^\/api\/v10/, ""),
    query: url.searchParams,
  };
  if (!type.startsWith("multipart/"))
    return { ...base, body: bytes.length === 0 ? {} : JSON.parse(bytes.toString("utf8")), files: [] };
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
  const files = [...form.values()].filter((value) => typeof value !== "string");
  return { ...base, body: JSON.parse(String(form.get("payload_json") ?? "{}")), files };
}
