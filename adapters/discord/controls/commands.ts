/** The commands that Discord shows in its menus; a change here is registered at the next start. */
export const ASK = "ask";
export const HUMAN = "human";
export const TICKET = "ticket";
export const TICKETS = "tickets";
export const ASK_ABOUT = "Ask about this";
export const OPEN_TICKET = "Open a ticket";

const LONGEST = 1500;

export const commands = [
  {
    name: ASK,
    description: "Ask the course assistant",
    description_localizations: { "zh-CN": "向课程助手提问", "zh-TW": "向課程助手提問" },
    options: [
      {
        type: 3,
        name: "question",
        description: "What would you like to know?",
        description_localizations: { "zh-CN": "你想知道什么？", "zh-TW": "你想知道什麼？" },
        required: true,
        max_length: LONGEST,
      },
    ],
  },
  {
    name: HUMAN,
    description: "Talk to a person",
    description_localizations: { "zh-CN": "转人工", "zh-TW": "轉人工" },
  },
  {
    name: TICKET,
    description: "Open a ticket with the team",
    description_localizations: { "zh-CN": "提交工单", "zh-TW": "提交工單" },
    options: [
      {
        type: 3,
        name: "text",
        description: "What is it about?",
        description_localizations: { "zh-CN": "是关于什么的？", "zh-TW": "是關於什麼的？" },
        max_length: LONGEST,
      },
    ],
  },
  {
    name: TICKETS,
    description: "See your tickets",
    description_localizations: { "zh-CN": "查看我的工单", "zh-TW": "查看我的工單" },
  },
  { type: 3, name: ASK_ABOUT, name_localizations: { "zh-CN": "就此提问", "zh-TW": "就此提問" } },
  { type: 3, name: OPEN_TICKET, name_localizations: { "zh-CN": "提交工单", "zh-TW": "提交工單" } },
] as const;

/** Whether what comes of a command is for its author only. */
export function isPrivate(name: string): boolean {
  return name === TICKETS || name === OPEN_TICKET;
}
