import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Host, PlatformError } from "#ports/platform.ts";
import type { Registered } from "../config.ts";
import { scopes } from "../manifest.ts";
import { words } from "../words.ts";
import type { Installations } from "./installations.ts";

export const INSTALL = "/slack/install";
export const REDIRECT = "/slack/oauth_redirect";

/** From the first page to the last; Slack's codes live ten minutes too. */
const STATE_MS = 10 * 60_000;
const COOKIE = "deskmate_slack";

type Parts = {
  readonly app: Registered;
  readonly installations: Installations;
  readonly host: Host;
  readonly now: () => number;
  /** Called with the workspace in which the bot is now. */
  readonly installed: (team: string) => void;
};

/**
 * The two pages of an installation: one leads to Slack, Slack leads to the other. Only the browser that began can
 * end it, in time. https://docs.slack.dev/authentication/installing-with-oauth
 */
export function mountInstall(parts: Parts): void {
  const { app, host, now } = parts;
  const redirectUri = new URL(REDIRECT, app.publicUrl).href;
  host.route((request, response, next) => {
    const url = new URL(request.url ?? "/", app.publicUrl);
    if (request.method !== "GET" || (url.pathname !== INSTALL && url.pathname !== REDIRECT)) return next();
    if (url.pathname === INSTALL) return begin(response, redirectUri, { app, now });
    finish(request, url, redirectUri, parts).then(({ status, text }) => show(response, status, text), next);
  });
}

function begin(
  response: ServerResponse,
  redirectUri: string,
  { app, now }: Pick<Parts, "app" | "now">,
): void {
  const state = makeState(app.key, now());
  const to = new URL(app.authorizeUrl);
  const asked = {
    client_id: app.clientId,
    scope: Object.keys(scopes).join(","),
    state,
    redirect_uri: redirectUri,
  };
  for (const [name, value] of Object.entries(asked)) to.searchParams.set(name, value);
  const secure = app.publicUrl.startsWith("https:") ? "; Secure" : "";
  const cookie = `${COOKIE}=${state}; Path=${REDIRECT}; Max-Age=${STATE_MS / 1000}; HttpOnly; SameSite=Lax${secure}`;
  response.writeHead(302, { location: to.href, "set-cookie": cookie, "cache-control": "no-store" }).end();
}

async function finish(request: IncomingMessage, url: URL, redirectUri: string, parts: Parts) {
  const { app, installations, host, now, installed } = parts;
  const say = words(request.headers["accept-language"]);
  const code = url.searchParams.get("code");
  const state = url.searchParams.get("state") ?? "";
  const isOwn = isSame(cookieOf(request), state) && isState(state, app.key, now());
  if (!isOwn || code === null) return { status: 400, text: say.notInstalled };
  try {
    const found = await installations.install(code, redirectUri);
    if (found === undefined) return { status: 400, text: say.notForOrganisations };
    installed(found.team);
    return { status: 200, text: say.installed(found.name) };
  } catch (error) {
    host.log.warn("slack: not installed", { fault: error instanceof PlatformError ? error.fault : "error" });
    return { status: 502, text: say.notInstalled };
  }
}

/** The end of its time, something random, and proof that it is ours. */
function makeState(key: Buffer, now: number): string {
  const open = `${now + STATE_MS}.${randomBytes(18).toString("base64url")}`;
  return `${open}.${proof(open, key)}`;
}

function isState(state: string, key: Buffer, now: number): boolean {
  const [end = "", random = "", mark = ""] = state.split(".");
  return isSame(mark, proof(`${end}.${random}`, key)) && Number(end) > now;
}

function proof(text: string, key: Buffer): string {
  return createHmac("sha256", key).update(`state:${text}`).digest("base64url");
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}

function cookieOf({ headers }: IncomingMessage): string {
  const pairs = (headers.cookie ?? "").split(/;\s*/).map((pair) => pair.split("="));
  return pairs.find(([name]) => name === COOKIE)?.[1] ?? "";
}

function show(response: ServerResponse, status: number, text: string): void {
  const cookie = `${COOKIE}=; Path=${REDIRECT}; Max-Age=0`;
  const headers = {
    "content-type": "text/plain; charset=utf-8",
    "set-cookie": cookie,
    "cache-control": "no-store",
  };
  response.writeHead(status, headers).end(text);
}
