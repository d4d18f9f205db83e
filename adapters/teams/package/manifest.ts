import { shortcuts } from "../read/shortcut.ts";

/** What the manifest needs: the bot's application, and a page of the course's own. */
export type About = { readonly appId: string; readonly publicUrl: string };

/**
 * The app's manifest with the least that the bot needs: to be talked to in a chat and in teams, to get files in
 * a chat, two commands in the menu of a message, and to hear its own threads and listened channels without being
 * called each time. No Graph permission, no domain, no tab. Version 1.19 is the newest that every cloud takes.
 * https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema
 */
export function manifest({ appId, publicUrl }: About) {
  return {
    $schema: "https://developer.microsoft.com/en-us/json-schemas/teams/v1.19/MicrosoftTeams.schema.json",
    manifestVersion: "1.19",
    version: "1.1.0",
    id: appId,
    developer: {
      name: "Deskmate",
      websiteUrl: publicUrl,
      privacyUrl: publicUrl,
      termsOfUseUrl: publicUrl,
    },
    name: { short: "Deskmate 同桌", full: "Deskmate, the support desk of your course" },
    description: {
      short: "Answers questions about the course and hands over to people.",
      full: "Ask about lessons, error messages and deadlines. Answers come with their sources; a person of the team is one tap away. In threads that it was called into, and in channels that the course has named, the app reads what is written, so that nobody has to mention it each time. It stores what is said to it there, to answer and to hand over.",
    },
    icons: { color: "color.png", outline: "outline.png" },
    accentColor: "#FFFFFF",
    bots: [
      {
        botId: appId,
        scopes: ["personal", "team"],
        supportsFiles: true,
        isNotificationOnly: false,
        commandLists: [
          {
            scopes: ["personal"],
            commands: [
              { title: "Talk to a person", description: "Hands your question to the team" },
              { title: "Open a ticket", description: "Something the team should look at" },
              { title: "My tickets", description: "What is open, and how it stands" },
              { title: "转人工", description: "转给团队的老师" },
              { title: "提交工单", description: "有事请团队处理" },
              { title: "我的工单", description: "看看进展如何" },
            ],
          },
          {
            scopes: ["team"],
            commands: [
              { title: "claim", description: "Take the case of this thread" },
              { title: "release", description: "Put it back into the queue" },
              { title: "hand back", description: "Give it back to the bot" },
              { title: "resolve", description: "Close it" },
            ],
          },
        ],
      },
    ],
    composeExtensions: [{ botId: appId, commands: shortcuts.map((id) => ({ id, ...menu, ...titles[id] })) }],
    // `resource` has no meaning here but must be there.
    webApplicationInfo: { id: appId, resource: "https://RscBasedStoreApp" },
    authorization: {
      permissions: { resourceSpecific: [{ name: "ChannelMessage.Read.Group", type: "Application" }] },
    },
    validDomains: [],
  };
}

/** In the menu of a message, answered by the bot itself. */
const menu = { type: "action", context: ["message"], fetchTask: true } as const;
const titles = {
  ask: { title: "Ask about this", description: "The answer comes in your own chat" },
  ticket: { title: "Open a ticket", description: "Hands this message to the team" },
} as const;
