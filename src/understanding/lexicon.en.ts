import type { Lexicon } from "./lexicon.ts";

const PERSON =
  "(?:person|human being|human|people|someone|somebody|staff member|staff|tutor|teacher|instructor|professor|mentor|moderator|advisor|adviser|teaching assistant|operator|representative|live agent|human agent|support agent|support team|support|customer service|customer support)";
const ONE =
  "(?:a |an |the |my |our |your |some |one of the |one of your )?(?:real |actual |live |real live |another )?";

export const english = {
  person: new RegExp(
    [
      `\\b(?:talk|speak|chat) (?:to|with) ${ONE}${PERSON}\\b`,
      `\\b(?:prefer|rather|like|love) (?:talking|speaking|chatting) (?:to|with) ${ONE}${PERSON}\\b`,
      `\\b(?:want|need|get me|give me|find me|get|id like|would like|would prefer|prefer) (?:to (?:contact|reach|message|call|ask) )?(?:a |an |the |some )?(?:real |actual |live |real live )?(?:person|human being|human|staff member|tutor|teacher|instructor|mentor|operator|representative|live agent|human agent|support agent)\\b`,
      `\\b(?:connect|transfer|forward|put|pass|hand|switch|escalate|redirect) (?:me |this |it |us )?(?:through |over |on )?(?:to|with) ${ONE}${PERSON}\\b`,
      `\\b(?:can|could|may|let|please) (?:i |me |you )?(?:have|get|reach|contact|call|ask|fetch|bring in) ${ONE}(?:person|human|staff member|tutor|teacher|instructor|mentor|operator|representative|live agent|human agent|support agent)\\b`,
      `\\b(?:can|could|would|will|may) (?:a|an|the|some|any|one of the|one of your) ?(?:real |actual |live )?(?:person|human|staff member|tutor|teacher|instructor|mentor|moderator|teaching assistant)s? (?:please |maybe |also )?(?:look|have a look|take a look|help|check|call|contact|answer|reply|join|come)\\b`,
      "\\b(?:need|want) (?:someone|somebody) (?:real|from|to (?:help|call|contact|look))\\b",
      "\\bis (?:there )?(?:a |any )?(?:real |actual |live )(?:person|human)(?: here| there| i can)\\b",
      "^(?:please )?(?:a |an )?(?:real |actual |live )?(?:person|human|operator|agent|representative|live agent|human agent|human support|live chat)(?: please| pls| now)?$",
      "^(?:please )?escalate(?: this| it| my case)?(?: please)?$",
      "\\bnot (?:a |the |this )?(?:bot|robot|machine|ai) .{0,20}\\b(?:person|human)\\b",
    ].join("|"),
  ),
  notPerson: new RegExp(
    [
      "\\b(?:dont|do not|doesnt|not|no|without|never|wont|havent|didnt) (?:really |yet |even )?(?:want|need|have|talk|talking|speak|prefer|get|transfer|connect|escalate)\\b",
      "\\b(?:person|human|people|someone|staff|tutor|teacher|agent|operator|representative|mentor|support)s? (?:object|class|type|array|table|interface|instance|variable|model|entity|component|record|struct|constructor|function|method|property|element|icon|list|row|column|schema|readable|friendly|resources|name|id|json|prototype|database|library)",
      "\\b(?:person|human)-",
      "\\b(?:build|code|coding|implement|create|creating|write|writing|design|program|define|declare)\\b.{0,60}\\b(?:person|human|people|someone|teacher|agent|operator)\\b",
      "\\b(?:users?|visitors?|customers?|clients?|bots?|chatbots?|app|program|script) (?:can|could|to|that|who|which|should|want|wants|will)\\b",
    ].join("|"),
  ),
  simpler: new RegExp(
    [
      "\\bsimpler\\b",
      "\\bsimplify (?:it|this|that|please|your)\\b",
      "^simplify$",
      "\\bmore simply\\b",
      "\\beli5\\b",
      "\\blike im (?:five|5|a beginner|a child|stupid|dumb)\\b",
      "\\bdumb (?:it|this|that) down\\b",
      "\\bin (?:simple|plain|easy|other|easier) (?:terms|words|english|language)\\b",
      "\\b(?:too|so) (?:complicated|difficult|technical|advanced)(?: for me)?$",
      "\\b(?:explain|say|put) (?:it |this |that )?(?:again|easier|differently|another way)\\b",
      "\\beasier (?:please|explanation|way to understand|version)\\b",
      "\\b(?:dont|do not|didnt|cant|cannot|can not) (?:really |still |quite |even )?(?:understand|get|follow|grasp)(?: it| this| that| you| any of (?:it|this|that)| anything| what you mean| your answer| the explanation)?(?: yet| at all| still)?$",
      "^(?:im |i am )?(?:still |so |totally |completely |really |very )?(?:confused|lost)(?: now| here)?$",
    ].join("|"),
  ),
  example: new RegExp(
    [
      "\\b(?:show|give|see|have|get|need|want|like|provide|got|share) (?:me |us )?(?:with )?(?:an|a|some|another|one more|any|more|the)? ?(?:simple |simpler |short |small |quick |basic |real |concrete |practical |different |working |code |real life )?(?:code )?(?:example|examples|sample|sample code|code sample|demo)\\b(?! (?:file|project|folder|data|repo|in |from ))",
      "^(?:an |a |another |one more |any |some |more )?(?:code |simple |concrete |short |other )?(?:example|examples)(?: please| pls| code)?(?: of .{1,60}| for .{1,60}| with .{1,60})?$",
      "^(?:what does|how does) (?:it|that|this) look like (?:in code|in practice)$",
    ].join("|"),
  ),
  more: new RegExp(
    [
      "\\b(?:more|further|extra) (?:detail|details|info|information|depth|explanation)\\b",
      "\\b(?:tell|teach|show) me more\\b(?! than)",
      "\\belaborate\\b",
      "\\bin (?:more |greater )?(?:depth|detail)$",
      "\\bgo (?:on|deeper|further)$",
      "^continue$|^more$|^and then$|^what else$|^anything else$",
      "\\b(?:explain|know|learn|say|hear) (?:it |this |that )?(?:more|further)(?: about .{1,60})?$",
      "\\bexpand on (?:that|this|it)\\b",
    ].join("|"),
  ),
  solved:
    /^(?:(?:my |the |this |that )?(?:problem|issue|question|bug|error|it|this|that|everything|all)(?:s| is| has been| has| was)? )?(?:now |all |finally |already |completely |been |just |really |totally |i )?(?:solved|fixed|resolved|sorted|solved it|fixed it|solved my problem|fixed my problem|sorted it|did it|did the trick|worked|works|working|works now|work now|working now|works again|running now|worked for me|worked perfectly|works perfectly|helped|helped a lot|helped me|answers my question|answered my question|cleared it up)(?: it| now| my problem| the problem| the issue| my issue| for me| perfectly| fine)?$|^(?:i )?(?:figured it out|got it working|got it to work|solved it|fixed it|managed it)(?: now| myself)?$|^(?:im |we are |were |i am )?(?:all )?(?:set|done)(?: now)?$|^(?:all good|no (?:more|further) questions|nothing else|thats all|that is all|that will be all|no other questions)(?: now| for now| for today)?$|^never ?mind$/,
  thanks:
    /^(?:many |much |big )?(?:thanks|thank you|thank u|thx|tnx|ty|tysm|tks|cheers|appreciate it|appreciated|much appreciated|i appreciate it|i appreciate (?:your|the) help)(?: so much| very much| a lot| a million| a bunch| again| man| mate| buddy| bot| for (?:your|the|all your|all the) (?:help|answer|time|quick answer|explanation)| for (?:helping|explaining|that|this|everything))?$|^(?:you are|youre|that was|thats) (?:great|awesome|the best|amazing|a lifesaver|very helpful|so helpful|helpful|super helpful)$|^very helpful$/,
  greeting:
    /^(?:hi|hello|hey|heya|hiya|yo|howdy|greetings|good (?:morning|afternoon|evening|day)|hi there|hello there|hey there|hi all|hi everyone|hello everyone|hello world)(?: bot| deskmate| there| team| all| everyone| again)?$|^(?:how are you|whats up|hows it going|how do you do|nice to meet you)(?: doing| today)?$|^(?:anyone|anybody|is anyone|is anybody) (?:here|there)$/,
  chat: /^(?:ok|okay|okey|k|kk|alright|all right|cool|great|nice|perfect|awesome|good|lol|lmao|haha|hahaha|hehe|wow|bye|goodbye|bye bye|see you|see ya|good night|gn|sure|yes|yep|yeah|no|nope|fine|sorry|my bad|no problem|no worries|you too|amazing|excellent|brilliant|lovely|wonderful|love it)$|^(?:i )?(?:got it|get it|understand|understood)(?: now)?$|^(?:that |it )?makes sense(?: now)?$/,
  but: /\b(?:but|however|except|although|though|still (?:not|doesnt|dont|cant|get|have|no)|yet|unless|if|until)\b/,
  asks: /^(?:how|what|why|when|where|which|who|does|do|is|are|can|could|has|have|did|will|should|would)\b/,
  trim: [
    /^(?:(?:ok|okay|oh|ah|so|well|and|hey|hi|yes|yeah|yep|great|cool|nice|perfect|wow|please|no|nope|awesome|good|now|just|alright|super|lol|haha) ){1,4}/,
    /(?: (?:please|pls|now|ok|okay|then|too|lol|haha|again|everyone|guys|man|mate|thanks|thank you|thx|cheers|so much|a lot|bye)){1,4}$/,
  ],
} satisfies Lexicon;
