import { hasIbanSum, hasIdSum, hasLuhnSum, isPublicIp } from "./sums.ts";

/** What is taken for personal, and for a secret. */
export const PERSONAL = [
  "key",
  "password",
  "email",
  "idCard",
  "bankCard",
  "iban",
  "ssn",
  "studentNumber",
  "phone",
  "account", // WeChat, QQ
  "ip",
  "address",
  "name",
] as const;
export type Personal = (typeof PERSONAL)[number];

/** Where something personal stands: `text.slice(start, end)`. */
export type Span = { readonly type: Personal; readonly start: number; readonly end: number };

/**
 * What is personal in a text, in order and without overlaps: what has a form or a check sum of its own, and what a
 * label announces. Names and addresses are only found where a label or a full form gives them away. Linear in the
 * text.
 */
export function personalIn(text: string): readonly Span[] {
  const found: Span[] = [];
  for (const { type, pattern, holds } of RECOGNIZERS) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = match.indices?.groups?.["value"] ?? match.indices?.[0] ?? [0, 0];
      const value = text.slice(start, end);
      const around = {
        before: text.slice(Math.max(0, start - AROUND), start),
        after: text.slice(end, end + 12),
      };
      const overlaps = found.some((other) => start < other.end && other.start < end);
      if (!overlaps && (holds?.(value, around) ?? true)) found.push({ type, start, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

type Around = { readonly before: string; readonly after: string };

/** Earlier ones win where two see the same. `value` is the personal part of what the pattern matches. */
type Recognizer = {
  readonly type: Personal;
  readonly pattern: RegExp;
  readonly holds?: (value: string, around: Around) => boolean;
};

/** How far before a number its label may stand. */
const AROUND = 40;

const digits = (value: string) => value.replace(/\D/g, "");
const between = (count: number, least: number, most: number) => count >= least && count <= most;

const PHONE_BEFORE =
  /(?:phone|tel\.?|telephone|mobile|cell|fax|whats ?app|call(?: me| us)?(?: on| at)?|reach(?: me| us)? (?:on|at)|answering at|registered|text me(?: on| at)?|电话|手机|手机号码?|座机|联系方式)(?: number| no\.?)?(?: is|是|为)?[\s:\uFF1A]{0,4}$/i;
const PHONE_AFTER = /^[\s-]{1,2}(?:office|mobile|fax|home|cell|work)\b/i;
const CARD_BEFORE =
  /(?:\bcards?|\bcc|\bvisa|mastercard|\bdebit|\bcredit|银行卡|信用卡|储蓄卡|借记卡|卡号)(?: ?(?:number|no\.?))?(?: is|是|为)?[?\uFF1F]?[\s:\uFF1A#]{0,3}$/i;
const CARD_NETWORK = /^(?:4|5[1-5]|2[2-7]|3[4-9]|30|6[0-9])/;
const VERSION_BEFORE = /(?:\bv|version|release|版本|版)[\s:\uFF1A]{0,3}$/i;

const RECOGNIZERS: readonly Recognizer[] = [
  {
    type: "key",
    pattern:
      /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{1,8000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/dg,
  },
  {
    type: "key",
    pattern:
      /(?<![A-Za-z0-9])(?:sk-[\w-]{16,200}|[spr]k_(?:live|test)_\w{10,100}|AKIA[A-Z0-9]{12,20}|gh[opsur]_\w{20,100}|github_pat_\w{20,100}|glpat-[\w-]{16,60}|xox[a-z]-[\w-]{10,200}|xapp-[\w-]{10,200}|AIza[\w-]{30,45}|hf_\w{20,60}|npm_\w{30,60}|[MNO][\w-]{22,30}\.[\w-]{6}\.[\w-]{27,60}|eyJ[\w-]{8,2000}\.[\w-]{4,4000}(?:\.[\w-]{4,1000})?)/dg,
  },
  { type: "key", pattern: /\bhttps:\/\/hooks\.slack\.com\/services\/(?<value>[\w/]{10,100})/dg },
  { type: "key", pattern: /\bhttps:\/\/discord(?:app)?\.com\/api\/webhooks\/(?<value>[\w/-]{10,140})/dg },
  { type: "key", pattern: /\b[Bb]earer\s{1,3}(?<value>[\w.~+/=-]{16,2000})/dg },
  {
    type: "key",
    pattern:
      /(?:api[_ -]?key|secret(?:[_ -]?(?:access[_ -]?)?key)?|access[_ -]?(?:key|token)|auth[_ -]?token|\btoken|密钥|令牌)["']?\s{0,3}(?:[:=\uFF1A]|是|为|\bis\b)\s{0,3}["']?(?<value>[A-Za-z0-9_\-+/=]{16,400})/dgi,
    // A name of the program has no digit.
    holds: (value) => /\d/.test(value),
  },
  { type: "password", pattern: /:\/\/[^\s/:@"']{1,80}:(?<value>[^\s/@"']{1,120})@/dg },
  {
    type: "password",
    pattern:
      /(?:password|passwd|passcode|\bpwd|\bpass|密码|口令|验证码)["']?\s{0,3}(?:[:=\uFF1A]|是|为|\bis\b)\s{0,3}["'“]?(?<value>[\x21-\x26\x28-\x7e]{4,64}?)(?=["'”\s,;\uFF0C\u3002\uFF1B、]|$)/dgi,
    // Of a program's text: `password = input()`, `password: string`, `password=${PASSWORD}`.
    holds: (value) => /\d/.test(value) && !/[(){}[\]<>]|^\d{1,3}$/.test(value),
  },
  {
    type: "email",
    // Chinese is written without spaces: its characters are not part of the address.
    pattern:
      /(?<![\w.+-])(?!\p{Script=Han})[\p{L}\p{N}](?:(?!\p{Script=Han})[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]){0,63}@(?:(?:(?!\p{Script=Han})[\p{L}\p{N}-]){1,63}\.){1,6}(?:(?!\p{Script=Han})\p{L}){2,24}(?![\w@-])/dgu,
  },
  {
    type: "email",
    pattern: /(?<![\w.+-])[\w.+-]{1,64} ?(?:\[at\]|\(at\)) ?[\w-]{1,63}(?: ?(?:\.|\[dot\]|\(dot\)) ?[a-z]{2,24}){1,4}(?![\w@-])/dgi,
  },
  {
    type: "idCard",
    pattern: /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])/dg,
    holds: (value, { before }) => hasIdSum(value) || /身份证|证件|identity card|id card/i.test(before),
  },
  { type: "idCard", pattern: /(?:护照|passport|通行证|台胞证)(?:号码?| ?(?:number|no\.?))?(?: is|是|为)?[\s:\uFF1A]{0,3}(?<value>[A-Z]{1,2}\d{6,9})\b/dgi },
  {
    type: "iban",
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/dg,
    holds: (value) => hasIbanSum(value),
  },
  { type: "ssn", pattern: /(?<![\d-])(?!000|666)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/dg },
  {
    type: "studentNumber",
    pattern:
      /(?:学号|学籍号|学生证号?|准考证号|工号|student (?:id|no\.?|number)|matric(?:ulation)?(?: no\.?| number)?|enrol?lment (?:no\.?|number))(?: is|是|为)?[\s:\uFF1A#]{0,3}(?<value>[A-Za-z]{0,4}\d{5,14}[A-Za-z]?)(?![A-Za-z0-9])/dgi,
  },
  {
    type: "bankCard",
    pattern: /(?<![\d.-])\d{4}(?:[ -]?\d{2,6}){2,4}(?![\d.]\d|-\d)/dg,
    holds(value, { before }) {
      const number = digits(value);
      if (!between(number.length, 12, 19)) return false;
      return CARD_BEFORE.test(before) || (number.length > 12 && CARD_NETWORK.test(number) && hasLuhnSum(number));
    },
  },
  {
    type: "phone",
    pattern: /(?<![\w+])(?:\+|00)(?!0)\d{1,3}[\s.-]?(?:\(0?\d{0,4}\)[\s.-]?)?\d[\d .-]{4,15}\d(?!\d)/dg,
    holds: (value) => between(digits(value).length, 8, 16) && !/\.\d+\./.test(value.replace(/\d{2,4}\.\d{2}\./g, "")),
  },
  { type: "phone", pattern: /(?<![\d.-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d.-]\d|\d)/dg },
  { type: "phone", pattern: /(?<![\d.-])(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?![\d.-]\d|\d)/dg },
  { type: "phone", pattern: /(?<![\d.-])0\d{2,3}-\d{7,8}(?![\d-])/dg },
  {
    type: "phone",
    pattern: /(?<![\w.+-])(?:\(\d{2,4}\)[ -]?)?\d{2,5}(?:[ .-]?\d{2,5}){1,5}(?![\w]|\.\d|-\d)/dg,
    holds: (value, { before, after }) =>
      between(digits(value).length, 6, 14) && (PHONE_BEFORE.test(before) || PHONE_AFTER.test(after)),
  },
  { type: "account", pattern: /(?:微信号?|wechat(?: id)?|weixin) ?(?:is|是|为)?[\s:\uFF1A]{0,3}(?<value>[A-Za-z][\w-]{5,19})(?![\w-])/dgi },
  { type: "account", pattern: /QQ(?:号码?)? ?(?:is|是|为)?[\s:\uFF1A]{0,3}(?<value>[1-9]\d{4,10})(?!\d)/dgi },
  {
    type: "ip",
    pattern: /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)/dg,
    holds: (value, { before }) => isPublicIp(value) && !VERSION_BEFORE.test(before),
  },
  { type: "ip", pattern: /(?<![\w:.])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])/dgi, holds: (value) => /[a-f]|:\d{3,4}:/i.test(value) },
  {
    type: "address",
    pattern:
      /(?:(?:北京|天津|上海|重庆)市?|(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)省?|(?:内蒙古|广西|西藏|宁夏|新疆)(?:[\p{Script=Han}]{0,3}自治区)?|[\p{Script=Han}]{2,4}?市)[\p{Script=Han}\d]{1,30}?(?:路|街|道|巷|弄|胡同|村|园|小区)[\d-]{1,6}号?(?:[A-Za-z\d-]{0,5}(?:号楼|座|栋|幢|楼|单元|室|层|户)[\d-]{0,6}){0,4}/dgu,
  },
  {
    type: "address",
    pattern:
      /(?<![\w.])\d{1,5}[A-Z]?(?: [A-Z][\p{L}'.-]{1,20}){1,3} (?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Square|Sq|Place|Terrace)\b\.?(?:,? (?:Apt|Suite|Unit|Flat)\.? ?\w{1,5})?/dgu,
  },
  {
    type: "address",
    pattern: /(?<![\w.])\d{1,6}(?: [\p{L}\d.'-]{1,24}){1,5}[\s,>]{1,4}(?:Suite|Apt|Apartment|Flat|Ste)\.? ?\d\w{0,4}(?!\w)/dgu,
  },
  {
    type: "name",
    pattern:
      /(?:我叫|本人(?:姓名)?|我的名字(?:是|叫)|姓名|收件人|联系人|收货人)(?:是|为)?[\s:\uFF1A]{0,3}(?<value>(?:欧阳|司马|上官|诸葛|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤])[\p{Script=Han}]{1,2}|[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15}){1,2})(?=[\s,.;\uFF0C\u3002\uFF1B、\uFF01!)\uFF09]|$)/dgu,
  },
  {
    type: "name",
    pattern:
      /(?:\b[Mm]y (?:full )?name is|\bI am called|^[ \t]*(?:Full )?[Nn]ame ?:)[ \t]{1,3}(?<value>\p{Lu}[\p{L}'-]{1,20}(?: \p{Lu}[\p{L}'.-]{0,20}){0,3})/dgmu,
  },
]; // biome-ignore format: patterns stay on their lines
