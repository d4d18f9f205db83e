import type { SlackConfig } from "./config.ts";

/** The scopes of the bot token, each with what it is for. `usergroups:read` is needed with SLACK_STAFF_GROUP only. */
export const scopes = {
  "app_mentions:read": "hears who calls it in a channel",
  "channels:history": "hears the threads of public channels that it is in, and reads them after downtime",
  "groups:history": "the same in private channels, such as the desk's",
  "im:history": "hears direct messages",
  "im:read": "finds the direct messages to read after downtime",
  "im:write": "answers commands in a direct message",
  "channels:read": "sees who is in the desk's channel when that is public, and who leaves a channel",
  "groups:read": "the same of private channels",
  "usergroups:read": "sees who is in the staff's user group",
  "users:read": "names, languages, time zones, guests, and whose account has ended",
  "chat:write": "speaks",
  commands: "commands and shortcuts",
  "reactions:read": "hears reactions",
  "reactions:write": "reacts, and shows whether a line was delivered",
  "files:read": "takes files along",
  "files:write": "brings files over",
} as const;

/** The events it hears, each with the scopes that it needs. https://docs.slack.dev/reference/events */
export const events: Readonly<Record<string, readonly (keyof typeof scopes)[]>> = {
  app_mention: ["app_mentions:read"],
  "message.channels": ["channels:history"],
  "message.groups": ["groups:history"],
  "message.im": ["im:history"],
  reaction_added: ["reactions:read"],
  reaction_removed: ["reactions:read"],
  member_left_channel: ["channels:read", "groups:read"],
  user_change: ["users:read"],
  app_uninstalled: [],
  tokens_revoked: [],
};

/**
 * The manifest as Slack reads it: for HTTP as soon as the pages have a public address and no app-level token
 * says otherwise, else for Socket Mode.
 */
export function printManifest(
  config: SlackConfig | undefined,
  { publicUrl }: { readonly publicUrl: string | undefined },
): string {
  const mode = config?.hearing.mode ?? (publicUrl === undefined ? "socket" : "http");
  const manifest = slackManifest({ mode, publicUrl, isShared: config?.access.kind === "app" });
  return JSON.stringify(manifest, undefined, 2);
}

export type ManifestOptions = {
  readonly mode: "socket" | "http";
  readonly publicUrl?: string | undefined;
  /** Workspaces install it by themselves. */
  readonly isShared?: boolean;
};

/**
 * The manifest of the app with the fewest rights it needs. https://docs.slack.dev/reference/app-manifest
 */
export function slackManifest({ mode, publicUrl, isShared = false }: ManifestOptions) {
  const posted = (name: string, path: string) =>
    mode === "http" && publicUrl !== undefined ? { [name]: new URL(path, publicUrl).href } : {};
  const command = (name: string, description: string, usage_hint?: string) => ({
    command: name,
    description,
    ...(usage_hint && { usage_hint }),
    should_escape: true,
    ...posted("url", "/slack/commands"),
  });
  const shortcut = (callback_id: string, name: string, description: string) => ({
    name,
    type: "message",
    callback_id,
    description,
  });
  const redirect = isShared && publicUrl !== undefined;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: "Deskmate",
      description: "Answers questions about the course, with sources, and hands over to people.",
    },
    features: {
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: "Deskmate", always_online: true },
      shortcuts: [
        shortcut("ask_about_this", "Ask about this", "Answers in your direct message"),
        shortcut("open_ticket", "Open a ticket", "Hands it to a person"),
      ],
      slash_commands: [
        command("/ask", "Ask about the course", "your question"),
        command("/human", "Talk to a person", "what it is about"),
        command("/ticket", "Open a ticket", "what it is about"),
        command("/tickets", "See your tickets"),
      ],
    },
    oauth_config: {
      ...(redirect && { redirect_urls: [new URL("/slack/oauth_redirect", publicUrl).href] }),
      scopes: { bot: Object.keys(scopes) },
    },
    settings: {
      event_subscriptions: { bot_events: Object.keys(events), ...posted("request_url", "/slack/events") },
      interactivity: { is_enabled: true, ...posted("request_url", "/slack/actions") },
      org_deploy_enabled: false,
      socket_mode_enabled: mode === "socket",
      token_rotation_enabled: isShared,
    },
  };
}
