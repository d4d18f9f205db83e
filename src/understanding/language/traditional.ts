import { simplify } from "../../knowledge/text/traditional.ts";

/** Whether a Chinese text is written in traditional characters: more of its characters are only those than only simplified. */
export function isTraditional(text: string): boolean {
  let traditional = 0;
  let simplified = 0;
  const simple = simplify(text);
  for (let at = 0; at < text.length; at++) {
    if (simple[at] !== text[at]) traditional++;
    else if (SIMPLIFIED.has(text.charCodeAt(at))) simplified++;
  }
  return traditional > simplified;
}

/** Characters that some traditional one is simplified to, but for those that were always written so as well. */
const SIMPLIFIED = new Set<number>();
for (let code = 0x4e00; code <= 0x9fff; code++) {
  const simple = simplify(String.fromCharCode(code)).charCodeAt(0);
  if (simple !== code) SIMPLIFIED.add(simple);
}
for (const character of "后里面台只余干几才于系了松谷范布采表别冬斗丰复刮合回伙家借困累帘蒙秘辟千秋曲舍胜术台涂腌咸向欲折征致制准出卷范占志愿游周注着凶吁佣郁沈皋扎托咽岳云芸松板局仇雇挂哄胡恤昆厘梁令霉棉凌么蔑募凄签确仆栖启群秆弦衔幸绣熏汹咏涌御冤杂赞噪扎灶赃吒")
  SIMPLIFIED.delete(character.charCodeAt(0));
