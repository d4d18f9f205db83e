import type { Lexicon } from "./lexicon.ts";

/** Whoever may answer instead of the bot; also where people ask for a desk, not a name. */
const PERSON =
  "(?:person|people|human(?: being)?s?|someone(?: else| real| in charge)?|somebody(?: else| real)?|staff(?: member)?|members? of (?:staff|the team|your team)|tutors?|teachers?|ta|tas|instructors?|professors?|lecturers?|mentors?|coach|moderators?|mods?|admins?|administrators?|advis[oe]rs?|teaching assistants?|assistants?|operators?|representatives?|rep|agents?|managers?|supervisors?|employees?|workers?|colleagues?|boss|superiors?|reception|receptionist|front desk|concierge|registrar|office|(?:support|help|service|finance|billing|admissions|exam|it) ?(?:team|desk|staff|agent|person|department|people)?|customer (?:service|support|care)|specialists?|team)";
const REAL =
  "(?:real |actual |live |real live |living |human |genuine |proper |qualified |different |support |service )?";
const ONE = `(?:a |an |the |my |our |your |some |any |one of the |one of your |another |this )?(?:\\w+ )?${REAL}`;
/** Where "of the trade" words would be found too, only these. */
const SURELY =
  "(?:real |actual |live |real live |living )?(?:person|human(?: being)?|staff member|tutor|teacher|instructor|mentor|operator|representative|manager|supervisor|live agent|human agent|support agent|ta on duty|ta)";

export const english = {
  person: new RegExp(
    [
      `\\b(?:(?:talk|talking|speak|speaking|chat|chatting|discuss (?:this|it)|communicate|get in touch|be in touch) (?:directly |in person |again |now |about (?:this|it) )?|(?:connect|transfer|forward|put|pass|hand|switch|escalate|redirect|refer|route|direct) (?:me |this |it |us |my \\w+ )?(?:back |through |over |on |along |up )?)(?:to|with) ${ONE}(?:${PERSON}|room service)\\b`,
      "\\b(?:want|need|would like|id like|have|like|can i|could i|may i|let me|rather) (?:please )?(?:to )?(?:speak|talk) (?:directly )?(?:to|with) (?:the |your |an? )\\w+",
      `\\b(?:want|need|get|give|find|send|fetch|bring|get hold of|put)(?: me| us)? (?:to (?:contact|reach|message|call|ask) )?(?:a |an |the |some |your )?${SURELY}\\b`,
      `\\b(?:i )?(?:want|need|demand|would like|id like|would prefer|prefer|request) (?:to (?:have|get|contact|reach|message|call|ask|see|meet) )?(?:a |an |the |some |your |my )?${SURELY}\\b`,
      "\\b(?:connect|transfer|pass|put|hand) me (?:through |over )?(?:to|with) (?:an? |the |your )?\\w+",
      "\\b(?:transfer|put) me (?:through|over)\\b|\\bget me (?:to )?(?:someone|somebody|a person|an? agent|your manager)\\b",
      `\\b(?:can|could|may|let|please) (?:i |me |you |we )?(?:have|get|reach|contact|call|ask|fetch|bring in|find) ${ONE}(?:${SURELY}|someone|somebody)\\b`,
      `\\b(?:can|could|would|will|may) (?:a|an|the|my|some|any|one of the|one of your|someone|somebody)(?: else)? ?${REAL}(?:person|human|staff member|tutor|teacher|instructor|mentor|moderator|teaching assistant|ta|professor|from (?:the )?(?:team|staff|support))s? ?(?:please |maybe |also |just )?(?:look|have a look|take a look|help|check|call|contact|answer|reply|respond|join|come|reach out|get back|email|explain)\\b`,
      "\\b(?:can|could|would|will) (?:someone|somebody)(?: else)? (?:please |maybe |also |just )?(?:call|contact|email|reach out|get back|take over|step in|join|speak|(?:have a |take a )?look at (?:my|this)|review (?:my|this)|check my)\\b",
      "\\b(?:need|want|like|prefer) (?:someone|somebody|the ta|a ta|the teacher|my teacher|the instructor|my instructor|staff)(?: on duty| real| else)? (?:real|from|to (?:help|call|contact|look|check|answer|explain|review|handle))\\b",
      "\\bis (?:there )?(?:a |any |an )?(?:real |actual |live )?(?:person|human|anyone|anybody|someone|staff|teacher|tutor)(?: from (?:the )?(?:staff|team|support))?(?: here| there| available| around| online| on duty)?(?: that | who )?(?: ?i can| ?we can)\\b",
      "\\bis (?:there )?(?:a |any )?(?:real |actual |live )(?:person|human)(?: here| there| i can)\\b|\\b(?:any|are there|is) (?:humans?|staff|real people|tas?|teachers?|tutors?|mods?) (?:here|there|online|available|around|on duty)\\b",
      "^(?:please )?(?:a |an )?(?:real |actual |live )?(?:person|human|operator|agent|representative|live agent|human agent|human support|live chat|live support|customer service|customer support|speak to agent|talk to agent)(?: please| pls| now| required| needed)?$",
      `\\b(?:how|where|can|could|may|who) (?:do |can |could |should |would )?(?:i|we) (?:directly )?(?:reach|contact|message|email|get hold of|write to|get in touch with)(?: directly)? (?:the |my |your |a |an )?(?:course |support )?${PERSON}\\b`,
      "\\b(?:call|phone|ring) me(?: back)?(?: please| today| now| tomorrow)?$|\\b(?:an? )?(?:appointment|meeting|call) with (?:a|an|the|my|your) (?:real )?(?:tutor|teacher|ta|instructor|professor|mentor|advis[oe]r|person|human)\\b",
      "^(?:please )?(?:let me )?escalate(?: this| it| my case| my ticket| my issue)?(?: please| now)?(?: to \\w+(?: \\w+)?)?$|\\bescalate (?:this|it|my \\w+) (?:to|further|please)\\b",
      "\\b(?:open|create|raise|file|submit|make) (?:a |me a |another )?(?:support |help )?ticket\\b(?! (?:system|class|table|object|component|app|page|form|in (?:my|the) (?:code|app|database)))",
      "\\bnot (?:a |the |this |some )?(?:bot|robot|machine|ai|computer|algorithm)\\b.{0,30}\\b(?:person|human|someone)\\b|\\b(?:person|human|someone)\\b.{0,20}\\bnot (?:a |the |this |some )?(?:bot|robot|machine|ai|computer)\\b",
      "\\b(?:instead of|rather than) (?:you|a bot|this bot|the bot|a machine|a robot|an ai|talking to (?:you|a bot|a machine))\\b",
      "\\b(?:stop|tired of|sick of|enough of|done with|fed up with|hate|no more) (?:talking|chatting|speaking|dealing|wasting (?:my )?time) ?(?:to|with)? (?:a |this |these |you )?(?:bots?|robots?|machines?|virtual agents?|ai|computers?)\\b|\\bcomfortable (?:sharing|telling|giving|discussing|talking).{0,50}\\b(?:machine|bot|robot|computer|ai|you)\\b|\\bwhy am i (?:even )?(?:talking|wasting).{0,20}\\b(?:bot|machine|robot|you)\\b",
      "\\b(?:this|our|the) (?:conversation|chat|dialogue) is (?:not (?:working|leading|going|helping|helpful)|useless|pointless|going nowhere)\\b",
    ].join("|"),
  ),
  notPerson: new RegExp(
    [
      "\\b(?:dont|do not|doesnt|not|no|without|never|wont|havent|didnt) (?:really |yet |even )?(?:want|need|have|talk|talking|speak|prefer|get|transfer|connect|escalate)\\b",
      "\\b(?:person|human|people|someone|staff|tutor|teacher|agent|operator|representative|mentor|support)s? (?:object|class|type|array|table|interface|instance|variable|model|entity|component|record|struct|constructor|function|method|property|element|icon|list|row|column|schema|readable|friendly|resources|name|id|json|prototype|database|library|pattern|overload\\w*|precedence|symbol|sign|keyword|with the|whose)\\b",
      "\\b(?:person|human)-",
      "\\b(?:build|code|coding|implement|create|creating|write|writing|design|program|define|declare)\\b.{0,60}\\b(?:person|human|people|someone|teacher|agent|operator)\\b",
      "\\b(?:users?|visitors?|customers?|clients?|bots?|chatbots?|app|program|script) (?:can|could|to|that|who|which|should|want|wants|will)\\b",
      "\\b(?:talk|speak|chat|connect|transfer|put|pass) (?:me )?(?:directly )?(?:to|with) (?:a |an |the |my |your )?(?:\\w+ )?(?:api|server|database|db|backend|frontend|port|component|socket|arduino|device|browser|pages?|lesson|modules?|course|account|bot|deskmate|lesson|section|home|step|world|crowd|audience|cli|shell|container|service worker|wifi|internet|vpn)\\b",
      "\\b(?:ask|get|have|give|find|want|need|write|take|send|for) (?:a |an |the |some )?(?:support vector|human-|agent string|user agent|user-agent|ticket class|teacher class|person class)",
      "\\b(?:real|actual) (?:person|human) (?:fail|pass|solve|use|read|see|be|write|exist)",
    ].join("|"),
  ),
  refuses:
    /\b(?:dont|do not|doesnt|no|not|never|wont|without|rather not|instead of) (?:really |yet |even |any )?(?:want|need|have|talk|talking|speak|speaking|prefer|transfer|connect|escalate|hand|forward|send|call|involve|a|for)?\b.{0,40}\b(?:person|human|people|anyone|anybody|someone|somebody|staff|tutor|teacher|instructor|mentor|me over|agent|operator|ticket|transfer me)\b|^(?:please )?(?:dont|do not) (?:transfer|escalate|forward|hand)|\bno need (?:for|to).{0,30}\b(?:person|human|teacher|tutor|anyone|agent|transfer|escalate)\b/,
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
  less: /^(?:please )?(?:(?:a bit |much |way )?(?:shorter|briefer|less detail|less text|less words|fewer words)(?: please| pls)?|tl ?dr|(?:that is|thats|this is|it is|its) (?:way |much |far )?too (?:long|much|much text|detailed)|(?:way |much |far )?too (?:long|much text)(?: didnt read)?|(?:just|only) (?:the )?(?:answer|result|code|short version|summary|essentials|main points?)(?: please)?|(?:keep|make) it (?:short|shorter|brief|simple and short)|in (?:one|a single|two|a few) (?:sentences?|words|lines?)(?: please)?|(?:summari[sz]e|sum up)(?: it| this| that)?(?: please)?|short version(?: please)?|get to the point|can you (?:make it|be|keep it) (?:shorter|brief|briefer))$/,
  abuse:
    /\b(?:f+u+c+k+|fck|fuk|screw|damn) (?:you|u|this bot|off)\b|\bfuck off\b|\byou(?:re| are)? (?:a |an |such a |so |really |just a |fucking |the most )*(?:stupid|dumb|useless|idiot(?:ic)?|moron(?:ic)?|retard(?:ed)?|worthless|pathetic|garbage|trash|piece of (?:shit|crap|junk)|joke|imbecile|asshole|bitch|loser|braindead|incompetent)\b|\b(?:stupid|dumb|useless|shitty|fucking|crappy|worthless|idiotic|damn) (?:fucking )?(?:bot|robot|machine|ai|program|thing|deskmate|assistant|people)\b|^(?:idiots?|moron|stupid|dumbass|asshole|bitch|shut up|stfu|gtfo|go to hell|get lost|piss off|eat shit)(?: bot| you| idiot)?$|\b(?:shut up|stfu)\b|\bhope you (?:die|rot|get deleted)\b|\bgo to hell\b/,
  smallTalk:
    /^(?:(?:can you |please )?tell (?:me |us )?(?:a|another|some|one more)? ?(?:good |funny )?(?:joke|jokes|story|fun fact)|(?:im|i am) (?:so |really )?bored|(?:whats|what is) your (?:name|favou?rite \w+)|who (?:are you|made you|created you)|how old are you|where are you from|what are you doing(?: today| now)?|do you (?:like|love|have|sleep|eat|dream|know) ?(?:me|pizza|cats|dogs|music|feelings|friends|coffee|jokes|movies)?|are you (?:happy|sad|tired|there|single|awake|ok|okay|bored)|(?:i )?(?:love|like|miss) you(?: bot| deskmate| too)?|(?:lets|let us) (?:chat|talk|be friends)|happy (?:birthday|new year|holidays|easter|friday|weekend)|merry christmas|(?:its|it is) (?:raining|snowing|hot|cold|friday|sunny)(?: today| here)?|good bot|lol i ?m dead|i ?m dead|im dead(?: lol)?|(?:lol |haha )?(?:thats|that is|this is|so) (?:hilarious|funny|so funny)|sing (?:me )?a song|guess what|nice weather(?: today)?)$/,
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
