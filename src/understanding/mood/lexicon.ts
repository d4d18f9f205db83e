import { readFileSync } from "node:fs";
import { MOODS, type Mood } from "../reading.ts";

/** Qualities of a subject, each a character with its weight: 大 is good of a helping, bad of a noise. */
export type Qualities = Readonly<Record<string, number>>;

/** What a word of the lexicon does in its clause. */
export type Entry =
  | { readonly kind: "word"; readonly weight: number; readonly mood?: Mood["name"] }
  | { readonly kind: "degree"; readonly times: number }
  | { readonly kind: "not" }
  | { readonly kind: "subject"; readonly qualities: Qualities };

/** The longest word of the lexicon that begins at a place. */
export function wordAt(
  text: string,
  at: number,
): { readonly length: number; readonly entry: Entry } | undefined {
  const most = longest.get(text.charCodeAt(at)) ?? 0;
  for (let length = Math.min(most, text.length - at); length > 0; length--) {
    const entry = lexicon.get(text.slice(at, at + length));
    if (entry !== undefined) return { length, entry };
  }
  return undefined;
}

// biome-ignore format: a table
const DEGREES: Readonly<Record<string, number>> = {
  很: 1.2, 非常: 1.4, 十分: 1.3, 特别: 1.3, 相当: 1.2, 极其: 1.5, 极: 1.4, 超级: 1.5, 超: 1.4, 太: 1.3, 最: 1.3, 更: 1.1,
  真: 1.2, 真是: 1.2, 真的: 1.2, 实在: 1.3, 实在是: 1.3, 实在太: 1.4, 好: 1, 挺: 1.1, 蛮: 1.1, 比较: 0.9, 较: 0.9,
  有点: 0.8, 有点儿: 0.8, 有些: 0.8, 稍微: 0.6, 稍: 0.6, 略: 0.6, 略微: 0.6, 尤其: 1.2, 完全: 1.3, 绝对: 1.4, 确实: 1.1,
  简直: 1.4, 简直是: 1.4, 无比: 1.4, 巨: 1.4, 贼: 1.4,
};

const NOT =
  "不 没 没有 无 未 并不 并非 不是 不太 不怎么 不够 不算 别 毫无 毫不 绝不 不能 不会 没什么 缺乏 谈不上 算不上 称不上 从不";

// biome-ignore format: a table
const SUBJECTS: readonly (readonly [of: string, qualities: Qualities])[] = [
  ["量 份量 分量 菜量 肉量 饭量 料 配料 馅 肉", { 足: 2, 大: 2, 多: 2, 够: 1.5, 少: -2, 小: -2 }],
  ["速度 送餐 配送 发货 物流 上菜 出餐 反应 网速 开机 送货 到货 运行 快递 送的 送得 送来得 来得 到得 手脚 动作", { 快: 2, 早: 1.5, 慢: -2, 晚: -2, 久: -2 }],
  ["价格 价钱 房价 费用 价位 单价 房费", { 低: 1.5, 高: -1.5, 贵: -2 }],
  ["噪音 噪声 声音 动静 油烟味 味儿 异味 风声 响声 油烟 灰尘 功耗 发热量", { 大: -2, 重: -2, 高: -1.5, 响: -2, 小: 1.2, 低: 1.2 }],
  ["性价比 质量 品质 档次 效率 水平 素质 素养 知名度 评价", { 高: 2.2, 低: -2.2, 差: -2.5 }],
  ["房间 空间 面积 地方 床 卫生间 浴室 大堂 停车场 屏幕 键盘", { 大: 1.5, 宽: 1.5, 小: -1.5, 窄: -1.8, 挤: -1.8, 新: 1.5, 旧: -1.8, 老: -1.5, 破: -2 }],
  ["电池 续航 待机", { 长: 1.5, 久: 1.5, 短: -1.8 }],
  ["信号 功能 性能 音质 动力", { 强: 1.8, 弱: -1.8, 差: -2 }],
  ["设施 设备 装修 酒店 家具", { 新: 1.8, 旧: -2, 老: -1.8, 破: -2 }],
];

const lexicon = load();

/** How long the words are at most that begin with a character: most places are passed without a look. */
const longest = new Map<number, number>();
for (const { length, 0: first = "" } of lexicon.keys())
  longest.set(first.charCodeAt(0), Math.max(length, longest.get(first.charCodeAt(0)) ?? 0));

/** `words.zh.txt`: sections `== name weight`. Sections of a mood say which one words tell that others weigh. */
function load(): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  let weight = 0;
  let mood: Mood["name"] | undefined;
  for (const line of readFileSync(new URL("words.zh.txt", import.meta.url), "utf8").split("\n")) {
    const section = /^== (\S+) (\S+)/.exec(line);
    if (section !== null) {
      weight = Number(section[2]);
      mood = MOODS.find((name) => name === section[1]);
    } else if (!line.startsWith("#")) {
      for (const word of line.split(" ").filter((one) => one !== "")) add(entries, word, weight, mood);
    }
  }
  for (const [word, times] of Object.entries(DEGREES)) entries.set(word, { kind: "degree", times });
  for (const word of NOT.split(" ")) entries.set(word, { kind: "not" });
  for (const [of, qualities] of SUBJECTS)
    for (const word of of.split(" ")) entries.set(word, { kind: "subject", qualities });
  return entries;
}

/** The first weight of a word stays; a mood is added to it. */
function add(
  entries: Map<string, Entry>,
  word: string,
  weight: number,
  mood: Mood["name"] | undefined,
): void {
  const known = entries.get(word);
  if (known === undefined) entries.set(word, { kind: "word", weight, ...(mood && { mood }) });
  else if (known.kind === "word" && mood !== undefined && known.mood === undefined)
    entries.set(word, { ...known, mood });
}
