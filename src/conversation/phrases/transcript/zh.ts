import type { transcriptEn } from "./en.ts";

/** 导出工单时用到的中文。 */
export const transcriptZh: typeof transcriptEn = {
  title: (ticket, student) => `工单 #${ticket} · ${student}`,
  facts: { opened: "开始", closed: "结束", state: "状态", category: "分类", zone: "时区" },
  conversation: "对话",
  changes: "变更记录",
  ratings: "评价",
  bot: "机器人",
  note: "内部备注",
  deleted: "已删除",
  marks: { delivered: "已送达", internal: "仅内部可见", failed: "未送达" },
  helpful: { yes: "学员觉得有用", no: "学员觉得没用" },
  time: "到时自动",
  what: {
    opened: "创建",
    state: "状态",
    staff: "处理人",
    category: "分类",
    priority: "优先级",
    pause: "搁置",
    crisis: "危险",
  },
  nothing: "无",
  of: { bot: "机器人", staff: "老师" },
};
