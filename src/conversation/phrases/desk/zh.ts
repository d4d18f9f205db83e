import type { Priority, Reason, State } from "../../conversation.ts";
import type { Undelivered } from "../../input.ts";
import { duration } from "../when.ts";
import type { deskEn } from "./en.ts";

/** 老师在工作台读到的话（中文）。 */
export const deskZh: typeof deskEn = {
  title: (ticket, student) => `#${ticket} · ${student}`,
  state: (state) => stateWords(state),
  facts: {
    state: "状态",
    reason: "原因",
    language: "语言",
    priority: "优先级",
    category: "类别",
    due: "截止时间",
    pause: "暂缓到",
    wait: "已等待",
    mood: "情绪",
    crisis: "危险",
    earlier: "之前的工单",
    rating: "评价",
    where: "平台",
    tried: "试过",
    read: "文件里的文字",
  },
  languages: { en: "英文", zh: "中文" },
  priorities: { low: "低", normal: "普通", high: "高", urgent: "紧急" } satisfies Record<Priority, string>,
  reasons: {
    asked: "学生要找老师",
    missed: "机器人两次没帮上忙",
    topic: "这类问题需要老师处理",
    upset: "学生情绪越来越激动",
    crisis: "内容可能涉及人身危险",
    ticket: "学生提交了工单",
    staff: "老师建的工单",
    released: "同事放回了队列",
    reopened: "关闭后学生又来信",
    failed: "机器人处理消息时出错",
  } satisfies Record<Reason, string>,
  moods: {
    upset: "不高兴",
    veryUpset: "很不高兴",
    confused: "困惑",
    frustrated: "烦躁",
    angry: "生气",
    anxious: "着急",
    discouraged: "灰心",
  },
  because: { wrong: "内容不对", notAsked: "答非所问", tooHard: "太难懂", outdated: "过时了" },
  crises: { selfHarm: "自伤", abuse: "受到伤害", danger: "危险" },
  who: { student: "学生", bot: "机器人", staff: "老师" },
  summary: (first, last) => `最初：${first}\n\n现在：${last}`,
  load: (name, cases) =>
    cases === undefined ? `${name} · 要先在这里操作一次` : `${name} · 手上 ${cases} 个工单`,
  noWords: "还没有对话。",
  blank: "（一条没有文字的消息）",
  claimedBy: (staff) =>
    `${staff} 接手了这个工单。从现在起，${staff} 在这里写的话会发给学生；以 // 开头的消息只留在这里。`,
  claimedByBox: (staff) =>
    `${staff} 接手了这个工单。只有用“回复”按钮或 ！回复 发的内容会到学生那里，其他都留在这里。`,
  alreadyClaimed: (staff) => `${staff} 已经接手了。`,
  takenOver: (staff, from) => `${staff} 从 ${from} 那里接管了这个工单。`,
  onlyOwner: (staff) => `只有接手的 ${staff} 可以这样操作。`,
  notClaimed: "还没有人接手，所以什么也没做。请先接手。",
  released: (staff) => `${staff} 把工单放回了队列。`,
  transferred: (staff, to) => `${staff} 把工单转交给了 ${to}。`,
  toWhom: "转给谁？请写一位在这个工作台出现过的同事，例如：！转交 小波",
  notYet: (name) =>
    `${name} 在值班，但还没来过这个工作台。等 ${name} 在这里写过消息或点过按钮，就可以转交了。`,
  handedBack: (staff) => `${staff} 把工单交还给了机器人。`,
  resolved: (staff) => `${staff} 已解决这个工单。`,
  resolvedByStudent: "学生说问题解决了，工单已关闭。",
  crisisStays: "这个工单要由老师跟到底，不能交还机器人。",
  crisisSettled: "学生说问题解决了。请亲自确认，再关闭工单。",
  closedQuiet: "好几天没有人说话，工单已自动关闭，之前提醒过学生。",
  warnedQuiet: "已告诉学生：再没有人回复，工单就要关闭了。",
  reopened: (had) => `关闭后学生又来信，工单重新打开了${had ? `，之前由 ${had} 处理` : ""}。`,
  openedBy: (staff) => `${staff} 建了这个工单。`,
  closed: "工单已关闭，这里写的内容不会再发给学生。",
  withBot: "现在由机器人接待；先接手，你写的话才会发给学生。",
  editHeld: "这次修改只留在这里，学生看到的还是原来的内容。想撤回请删除这条消息。",
  editUnsent: "这条还没有发出去，现在只留在这里。",
  editStaysInside: "备注改了也还是备注，这次修改只留在这里。要发给学生，请另写一条消息。",
  unclaimedReminder: (ms) => `这个工单已经 ${duration("zh", ms)}没人接手了。`,
  unansweredReminder: (staff, ms) => `${staff}，学生等你回复已经 ${duration("zh", ms)}了。`,
  promisedReminder: (staff) => `${staff}，你答应学生的时间到了。`,
  snoozeOver: "暂缓的时间到了，请继续处理。",
  calls: (who) => `${who}，请看一下。`,
  digest: (count) => `有 ${count} 个工单需要处理：`,
  digestLine: (ticket, student, words) => `- #${ticket} ${student}：${words}`,
  crisisPage: (who, student) =>
    `🚨 ${who ? `${who}：` : ""}${student} 的话可能涉及人身危险。求助热线正在发给学生，工单马上到。请立即接手。`,
  helpLost:
    "🚨 求助热线没能送到有危险的学生那里：对方的平台没有接收。请马上换别的办法联系学生：打电话、发邮件，或者找学生身边的人。",
  crisisAgain: (who) => `🚨 ${who ? `${who}：` : ""}学生的话可能涉及人身危险，求助热线已经发给学生。`,
  upsetNow: "学生的情绪越来越激动。",
  snoozed: (staff, until) => `${staff} 把工单暂缓到 ${until}。学生一来信就会恢复。`,
  snoozeHow: "暂缓到什么时候？例如：！稍后 2h、！稍后 明天",
  woken: "学生来信了，暂缓结束。",
  promise: (until) => `已记为承诺：${until} 之前回来。`,
  alertSet: (staff) => `学生来信时会提醒 ${staff}。`,
  alert: (staff) => `${staff}，学生来信了。`,
  noteBy: (staff, words) => `**${staff}：** ${words}`,
  noteByWord: "开头像是备注，所以只留在这里。要发给学生，请用 ！回复 加内容。",
  emptyWords: "没有看到文字，所以什么也没做。",
  prioritySet: (staff, priority) => `${staff} 把优先级设为${priority}。`,
  priorityHow: (all) => `设为哪一级？${all}`,
  categorySet: (staff, category) => `${staff} 把类别设为 ${category}。`,
  categoryHow: (all) => (all === "" ? "这个工作台没有设类别。" : `哪一类？${all}`),
  draft: (words) => `草稿，学生还没看到：\n\n${words}`,
  draftSent: (staff, words) => `${staff} 发送了这份草稿：\n\n${words}`,
  draftDropped: "这份草稿已放弃。",
  draftGone: "这份草稿之前已经发送或放弃了。",
  noDraft: "资料库里没有可以建议的内容。",
  noCanned: (ids) => (ids === "" ? "这里没有现成的回复。" : `没有叫这个名字的现成回复。现有：${ids}`),
  filesLeftOut: (names) => `⚠️ 没有转过去（太大，或者这类文件不转）：${names}。请改发链接。`,
  unknownCommand: (word) => `没有 !${word} 这个命令，什么也没发出去。！帮助 可以看全部命令。`,
  help: [
    "`！接手` `！放回` `！接管` `！转交 小波` `！交还` `！解决`",
    "`！回复 内容` 会发给学生；`！备注 内容` 和 `// 内容` 只留在这里",
    "`！建议` 草稿，`！模板 名称` 现成的回复",
    "`！稍后 2h`，学生来信时 `！提醒`，`！优先级 high`，`！分类 名称`",
    "`！列表`、`！列表 mine`、`！列表 unclaimed`、`！列表 overdue`、`！列表 米娅`、`！记录`",
  ].join("\n"),
  listed: (count, shown) =>
    count === 0
      ? "没有这样的工单。"
      : shown < count
        ? `${count} 个工单，先列出 ${shown} 个：`
        : `${count} 个工单：`,
  listLine: (ticket, student, facts) => `- **#${ticket}** ${student} · ${facts}`,
  onShift: (names) => `值班：${names}`,
  transcript: (ticket) => `#${ticket} 的全部记录，包括工作台的备注。`,
  unknownThread: "这个讨论串不属于任何工单，写在这里谁也收不到。请写在工单卡片下面的讨论串里。",
  left: "⚠️ 现在联系不上这位学生：可能已经离开，或者关闭了私信。你写的内容会保留，但不一定能送到。如果学生在别处来过信，用 `！列表` 加名字可以查到；否则请用课程登记的联系方式，然后关闭工单。",
  threadGone: "原来的讨论串没有了或者被锁定，这个工单转到这里继续。",
  rated: (stars, words) => `${"★".repeat(stars)}${"☆".repeat(5 - stars)}${words ? ` “${words}”` : ""}`,
  undelivered: {
    gone: "⚠️ 未送达：学生那边的会话已经不存在。",
    denied: "⚠️ 未送达：学生的平台不允许发送（对方可能关闭了私信）。",
    invalid: "⚠️ 未送达：学生的平台拒收了这条消息。",
    unconfirmed: "⚠️ 未确认：学生的平台没有说明这条消息是否送达。",
    expired: "⚠️ 未送达：学生的平台一整天都连不上。",
  } satisfies Record<Undelivered, string>,
  otherWay: "想再试一次就编辑这条消息；要换别的方式联系，请用课程登记的联系方式。",
  buttons: {
    claim: "接手",
    takeOver: "接管",
    release: "放回队列",
    transfer: "转交给…",
    handBack: "交还机器人",
    resolve: "标为已解决",
    snooze: "暂缓…",
    alert: "来信提醒我",
    note: "备注",
    reply: "回复",
    suggest: "建议回复",
    canned: "现成回复…",
    sendDraft: "发送",
    dropDraft: "放弃",
  },
  snoozes: { "1h": "1 小时", "3h": "3 小时", tomorrow: "明天", "7d": "一周" },
  forms: {
    words: "内容",
    send: "发送",
    keep: "只留在这里",
    reply: "发给学生",
    note: "工作台备注",
    draft: "建议的回复",
    takeOver: (staff) => `从 ${staff} 那里接管？`,
    why: "原因（给同事看）",
    confirm: "接管",
  },
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
