import type { Lessons } from "#ports/learning.ts";
import type { MoodPhrases } from "../../preface.ts";

/** 先接住情绪，再说正事：一句话，说得具体，不用感叹号，也不说「我理解你的感受」。 */
export const moodZh: MoodPhrases = {
  confused: {
    answer: "我们一步一步来看。",
    unknown: "这个确实容易让人糊涂。",
    offer: "要是我说的还不够明白，可以请老师直接讲给你听。",
    handOver: undefined,
  },
  frustrated: {
    answer: "抱歉，让你折腾了这么久。先试试下面的办法。",
    unknown: "抱歉，你已经试了这么多，我这里也没有答案。",
    offer: "抱歉，一直没弄好。不用一个人硬扛。",
    handOver: "抱歉，让你来回试了这么多次。",
  },
  angry: {
    answer: "很抱歉出了这样的问题。现在可以这样处理：",
    unknown: "很抱歉出了这样的问题，这件事我自己解决不了。",
    offer: "很抱歉出了这样的问题，老师可以帮你处理。",
    handOver: "很抱歉出了这样的问题。",
  },
  anxious: {
    answer: "别急，有办法的。先做这一步：",
    unknown: "这件事要紧，我不想随口猜。",
    offer: "不用干等着担心，可以请老师帮你确认。",
    handOver: "已经有人跟进了，你不用一直盯着。",
  },
  discouraged: {
    answer: "很多同学都卡在这里，练一练就过去了。先试试这个：",
    unknown: "这个本来就难，没弄出来不是你的问题。",
    offer: "和老师聊半小时，往往比一个人再熬一晚有用。",
    handOver: "来问就对了。",
  },
};

/** 灰心的时候，先说已经学完了多少：只摆数字，不夸。 */
export function lessonsZh({ done, all }: Lessons): string {
  return done >= all ? `全部 ${all} 课你都学完了。` : `${all} 课里你已经学完 ${done} 课了。`;
}
