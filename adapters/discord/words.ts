/** What the adapter itself says on Discord, beside the core's words. */
export type Words = {
  readonly basis: { readonly course: string; readonly unsure: string };
  readonly updated: (date: string) => string;
  readonly tooLarge: (size: string) => string;
  readonly asks: (name: string) => string;
  readonly wantsPerson: (name: string) => string;
  readonly wantsTicket: (name: string) => string;
  readonly notHere: string;
  readonly passedOn: string;
};

const en: Words = {
  basis: { course: "From the course material", unsure: "Not sure" },
  updated: (date) => `updated ${date}`,
  tooLarge: (size) => `${size}, too large for Discord`,
  asks: (name) => `${name} asks:`,
  wantsPerson: (name) => `${name} would like to talk to a person.`,
  wantsTicket: (name) => `${name} wrote to the team.`,
  notHere: "I can't answer in this channel. Please ask in a text channel, or write to me directly.",
  passedOn: "I have it. What comes of it stands under the message, or in your direct messages.",
};

const zh: Words = {
  basis: { course: "来自课程资料", unsure: "不太确定" },
  updated: (date) => `${date}更新`,
  tooLarge: (size) => `${size}，超过 Discord 的上限`,
  asks: (name) => `${name} 提问：`,
  wantsPerson: (name) => `${name} 想找真人。`,
  wantsTicket: (name) => `${name} 给团队提交了问题。`,
  notHere: "我不能在这个频道里回答。请到文字频道提问，或者直接给我发私信。",
  passedOn: "已收到。后续进展会出现在那条消息下面，或者发到你的私信里。",
};

export function words(language: string | undefined): Words {
  return language?.toLowerCase().startsWith("zh") ? zh : en;
}
