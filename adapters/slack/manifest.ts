/** The scopes of the bot token, each with what it is for. `staffGroup` is needed with SLACK_STAFF_GROUP only. */
export const scopes = {
  "app_mentions:read": "hears who calls it in a channel",
  "channels:history": "hears the threads of public channels that it is in, and reads them after downtime",
  "groups:history": "the same in private channels, such as the desk's",
  "im:history": "hears direct messages",
  "im:read": "finds the direct messages to read after downtime",
  "im:write": "answers commands in a direct message",
  "channels:read": "sees who is in the desk's channel when that is public",
  "groups:read": "sees who is in the desk's channel when that is private",
  "usergroups:read": "sees who is in the staff's user group",
  "users:read": "names, languages, guests",
  "chat:write": "speaks",
  commands: "commands and shortcuts",
  "reactions:write": "shows whether a line was delivered",
  "files:read": "takes files along",
  "files:write": "brings files over",
} as const;

const events = ["app_mention", "message.channels", "message.groups", "message.im"] as const;

/**
 * The manifest of the app with the fewest rights it needs: for Socket Mode, or for HTTP under the public address.
 * https://docs.slack.dev/reference/app-manifest
 */
export function slackManifest(publicUrl?: string) {
  const route = (path: string) => (publicUrl === undefined ? {} : { url: new URL(path, publicUrl).href });
  const request = (path: string) => {
    const { url } = route(path);
    return url === undefined ? {} : { request_url: url };
  };
  const command = (name: string, description: string, usage_hint: string) => ({
    command: name,
    description,
    usage_hint,
    should_escape: true,
    ...route("/slack/commands"),
  });
  const shortcut = (callback_id: string, name: string, description: string) => ({
    name,
    type: "message",
    callback_id,
    description,
  });
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
      ],
    },
    oauth_config: { scopes: { bot: Object.keys(scopes) } },
    settings: {
      event_subscriptions: { bot_events: events, ...request("/slack/events") },
      interactivity: { is_enabled: true, ...request("/slack/actions") },
      org_deploy_enabled: false,
      socket_mode_enabled: publicUrl === undefined,
      token_rotation_enabled: false,
    },
  };
}
