import type { Action } from "#ports/controls.ts";

/** What a typed command asks for. `text` is what stands after its word. */
export type Command =
  | { readonly action: Action; readonly text: string }
  /** Looks like a command, and is none. */
  | { readonly unknown: string }
  | { readonly help: true };

/**
 * What staff type in a case: `!claim`, `！接手`, also `/claim` where the platform did not take it for its own.
 * `undefined` for anything that is no command. A mistyped one is never taken for words.
 */
export function staffCommand(text: string): Command | undefined {
  const [, word = "", rest = ""] = /^[\s\p{Cf}]*[!！/／]([^\s!！/／]\S*)\s*([\s\S]*)$/u.exec(text) ?? [];
  if (word === "") return undefined;
  const name = word.toLowerCase();
  if (helpWords.has(name)) return { help: true };
  const action = staffWords.get(name);
  if (action) return { action, text: rest.trim() };
  // Without a space between: `!转交Bo`.
  const joined = [...staffWords].find(([known]) => /\p{Script=Han}/u.test(known) && name.startsWith(known));
  if (joined) return { action: joined[1], text: `${word.slice(joined[0].length)} ${rest}`.trim() };
  return { unknown: word };
}

/** What a student asks for in plain words that mean nothing else; `undefined` for everything else. */
export function studentCommand(text: string): Command | undefined {
  const words = text
    .trim()
    .replace(/^[/!！]/, "")
    .replace(/[.?!。？！]+$/, "")
    .toLowerCase();
  return listWords.has(words) ? { action: "tickets", text: "" } : undefined;
}

/** The words of each action, English first. */
const words: Partial<Record<Action, readonly string[]>> = {
  claim: ["claim", "接手", "认领"],
  takeOver: ["takeover", "take-over", "接管"],
  release: ["release", "unclaim", "放回", "释放"],
  transfer: ["transfer", "转交", "转给"],
  handBack: ["handback", "hand-back", "交还"],
  resolve: ["resolve", "close", "解决", "关闭"],
  snooze: ["snooze", "稍后", "暂停"],
  alert: ["alert", "提醒"],
  note: ["note", "备注"],
  reply: ["reply", "回复"],
  suggest: ["suggest", "建议"],
  canned: ["canned", "模板"],
  priority: ["priority", "优先级"],
  category: ["category", "分类", "类别"],
  list: ["list", "tickets", "列表", "工单"],
  transcript: ["transcript", "记录"],
};

const staffWords = new Map(
  (Object.entries(words) as [Action, readonly string[]][]).flatMap(([action, all]) =>
    all.map((word) => [word, action] as const),
  ),
);

const helpWords = new Set(["help", "帮助", "命令"]);

const listWords = new Set(
  [
    "my tickets|show my tickets|list my tickets|what are my tickets|tickets|ticket status|status of my ticket",
    "my ticket status|where is my ticket|我的工单|查看工单|查看我的工单|工单状态|我的工单怎么样了",
  ].flatMap((line) => line.split("|")),
);
