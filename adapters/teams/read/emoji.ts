/**
 * Teams' names of reactions that do not begin with their code point, or that we show ourselves.
 * https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/agent-reactions, "Teams reactions reference"
 */
const names: Readonly<Record<string, string>> = {
  like: "👍",
  heart: "❤️",
  laugh: "😆",
  surprised: "😮",
  sad: "🙁",
  cry: "😢",
  angry: "😠",
  yes: "👍",
  no: "👎",
  clap: "👏",
  praying: "🙏",
  ok: "👌",
  launch: "🚀",
  think: "🤔",
  party: "🥳",
  smile: "🙂",
  confused: "😕",
  muscle: "💪",
  "2705_whiteheavycheckmark": "✅",
  "26a0_warningsign": "⚠️",
  "1f512_locked": "🔒",
  "1f3ab_ticket": "🎫",
  "1f440_eyes": "👀",
  "1f389_partypopper": "🎉",
  "1f4cc_pushpin": "📌",
};

/** A reaction that Teams tells of, as Unicode; `:its-name:` for those that it made itself. */
export function emojiOf(type: string): string {
  const plain = type.replace(/-tone[1-5]$/, "");
  if (Object.hasOwn(names, plain)) return names[plain] ?? plain;
  const codes = /^((?:[0-9a-f]{2,6}_)+)[a-z0-9]+$/.exec(plain)?.[1]?.split("_").filter(Boolean) ?? [];
  const points = codes.map((code) => Number.parseInt(code, 16));
  const isEmoji = points.length > 0 && points.every((point) => point > 0x7f && point <= 0x10ffff);
  const found = isEmoji ? String.fromCodePoint(...points) : "";
  return /^\p{Extended_Pictographic}/u.test(found)
    ? found
    : `:${plain.replace(/[^\w+-]/g, "").slice(0, 60)}:`;
}

/** The name by which Teams knows an emoji; `undefined` for one that we know no name of. */
export function reactionOf(emoji: string): string | undefined {
  const bare = (text: string) => text.replaceAll("\uFE0F", "");
  return Object.keys(names).find((name) => bare(names[name] ?? "") === bare(emoji));
}
