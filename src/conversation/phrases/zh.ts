import type { Reason } from "../conversation.ts";
import { deskZh } from "./desk/zh.ts";
import type { en } from "./en.ts";
import { ticketsZh } from "./tickets/zh.ts";

/** 学生和老师会读到的每一句话（中文）。 */
export const zh: typeof en = {
  hello: "你好！课程上的事都可以问我：课程内容、报错信息、截止时间、缴费退费。",
  aBot: "我是机器人，想找老师的话，说一声就行。",
  welcome: "不客气，有问题随时来。",
  nothingToRead: "这条消息里我没看到文字。能用一句话说说你的问题吗？",
  filesOnly: "文件收到了，不过我没法看里面的内容。用一句话说说是什么问题，或者直接找老师。",
  solved: "好的，那这个问题就算解决了。以后有问题随时来问。",
  missedOffer:
    "抱歉，没帮上忙。点一下上面的按钮，告诉我哪里不好。我可以换个更简单的说法，也可以帮你转给老师。",
  late: (when) => `我刚才不在线，现在回复你 ${when} 的消息：`,
  failed: "你这条消息我们处理时出了点问题，内容已经保存。请稍后再试一次，也可以直接找老师。",
  waiting: (ticket, place, reason, when) =>
    `${waitingBecause[reason]}工单号 #${ticket}，${place > 1 ? `前面还有 ${place - 1} 位同学` : "下一个就轮到你"}。${when}想补充什么就直接写在这里，老师都能看到。`,
  taken: (ticket, staff) => `${staff} 已经接手你的工单 #${ticket}，会在这里回复你。`,
  releasedStatus: (ticket) => `你的工单 #${ticket} 已重新排队，会有其他老师来接。`,
  stillWaiting: (ticket, place) =>
    `你的工单 #${ticket} 还在等老师处理${place > 1 ? `，前面还有 ${place - 1} 位同学` : ""}，我已经提醒他们了。`,
  settledQuestion: (ticket) =>
    `问题解决了吗？如果解决了，点按钮就可以关闭工单 #${ticket}；如果还没有，工单会一直留在老师那里。`,
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
    because: { wrong: "内容不对", notAsked: "不是我问的", tooHard: "太难懂", outdated: "过时了" },
  },
  ...ticketsZh,
  desk: deskZh,
};

const waitingBecause: Record<Reason, string> = {
  asked: "已经帮你转给老师了。",
  missed: "这个问题我没能帮到你，已经转给老师了。",
  topic: "这件事需要老师来处理，已经帮你转过去了。",
  upset: "看得出来这事一直不顺，已经帮你转给老师了。",
  crisis: "已经马上告诉老师了。",
  ticket: "已经提交给老师了。",
  staff: "老师为这件事建了工单。",
  released: "已经帮你转给老师了。",
  reopened: "已经重新打开，转给老师了。",
  failed: "这条我没处理好，已经转给老师了。",
};
