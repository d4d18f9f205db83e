/** The few words that the adapter itself writes, in the language of the message or of the reader's device. */
const en = {
  basis: { course: "From the course material", unsure: "Not sure" },
  sources: "Sources",
  choose: "Choose",
  chooseFirst: "Choose one of them first.",
  done: "✓",
  nothing: "–",
  /** After "Ask about this", which is answered elsewhere. */
  answering: "The answer comes in our own chat.",
  wordless: "There are no words in this message.",
  /** To somebody whom the bot can't write to. */
  unreachable: "Add me and write to me once; then I can answer you in our own chat.",
  ticket: {
    title: "Open a ticket",
    submit: "Open",
    about: "What should the team know about it?",
  },
};
const zh: typeof en = {
  basis: { course: "来自课程资料", unsure: "不确定" },
  sources: "来源",
  choose: "选定",
  chooseFirst: "请先选一项。",
  done: "✓",
  nothing: "–",
  answering: "回答会发到我们的私聊里。",
  wordless: "这条消息里没有文字。",
  unreachable: "请先添加我，给我发一条消息，我就能在私聊里回答你。",
  ticket: {
    title: "提交工单",
    submit: "提交",
    about: "想让团队了解些什么？",
  },
};

export function words(language: string | undefined): typeof en {
  return language?.startsWith("zh") ? zh : en;
}

/** On a message whose language is not known: what Teams has not confirmed. */
export const unconfirmed = {
  text: "Teams did not confirm my last message. · Teams 没有确认我的上一条消息。",
  button: "Show it · 显示",
};
