import type { Workspace } from "./workspace.ts";

type Args = Record<string, unknown>;

/** The app as Slack has registered it, and who has let it in. */
export type Apps = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Each code once, with the address that was asked for it. */
  readonly codes: Map<string, { readonly workspace: Workspace; readonly redirectUri: string }>;
  /** Which workspace a token opens. */
  readonly tokens: Map<string, Workspace>;
  readonly refreshes: Map<string, Workspace>;
  /** Tokens end after twelve hours. https://docs.slack.dev/authentication/using-token-rotation */
  rotates: boolean;
  /** The workspace is a whole organisation. */
  isOrganisation: boolean;
  issued: number;
};

export function createApps(): Apps {
  return {
    clientId: "111.222",
    clientSecret: "0123456789abcdef0123456789abcdef",
    codes: new Map(),
    tokens: new Map(),
    refreshes: new Map(),
    rotates: false,
    isOrganisation: false,
    issued: 0,
  };
}

/** https://docs.slack.dev/reference/methods/oauth.v2.access */
export function exchanged(args: Args, apps: Apps, now: number): Args {
  if (args["client_id"] !== apps.clientId) return { ok: false, error: "invalid_client_id" };
  if (args["client_secret"] !== apps.clientSecret) return { ok: false, error: "bad_client_secret" };
  if (args["grant_type"] === "refresh_token") {
    const workspace = apps.refreshes.get(String(args["refresh_token"]));
    if (!workspace) return { ok: false, error: "invalid_refresh_token" };
    apps.refreshes.delete(String(args["refresh_token"]));
    return granted(workspace, apps, now);
  }
  const code = apps.codes.get(String(args["code"]));
  if (!code) return { ok: false, error: "invalid_code" };
  if (args["redirect_uri"] !== code.redirectUri) return { ok: false, error: "bad_redirect_uri" };
  apps.codes.delete(String(args["code"]));
  return granted(code.workspace, apps, now);
}

function granted(workspace: Workspace, apps: Apps, now: number): Args {
  apps.issued += 1;
  const token = `xoxb-${workspace.team}-${apps.issued}`;
  const refresh_token = `xoxe-1-${workspace.team}-${apps.issued}-${now}`;
  apps.tokens.set(token, workspace);
  if (apps.rotates) apps.refreshes.set(refresh_token, workspace);
  return {
    ok: true,
    access_token: token,
    token_type: "bot",
    bot_user_id: workspace.bot.user,
    app_id: workspace.bot.app,
    team: apps.isOrganisation ? null : { id: workspace.team, name: `Team ${workspace.team}` },
    is_enterprise_install: apps.isOrganisation,
    ...(apps.rotates && { refresh_token, expires_in: 43_200 }),
  };
}
