/** "In Chinese please", 用英文说: the language that a short message asks for, and asks for nothing else. */
export function languageAskedFor(text: string): "en" | "zh" | undefined {
  const words = text
    .slice(0, MOST + 1)
    .trim()
    .toLowerCase();
  if (words.length > MOST) return undefined;
  const name = (ENGLISH.exec(words) ?? CHINESE.exec(words))?.groups?.["name"];
  return name === undefined ? undefined : /^(?:chinese|mandarin|[中汉国普])/.test(name) ? "zh" : "en";
}

const MOST = 60;

const ENGLISH =
  /^(?:(?:no|ok|okay|sorry)[, ]+)?(?:please |pls )?(?:(?:can|could|would|will) (?:you|u) )?(?:please )?(?:(?:say|answer|explain|reply|respond|write|repeat|speak|talk|give|tell|show|translate)(?: to)?(?: me)?(?: it| that| this)?(?: again)? )?(?:in |into |to )?(?<name>chinese|mandarin|english)(?: language| version)?(?:,? (?:please|pls|plz|thanks|again))?[.!?]*$/;

const CHINESE =
  /^(?:不好意思|抱歉)?[,，]?(?:请问?|麻烦|能不能|能否|可不可以|可以|能)?(?:你|您)?(?:给我|帮我)?(?:再|改)?(?:用|说|讲|换成?|翻译成?|翻成|来个)?(?<name>中文|汉语|国语|普通话|英文|英语)(?:版)?(?:来)?(?:再)?(?:说|讲|回答|回复|解释|写|翻译)?(?:一遍|一下|一次)?(?:可以)?(?:吗|吧|么|呗|谢谢)?[。.!！?？]*$/;
