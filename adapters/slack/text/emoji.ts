/**
 * Emoji by the names that Slack gives them. Slack has more than these; they keep their names in colons.
 * https://docs.slack.dev/reference/methods/reactions.add: only names are taken.
 */
const known = `
👍 +1 thumbsup|👎 -1 thumbsdown|👌 ok_hand|🙏 pray|👏 clap|🙌 raised_hands|💪 muscle|👋 wave|🤝 handshake|✌️ v
🤞 crossed_fingers|👉 point_right|👆 point_up_2|👇 point_down|👈 point_left|☝️ point_up|✋ hand raised_hand|🙋 raising_hand
🤷 shrug|🤦 face_palm|🙇 bow|👀 eyes|🧠 brain|❤️ heart|🧡 orange_heart|💛 yellow_heart|💚 green_heart|💙 blue_heart
💜 purple_heart|🖤 black_heart|💔 broken_heart|💯 100|🔥 fire|✨ sparkles|⭐ star|🌟 star2|🎉 tada|🎊 confetti_ball
🎈 balloon|🏆 trophy|🥇 first_place_medal|🚀 rocket|💡 bulb|📌 pushpin|📎 paperclip|📝 memo pencil|📚 books|📖 book open_book
📘 blue_book|📷 camera|🎓 mortar_board|💻 computer|🐛 bug|🔧 wrench|🔨 hammer|⚙️ gear|🔗 link|🔍 mag|🔒 lock|🔓 unlock
🔑 key|🔔 bell|📣 mega|📢 loudspeaker|💬 speech_balloon|💭 thought_balloon|✅ white_check_mark|☑️ ballot_box_with_check
✔️ heavy_check_mark|❌ x|❎ negative_squared_cross_mark|➕ heavy_plus_sign|➖ heavy_minus_sign|❓ question|❔ grey_question
❗ exclamation heavy_exclamation_mark|❕ grey_exclamation|‼️ bangbang|⚠️ warning|🚫 no_entry_sign|⛔ no_entry|🛑 octagonal_sign
🆘 sos|🆗 ok|🆕 new|🔴 red_circle|🟡 large_yellow_circle|🟢 large_green_circle|🔵 large_blue_circle blue_circle
⏰ alarm_clock|⏳ hourglass_flowing_sand|⌛ hourglass|🕐 clock1|📅 date|📆 calendar|🎫 ticket|🎟️ admission_tickets|☕ coffee
🍕 pizza|🍎 apple|🍺 beer|🎂 birthday|🌱 seedling|🌈 rainbow|☀️ sunny|🌙 crescent_moon|⚡ zap|❄️ snowflake|💧 droplet
😀 grinning|😃 smiley|😄 smile|😁 grin|😆 laughing satisfied|😅 sweat_smile|🤣 rolling_on_the_floor_laughing|😂 joy
🙂 slightly_smiling_face|🙃 upside_down_face|😉 wink|😊 blush|😇 innocent|🥰 smiling_face_with_3_hearts|😍 heart_eyes
🤩 star-struck|😘 kissing_heart|😋 yum|😛 stuck_out_tongue|😜 stuck_out_tongue_winking_eye|🤔 thinking_face|🤨 face_with_raised_eyebrow
😐 neutral_face|😑 expressionless|😶 no_mouth|😏 smirk|😒 unamused|🙄 face_with_rolling_eyes|😬 grimacing|😌 relieved
😔 pensive|😪 sleepy|😴 sleeping|😷 mask|🤒 face_with_thermometer|🤯 exploding_head|🥳 partying_face|😎 sunglasses|🤓 nerd_face
😕 confused|😟 worried|🙁 slightly_frowning_face|☹️ white_frowning_face|😮 open_mouth|😯 hushed|😲 astonished|😳 flushed
🥺 pleading_face|😦 frowning|😨 fearful|😰 cold_sweat|😥 disappointed_relieved|😢 cry|😭 sob|😱 scream|😖 confounded
😞 disappointed|😓 sweat|😩 weary|😫 tired_face|🥱 yawning_face|😤 triumph|😡 rage pout|😠 angry|🤬 face_with_symbols_on_mouth
💀 skull|💩 hankey poop|🤖 robot_face|👻 ghost|🫡 saluting_face|🫶 heart_hands|🤗 hugging_face|🥲 smiling_face_with_tear
1️⃣ one|2️⃣ two|3️⃣ three|4️⃣ four|5️⃣ five|0️⃣ zero|👤 bust_in_silhouette|🔁 repeat|➡️ arrow_right|⬆️ arrow_up|⬇️ arrow_down|↩️ leftwards_arrow_with_hook`
  .trim()
  .split(/[|\n]/)
  .map((entry) => entry.split(" "));

const byName = new Map(
  known.flatMap(([emoji = "", ...names]) => names.map((name) => [name, emoji] as const)),
);
const byEmoji = new Map(known.map(([emoji = "", name = ""]) => [bare(emoji), name] as const));

/** The names under which people know the sign that opens a ticket. */
export const ticketEmoji: ReadonlySet<string> = new Set(["ticket", "admission_tickets"]);

/** The Unicode of a name; a name that is not known here stands in colons. The colour of a skin is left out. */
export function emojiOf(name: string): string {
  const [plain = name] = name.split("::");
  return byName.get(plain) ?? `:${plain}:`;
}

/** Slack's name for an emoji, or for one of a workspace's own in colons; `undefined` when it has none here. */
export function emojiName(emoji: string): string | undefined {
  return byEmoji.get(bare(emoji)) ?? /^:([a-z0-9_+'-]{1,100}):$/.exec(emoji)?.[1];
}

/** Without the sign for "in colour" and without colours of skin, which some write and some do not. */
function bare(emoji: string): string {
  return emoji.replace(/\uFE0F|[\u{1F3FB}-\u{1F3FF}]/gu, "");
}
