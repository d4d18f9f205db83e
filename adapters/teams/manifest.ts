import type { TeamsConfig } from "./config.ts";

/** What the manifest needs besides the settings. */
export type Publisher = {
  readonly name: string;
  /** Pages of the course's own: about it, its privacy, its terms. */
  readonly website: string;
  readonly privacy: string;
  readonly terms: string;
};

/**
 * The app's manifest with the least that the bot needs: to be talked to in a chat and in teams, to get files in
 * a chat, and to hear its own threads without being called each time. No Graph permission, no domain, no tab.
 * https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema
 */
export function manifest({ appId }: Pick<TeamsConfig, "appId">, publisher: Publisher) {
  return {
    $schema: "https://developer.microsoft.com/en-us/json-schemas/teams/v1.17/MicrosoftTeams.schema.json",
    manifestVersion: "1.17",
    version: "1.0.0",
    id: appId,
    developer: {
      name: publisher.name,
      websiteUrl: publisher.website,
      privacyUrl: publisher.privacy,
      termsOfUseUrl: publisher.terms,
    },
    name: { short: "Deskmate 同桌", full: "Deskmate, the support desk of your course" },
    description: {
      short: "Answers questions about the course and hands over to people.",
      full: "Ask about lessons, error messages and deadlines. Answers come with their sources; a person of the team is one tap away. In threads that it was called into, the app reads all replies, so that nobody has to mention it each time. It stores what is said to it there, to answer and to hand over.",
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
              { title: "转人工", description: "转给团队的老师" },
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
    // `resource` has no meaning here but must be there.
    webApplicationInfo: { id: appId, resource: "https://RscBasedStoreApp" },
    authorization: {
      permissions: { resourceSpecific: [{ name: "ChannelMessage.Read.Group", type: "Application" }] },
    },
    validDomains: [],
  };
}
