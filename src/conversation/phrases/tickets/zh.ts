import type { State } from "../../conversation.ts";
import type { ticketsEn } from "./en.ts";

/** 学生读到的关于工单的话（中文）。 */
export const ticketsZh: typeof ticketsEn = {
  smallTalk: "随便聊两句也行。课程上有问题就直接写给我。",
  calm: "我们把问题解决掉。告诉我哪里不对，也可以直接找老师。",
  offer: "帮到你了吗？如果没有，可以请老师看看。",
  hintedOffer: "想让老师来看看的话，点一下就行。",
  tooFast: "一下子消息太多了，我先停一停。过一分钟再发，或者直接找老师。",
  tooManyTickets: (tickets) =>
    tickets === ""
      ? "你今天已经找过老师很多次了。先问我吧，明天可以再找老师。"
      : `你已经有工单在老师那里了：${tickets}。直接写在那里，老师都能看到；多建几个不会更快。`,
  opensAt: (when, zone) => `现在不是老师的工作时间，${when}（${zone ?? "你的时间"}）开始有人。`,
  onShift: (names) => `现在值班：${names}。`,
  stillWaitingFor: (ticket, staff) => `你的工单 #${ticket} 在 ${staff} 那里，对方知道你在等。`,
  closeWarning: (ticket, when) =>
    `这里安静了一阵子。工单 #${ticket} 会在 ${when} 关闭，你随便回一句就会继续保留。`,
  resolvedQuiet: (ticket) => `工单 #${ticket} 很久没有消息，已经关闭。要是还没解决，直接再发消息就行。`,
  someoneElses: "这个工单是别的同学的，所以什么也没做。",
  filesLeftOut: (names) => `这些没能转给老师（太大，或者这类文件不转）：${names}。发链接或图片就可以。`,
  ticketWhat: "工单是关于什么的？写一两句就行。",
  ticketForm: { title: "给老师提工单", words: "是关于什么的？", submit: "提交工单" },
  about: (author, words) => `关于 ${author} 的一条消息：\n\n${words}`,
  tickets: "你的工单：",
  noTickets: "你没有提交给老师的工单。",
  ticketLine: (ticket, state, about) => `- **#${ticket}** · ${state}${about === "" ? "" : ` · ${about}`}`,
  ticketState: (state: State, staff: string | undefined): string => {
    switch (state.name) {
      case "bot":
        return "我在处理";
      case "waiting":
        return "等待老师";
      case "human":
        return `${staff} 在处理`;
      case "resolved":
        return "已关闭";
    }
  },
  rate: "这次帮助怎么样？",
  stars: ["1 · 很差", "2", "3", "4", "5 · 很好"],
  rated: (stars) => `收到 ${stars} 星，谢谢。`,
  ratedBefore: "这一次你已经评过了，谢谢。",
  word: { button: "说一句", title: "说说感受", label: "哪里好，哪里不好？", submit: "提交" },
  wordThanks: "谢谢，老师会看到的。",
  ticketButtons: { reopen: "还没解决", ticket: "提工单" },
};
