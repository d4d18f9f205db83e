/** Words that say little about what is asked. They still count in a search, but less, and not for `sure`. */
import { stem } from "./stem.ts";

const ENGLISH = `a about after again all already also always am an and any anybody anymore anyone anything are arent as at be because been
before being both but by can cannot cant could couldnt did didnt do does doesnt doing dont done during each either
else ever every few for from further get gets getting give given go goes going gonna got had has hasnt have
havent having he hello help her here hey hi him his how however i id if ill im in into is isnt it its itself ive just
keep kind know let like look make makes many may maybe me mean might mine more most much must my myself
need needed needs never no nor not now of off ok okay on once one only or other our out over own please possible
really right said same say says see seem seems shall she should shouldnt show since so some someone something sort
still such sure take tell than thank thanks that the their them then there these they thing things this those
through to too try trying u under until up upon us use used using very via want wants was wasnt way we
well were werent what whats when where whether which while who whom whose why will with within without wont
would wouldnt wrong yes yet you your yours`;

/** Words in which anything can be asked: they say a little, wherever the texts are short and rarely use them. */
const VAGUE = `accomplish achieve action actually additional advice advise affect allow allowed alternative approach
appropriate associated attempt available avoid aware best better cause certain change check clarify clear common
complete concern confirm consider consist contain correct correctly current currently deal describe detail determine
difference different difficult directly discuss easily easy effect effective effectively encounter ensure entire
especially exact exactly example exist expect experience explain face fail find fix follow found general generally good
guidance guide handle happen helpful ideal idea important impact include indicate information instance instead instruction
involve issue learn main manage matter mean meaning mention method necessary new note obtain occur offer old option
original overcome particular perform person place point potential prefer present previous primary problem procedure process proper
properly provide provided purpose question reason receive recommend recommendation recommended refer regard regarding
relate related relevant remain require required requirement resolve respond response result role scenario seek separate
significant similar simple simply situation solution solve special specific specifically specify step strategy
success successfully successful suggest suggested suggestion suitable support task technique tip topic trouble true
type typical typically understand unable useful usually various verify instruct instruction guidance troubleshoot setup share resource procedure context link list present mandatory tool location way work working`;

const CHINESE = `什么 怎么 怎样 怎么样 怎么办 如何 为什么 为何 哪些 哪个 哪里 哪儿 哪一 哪 谁 几 多少 是否 能否 可否 能不能 可不可以
是不是 有没有 要不要 会不会 可以 能够 应该 需要 我们 你们 他们 我 你 您 他 她 它 的 地 得 了 吗 呢 吧 啊 呀 和 与 及 或 或者 还是
以及 是 在 有 没有 不 没 也 都 就 还 又 再 很 太 更 最 这个 那个 这些 那些 这 那 这里 那里 这样 那样 一个 一些 一下 一种 请问 请 想 想要
要 会 能 让 把 被 给 对 对于 关于 从 到 向 用 使用 因为 所以 但是 如果 的话 时候 之后 之前 然后 时 中 上 下 里 为 于 其 之 而 且 个 次
何年 何人 何处 何时 何地 何种 何者 何事 何物 甚么 什 多久 多高 多长 多大 多远 哪年 哪种 哪位 哪国 何以 老师 谢谢 你好 帮 帮我 帮忙 告诉 知道 问题 東西 什麼 怎麼 怎樣 為什麼 為何 哪裡 誰 幾 個 嗎 與 還 沒有 這 那個 這個 這些 於 為 是誰 時 會 將`;

const english = new Set(ENGLISH.split(/\s+/).flatMap((word) => [word, stem(word)]));
const vague = new Set(VAGUE.split(/\s+/).map(stem));
const chinese = new Set(CHINESE.split(/\s+/));
const longest = 4;

/** `word` is folded; its stem is asked for as well as itself. */
export function isCommon(word: string): boolean {
  return english.has(word);
}

/** Takes a stem. */
export function isVague(term: string): boolean {
  return vague.has(term);
}

/** A term that says nothing by itself: a common word, or one Chinese character. */
export function isLight(term: string): boolean {
  return english.has(term) || chinese.has(term) || (term.length === 1 && term >= "\u3000");
}

/** For each character of a run of Chinese: whether it is part of a common word. */
export function commonCharacters(run: string): boolean[] {
  const common = new Array<boolean>(run.length).fill(false);
  for (let at = 0; at < run.length; ) {
    let size = Math.min(longest, run.length - at);
    while (size > 0 && !chinese.has(run.slice(at, at + size))) size--;
    common.fill(true, at, at + size);
    at += Math.max(1, size);
  }
  return common;
}
