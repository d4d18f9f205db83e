import type { Reason, State } from "../conversation.ts";
import type { en } from "./en.ts";

/** 学生和老师会读到的每一句话（中文）。 */
export const zh: typeof en = {
  hello: "你好！课程上的事都可以问我：课程内容、报错信息、截止时间、缴费退费。",
  welcome: "不客气，有问题随时来。",
  nothingToRead: "这条消息里我没看到文字。能用一句话说说你的问题吗？",
  filesOnly: "文件收到了，不过我没法看里面的内容。用一句话说说是什么问题，或者直接找老师。",
  solved: "好的，那这个问题就算解决了。以后有问题随时来问。",
  missedOffer: "抱歉，没帮上忙。我可以换个更简单的说法，也可以帮你转给老师。",
  failed: "你这条消息我们处理时出了点问题，内容已经保存。请稍后再试一次，也可以直接找老师。",
  waiting: (ticket, place, reason) =>
    `${waitingBecause[reason]}工单号 #${ticket}，${place > 1 ? `前面还有 ${place - 1} 位同学` : "下一个就轮到你"}。想补充什么就直接写在这里，老师都能看到。`,
  taken: (ticket, staff) => `${staff} 已经接手你的工单 #${ticket}，会在这里回复你。`,
  releasedStatus: (ticket) => `你的工单 #${ticket} 已重新排队，会有其他老师来接。`,
  stillWaiting: (ticket) => `你的工单 #${ticket} 还在等老师处理，我已经提醒他们了。`,
  settledQuestion: (ticket) =>
    `问题解决了吗？如果解决了，点按钮就可以关闭工单 #${ticket}；如果还没有，老师会来帮你。`,
  handedBack: (ticket) => `老师把工单 #${ticket} 交还给我了。你们聊的内容我都看过，接着问就好。`,
  resolvedByStaff: (ticket) => `老师已关闭工单 #${ticket}。要是还没解决，直接再发消息就行。`,
  resolvedByStudent: (ticket) => `工单 #${ticket} 已关闭。以后有事随时来问。`,
  undelivered: (fault) =>
    fault === "unconfirmed"
      ? "你有一条消息不确定老师是否收到。如果一直没有回复，请再发一次。"
      : "你有一条消息没能转给老师，内容已经保存，请过一会儿再发一次。",
  deskUnreachable: (ticket) => `你的工单 #${ticket} 已经建好，不过暂时联系不上老师，我会继续尝试。`,
  buttons: {
    person: "找老师",
    simpler: "说简单点",
    helpful: "👍 有用",
    unhelpful: "👎 没帮上",
    solved: "解决了",
  },
  desk: {
    title: (ticket, student) => `#${ticket} · ${student}`,
    state: (state) => stateWords(state),
    facts: { state: "状态", reason: "原因", language: "语言" },
    languages: { en: "英文", zh: "中文" },
    reasons: {
      asked: "学生要找老师",
      missed: "机器人两次没帮上忙",
      topic: "这类问题需要老师处理",
      released: "同事放回了队列",
      failed: "机器人处理消息时出错",
    } satisfies Record<Reason, string>,
    who: { student: "学生", bot: "机器人", staff: "老师" },
    noWords: "还没有对话。",
    blank: "（一条没有文字的消息）",
    claimedBy: (staff) =>
      `${staff} 接手了这个工单。从现在起，${staff} 在这里写的话会发给学生；以 // 开头的消息只留在这里。`,
    alreadyClaimed: (staff) => `${staff} 已经接手了。`,
    onlyOwner: (staff) => `只有接手的 ${staff} 可以这样操作。`,
    notClaimed: "还没有人接手，所以什么也没做。请先接手。",
    released: (staff) => `${staff} 把工单放回了队列。`,
    handedBack: (staff) => `${staff} 把工单交还给了机器人。`,
    resolved: (staff) => `${staff} 已解决这个工单。`,
    resolvedByStudent: "学生说问题解决了，工单已关闭。",
    closed: "工单已关闭，这里写的内容不会再发给学生。",
    withBot: "现在由机器人接待；先接手，你写的话才会发给学生。",
    editHeld: "这次修改只留在这里，学生看到的还是原来的内容。想撤回请删除这条消息。",
    editStaysInside: "备注改了也还是备注，这次修改只留在这里。要发给学生，请另写一条消息。",
    unclaimedReminder: (minutes) => `这个工单已经 ${duration(minutes)}没人接手了。`,
    unansweredReminder: (staff, minutes) => `${staff}，学生等你回复已经 ${duration(minutes)}了。`,
    undelivered: {
      gone: "⚠️ 未送达：学生那边的会话已经不存在。",
      denied: "⚠️ 未送达：学生的平台不允许发送（对方可能关闭了私信）。",
      invalid: "⚠️ 未送达：学生的平台拒收了这条消息。",
      unconfirmed: "⚠️ 未确认：学生的平台没有说明这条消息是否送达。",
      expired: "⚠️ 未送达：学生的平台一整天都连不上。",
    },
    buttons: { claim: "接手", release: "放回队列", handBack: "交还机器人", resolve: "标为已解决" },
  },
};

const waitingBecause: Record<Reason, string> = {
  asked: "已经帮你转给老师了。",
  missed: "这个问题我没能帮到你，已经转给老师了。",
  topic: "这件事需要老师来处理，已经帮你转过去了。",
  released: "已经帮你转给老师了。",
  failed: "这条我没处理好，已经转给老师了。",
};

function stateWords(state: State): string {
  switch (state.name) {
    case "bot":
      return "机器人接待中";
    case "waiting":
      return "等待老师";
    case "human":
      return `${state.staff.name} 处理中`;
    case "resolved":
      return "已解决";
  }
}

function duration(minutes: number): string {
  if (minutes < 90) return `${minutes} 分钟`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} 小时` : `${Math.round(hours / 24)} 天`;
}
