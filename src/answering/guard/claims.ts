/**
 * Sentences that only an act or a person may say. The bot acts by its state machine alone, so a model that says
 * that something was done, or that somebody comes, says what isn't so.
 */

const STAFF =
  "(?:colleagues?|teammates?|humans?|persons?|people|staff(?: members?)?|team|someone|somebody|tutors?|teachers?|instructors?|mentors?|moderators?|support|agents?|specialists?|representatives?|advisors?|managers?)";
const THING =
  "(?:(?:a|the|this|your|our) (?:new |support |refund )?(?:ticket|case|refund|complaint)|your (?:\\w+ )?(?:account|payment|order|enrolment|enrollment|deadline|certificate|subscription|password|request|application|grade|fee|course|email|e-mail)|you (?:in|into|on)\\b)";
const ACT =
  "(?:open|create|file|submit|refund|cancell?|process|issue|schedule|book|enroll?|register|reset|update|extend|grant|unlock|change|delete|report|arrange|approve|send|sent)(?:ed|d|led)?";
const PASS_ON =
  "(?:forward|transfer|transferr|escalate|notify|notifi|inform|contact|connect|alert|message|page|call|told|tell|ask|hand|pass|flag)(?:ed|d|ing)?";
const I =
  "(?:i|we)(?: have|ve| had|ll| will| am|m| are|re| can| shall| just| already| now| also| going to| about to| being)*";

/** "We call the person function" passes nothing on. */
const CODE =
  "(?:function|method|class|object|component|array|table|variable|type|record|model|node|row|list|name|page|form|interface|constructor)s?\\b";

/** The bot as one who acts or as a person: never so, whatever the passages say. */
const OWN_ACTS: readonly RegExp[] = [
  new RegExp(`\\b${I} ${ACT} ${THING}`),
  new RegExp(
    `\\b${I} ${PASS_ON} (?:(?:you|it|this|that|your (?:\\w+ ){1,3})(?: over| on| up)? ?(?:to|with) )?(?:a|the|our|my|your) (?:\\w+ )?${STAFF}\\b(?! ${CODE})`,
  ),
  new RegExp(
    `\\b(?:your|the) (?:ticket|case|refund|complaint|payment|request|enrolment|enrollment|order)(?: #?\\d{1,12})? (?:has been|was|is being|is now|have been) (?:successfully )?(?:${ACT}|${PASS_ON})\\b`,
  ),
  /\bticket (?:number |no |id )?#?\d/,
  /\b(?:i am|im) (?:a |an |your |the )?(?:real |actual )?(?:human|person|people|tutor|teacher|instructor|mentor|staff|member of|colleague|representative|moderator)\b/,
  /\b(?:not a bot|as a human|this is \w{2,20} from (?:the )?(?:support|team|staff))\b/,
  new RegExp(
    `\\byou(?: are|re)? (?:now |currently )?(?:talking|speaking|chatting|connected) (?:to|with) (?:a |an |the |our )?(?:real |live )?${STAFF}\\b`,
  ),
  /(?:我|我们)[^。;!?]{0,8}(?:为|帮|给|替|把)(?:你|您)[^。;!?]{0,20}(?:转接|转人工|转给|转到|退款|退费|工单|提交|登记|通知|联系|办理|申请|升级|取消|延期|预约|开通|重置|安排|转)/,
  /(?:已|已经|正在|马上|这就|立即)(?:为|帮|给|替)(?:你|您)[^。;!?]{0,20}(?:转接|转人工|转给|转到|退款|退费|工单|提交|登记|通知|联系|办理|申请|升级|取消|延期|预约|开通|重置|安排)/,
  /(?:我|我们)(?:已|已经|会|将|马上|立刻|这就)[^。;!?]{0,10}(?:转接|转人工|转给|退款|退费|开(?:了|好)?工单|创建(?:了)?工单|通知(?:了)?(?:老师|同事|工作人员)|联系(?:了)?(?:老师|同事|工作人员))/,
  /我(?:就|其实)?是(?:一名|一位|一个|你的|您的)?(?:真人|人类|老师|人工客服|人工|助教|工作人员|班主任)/,
  /(?:你|您)(?:现在|正在)?(?:正在)?(?:与|和|跟)(?:真人|老师|人工|工作人员|助教)[^。]{0,6}(?:对话|聊天|交谈|沟通)/,
  /(?:退款|工单|申请|退费)(?:已|已经)(?:提交|受理|处理|创建|开通|批准|通过|发起|为您|为你)/,
];

/** Others as ones who come or acted for this student: so only where a passage says it. */
const OTHERS_ACTS: readonly RegExp[] = [
  new RegExp(
    `\\b${STAFF} (?:will|is going to|are going to|shall|has|have|is|are)(?: now| soon| shortly| already| just| be| been)* (?:call|contact|contacting|reach|reply|respond|get back|getting back|help you|assist|joining|joined|here|online|on shift|available now|notified|informed|typing|take over|taking over|in touch|with you|looking|look)\\b`,
  ),
  new RegExp(`\\b(?:expect|get|receive) a (?:call|reply|message) from (?:a |our |the )?${STAFF}`),
  /(?:老师|同事|工作人员|客服|助教|专员|真人|人工|班主任)[^。;!?]{0,8}(?:会|将|马上|稍后|很快|已经|已|正在)[^。;!?]{0,12}(?:联系|回复|致电|打电话|来电|接手|跟进|为你|为您|帮你|帮您|在线|加入|处理你|处理您)/,
];

export type Claim = "own" | "others" | undefined;

/** What a sentence claims to be done. */
export function claim(sentence: string): Claim {
  const plain = sentence
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[’‘'`*_~]/g, "")
    .replace(/\s+/g, " ")
    .replace(/[,;]\s?/g, " ");
  if (OWN_ACTS.some((pattern) => pattern.test(plain))) return "own";
  return OTHERS_ACTS.some((pattern) => pattern.test(plain)) ? "others" : undefined;
}
