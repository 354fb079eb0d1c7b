/** A turn of phrase that VADER's word list does not know. */
export interface EnglishPattern {
  readonly pattern: RegExp;
  readonly polarity: number;
}

/**
 * What people complain with, then what they rejoice with. Read on lower-case text; bounded
 * repetition only.
 */
export const patterns: readonly EnglishPattern[] = [
  // Tired, unwilling
  {
    pattern:
      /\b(?:exhausted|drained|burn(?:ed|t) out|burnout|worn out|knackered|wiped out|dead tired|sleep[- ]deprived|sleepy|no energy|so done|over it|fed up|sick of|tired of|had enough|had it with|can'?t (?:even|take (?:it|this)|do this|deal|cope|stand|anymore)|wits'? end|at my limit|overwhelmed|overworked|underpaid|stressed|stressful|running on (?:\d|two|three|four|no|fumes|empty)|hours? of sleep)\b/gu,
    polarity: -1,
  },
  {
    pattern:
      /\b(?:can'?t|cannot|couldn'?t|barely|hardly|haven'?t|didn'?t|unable to) (?:\w+ ){0,2}(?:sleep|slept|focus|concentrate|think|breathe|eat|rest|relax|afford|get up|move|stop crying|win|catch a break|understand|find|remember|work|keep up)\b/gu,
    polarity: -0.9,
  },
  {
    pattern: /\b(?:don'?t|do not|didn'?t|really don'?t|never) (?:really )?(?:want|wanna|feel like) (?:to )?/gu,
    polarity: -0.8,
  },
  {
    pattern:
      /\b(?:i )?(?:just )?(?:want|wanna|need) (?:to )?(?:go home|sleep|quit|cry|scream|disappear|a break|a vacation|a nap|a drink|this (?:day|week) to (?:end|be over)|run away|give up|be left alone|stay in bed)\b/gu,
    polarity: -0.7,
  },
  {
    pattern:
      /\bi wish (?!you|him|her|them)|\bif only\b|\bshould(?:'ve| have) (?!been fun)|\bshouldn'?t have|\bwas supposed to\b/gu,
    polarity: -0.7,
  },
  // Again, always, never, nobody
  { pattern: /\bagain(?:\s*[.!…]*$|[.!?,…\n])/gu, polarity: -0.35 },
  {
    pattern:
      /\bnot again|\byet another|\bonce again|\banother (?:\w+ ){0,2}(?:meeting|deadline|bill|monday|overtime|late night|rejection|sleepless|argument|email|weekend (?:ruined|lost|gone)|migraine|headache|delay|failure)/gu,
    polarity: -0.8,
  },
  {
    pattern:
      /\bwhy (?:do|does|did|is|are|am|can'?t|won'?t|must|me\b)[^.?!\n]{0,14}\b(?:i|me|my|always|everything|everyone|nobody|people|it|this|so|every|he|she|they)\b/gu,
    polarity: -0.6,
  },
  {
    pattern:
      /\b(?:never|won'?t|doesn'?t|don'?t|didn'?t|refuses? to|wouldn'?t|isn'?t|aren'?t|hasn'?t|haven'?t|can'?t) (?:even |ever |really )?(?:listen|help|care|clean|wash|do (?:the|his|her|their|any)|reply|replied|respond|answer|appreciate|text|call|pay|paid|say thanks|apologi[sz]e|fix|fixed|understand|work(?:s|ing)?\b|go(?:es)? (?:right|my way|well)|turn on|charge|load|start|stop|shut up|take out|show up|let me|get any|been fixed|make sense|change)/gu,
    polarity: -0.8,
  },
  {
    pattern: /\b(?:nobody|no one|noone|nothing|none of)\b(?![^.!?\n]{0,20}\b(?:better|wrong|beats|bad|compares)\b)/gu,
    polarity: -1.1,
  },
  {
    pattern:
      /\b(?:keeps?|kept|always|constantly|every (?:single )?(?:day|time|night|morning)|all (?:day|night|week) long|nonstop|non-stop)\b[^.!?\n]{0,20}\b(?:\w+ing|late|me|my|crash\w*|break\w*|interrupt\w*|complain\w*|drop\w*|same)\b/gu,
    polarity: -0.35,
  },
  {
    pattern:
      /\bstill (?:haven'?t|hasn'?t|no|not|don'?t|doesn'?t|can'?t|waiting|stuck|broken|isn'?t|failed|at work|at the office|awake|sick|single)\b/gu,
    polarity: -0.8,
  },
  {
    pattern:
      /\b(?:not|isn'?t|wasn'?t|aren'?t|weren'?t|no longer|hardly|don'?t feel|doesn'?t feel|didn'?t feel|never feel) (?:very |really |so |too |even |that |a |at all |much )?(?:happy|good|great|fun|ok|okay|fair|fine|nice|well|working|worth|easy|enjoy\w*|interested|impressed|appreciated|funny|amused|helpful|paid|safe|myself)\b(?! bad)/gu,
    polarity: -0.9,
  },
  // Work and school
  {
    pattern:
      /\btak(?:es?|ing) (?:all )?(?:the )?credit|\btook (?:all )?(?:the )?credit|\bfor (?:my|our) (?:idea|work)\b/gu,
    polarity: -1.2,
  },
  {
    pattern:
      /\b(?:overtime|unpaid|laid off|got fired|was fired|getting fired|deadlines?|micromanag\w*|paperwork|double shift|night shift|back[- ]to[- ]back meetings|redo|late shift|pay ?cut|work(?:ed|ing) (?:late|all weekend|through|on (?:a |my )?(?:saturday|sunday|weekend|day off))|called (?:me )?in on|on my day off|monday(?:s)?(?:\.\.\.|…|!| again| morning)|could have been an email|no raise|passed over|flunked|so much (?:homework|work|to do)|too much|too many|pile of)\b/gu,
    polarity: -0.8,
  },
  {
    pattern:
      /\b(?:had to|have to|made me|makes me|forced to|gotta) (?:work|redo|stay|wait|clean|pay|do|come in|cover|wake|get up|walk|listen|apologi[sz]e|start over|cancel|deal)\b/gu,
    polarity: -0.6,
  },
  {
    pattern:
      /\b(?:failed|failing|fail|ruined|rejected|rejection|dumped|ghosted|ditched|stood me up|cheated|betrayed|ignored|left on read|blamed|yelled?|yelling|screamed|shouted|scolded|talks? over me|talking over|behind my back|bullied|insulted|snapped at|rude|lied to|broke up|break ?up|divorc\w*|argu(?:ed|ing|ment)|fight(?:ing)? with|fought with|forgot (?:my|about|our|his|her|to)|left me|cancell?ed|called off|postponed|sold out)\b/gu,
    polarity: -0.8,
  },
  {
    pattern:
      /\b(?:burn(?:ed|t) (?:my|the|dinner|lunch)|ignor(?:es|ing)|gained \w+ (?:pounds|kilos|kg|lbs)|on hold|gave (?:the|my) \w+ to (?:the|someone|him|her)|(?:never|isn'?t|not) (?:ever )?(?:going to|gonna) (?:end|stop|change|happen|finish|work)|never ends?|has a (?:girlfriend|boyfriend|wife)|please (?:just )?(?:stop|shut|leave)|talks? down to me|looks? down on|treats? me like|takes? me for granted|makes? fun of|laughed at me|left out|excluded|no (?:time|sleep|break|money|energy|response|reply|answer|idea what to do|seats?|signal|days? off|friends|life)|out of nowhere|short[- ]?staffed|understaffed|extra shift|shift (?:got|was) (?:extended|changed)|last[- ]minute|woke me up|woke up (?:at [2345]|with a|sick|late|exhausted|tired)|overslept|forgot my|can'?t find|locked (?:myself )?out|ran out of|behind schedule|falling behind|i'?m (?:so )?(?:lost|stuck|done|broke|sore|sick|failing|not (?:ok|okay|good enough))|feel(?:ing)? (?:stuck|sick|down|lost|empty|like (?:a failure|crap|trash|giving up|crying)|guilty|ugly|fat|stupid|invisible|left out|useless|terrible|awful|bad|low|blue)|third (?:interview|time|rejection)|turned me down|stood up|single again|doesn'?t (?:love|like) me|talk(?:s|ing) behind|cried|crying|tears)\b/gu,
    polarity: -0.8,
  },
  // Things and travel
  {
    pattern:
      /\b(?:delayed|delays?|late again|running late|stuck in|(?:heavy|bad|awful|in) traffic|missed (?:the|my|our)|packed train|crowded|broke down|broken|broke my|broke again|is down|crash(?:ed|es|ing)|cracked|froze|frozen|won'?t|stopped working|out of (?:battery|order|money|gas)|battery died|dead battery|lost (?:my|everything|all|the)|stole|stolen|spilled|dropped my|leak(?:ing|s|ed)?|flat tire|soaked|stained|burnt|overpriced|expensive|costs? (?:a fortune|too|so)|went up|rent|bills?|broke (?:until|till|again)|i'?m broke|so broke|no money|debts?|scam(?:med)?|parking ticket|slow|laggy?|buggy?|glitch\w*|noisy|loud|smell[sy]?|stinks|mosquito\w*|cockroach\w*|raining|rainy|too (?:hot|cold|loud|slow|long|expensive|far|early|late|small|hard|heavy|busy|tired|old|crowded|much)|so (?:hot|cold|humid|loud|slow|long|expensive|far|early|crowded|boring|annoying|unfair|bored|sore|behind|lost|alone|mad|angry|much work))\b/gu,
    polarity: -0.6,
  },
  // Body and mind
  {
    pattern:
      /\b(?:headache|migraine|toothache|stomach ?ache|backache|back pain|cramps?|fever|flu|sore|nausea|nauseous|dizzy|insomnia|hangover|hungover|allerg\w+|hay fever|caught a cold|a cold\b|coughing|sneezing|runny nose|(?:hurts?|aches?|aching|killing me|pounding)|anxiety|anxious|panic\w*|depress\w*|hopeless|worthless|useless|lonely|alone|homesick|miss(?:ing)? (?:him|her|them|my|home)|worried|worrying|scared|afraid|nervous|insecure|empty inside|numb|gained weight|pimples?|acne)\b/gu,
    polarity: -0.8,
  },
  // Interjections and slang
  {
    pattern:
      /\b(?:u+gh+|a+rgh+|a+gh+|grr+|bleh|meh|blah|sigh|fml|smh|wtf|ffs|omfg|damn it|dammit|screw (?:this|it|him|her|them)|f\*+|fuck (?:this|my|it|him|her|them|off)|fucking (?:hate|tired|done|late|cold|hot)|bullshit|bs|crap|crappy|sucks?|sucked|shitty?|bummer|lame|trash|garbage|nightmare|hell|disaster|mess|(?:what|such|is|was) a joke|ridiculous|unbelievable|pointless|waste of|unfair|not fair|the worst|boring|bored|annoy\w*|pissed|infuriat\w*|frustrat\w*|disappoint\w*|miserable|terrible|awful|horrible|dread\w*|hate|gross|disgusting|whatever|fails me|let(?:s|ting)? me down|bad luck|unlucky|why me)\b/gu,
    polarity: -0.8,
  },
  // Irony
  {
    pattern:
      /(?:^|[.!?\n]\s*)(?:oh )?(?:great|just great|wonderful|fantastic|lovely|perfect|awesome|nice|brilliant|cool|oh joy|oh great|oh good|yay)\s*[,.…!]+ (?:another|more|now|and now|the|my|it'?s|just what|so|back to|here we go|work|he|she|they|we)\b|\boh joy\b|\bjust (?:great|perfect|what i needed)\b|\b(?:love|loving) (?:it )?(?:how|when|that) (?:my|the|people|everyone|they|he|she|nobody|no one)\b|\bthanks (?:a lot )?for nothing\b|\bliving the dream\b.{0,20}\b(?:overtime|work|again)\b|\bhow (?:nice|lovely) of\b/gu,
    polarity: -1.6,
  },
  {
    pattern:
      /\b(?:gossip\w*|still (?:got|get) (?:a |an )?[c-f]\b|(?:is|been|was) down\b|can'?t believe (?:he|she|they|i|this|my|it)|(?:never|don'?t|doesn'?t|didn'?t) (?:give|let|gave|allow|thank|pay|ask) (?:me|us)|refuses? to \w+|hung up on|(?:at|until) the last (?:second|minute)|renovat\w+|drilling|(?:he|she|they|boss|manager|roommate|husband|wife|kids?|son|daughter|dad|mom|boyfriend|girlfriend|brother|sister|coworkers?) never \w+|drowning in|drain(?:s|ing)|during (?:my )?lunch|\d+ (?:minutes|mins|min|hours|hrs) late|(?:spent|wasted|lost) (?:my|the) (?:whole|entire) (?:\w+)|all day (?:long )?(?:on|in|doing|cleaning|fixing)|what a surprise|who would have thought|jammed|(?:he|she|they|someone else) (?:got|gets|took|takes|get|take) (?:all )?(?:the|my) (?:praise|credit|promotion|job|seat|spot|glory)|did all the (?:work|cleaning|cooking|dishes)|by myself again|no matter (?:how|what)|even though i|is (?:so )?(?:draining|exhausting|stupid|unfair|cruel|brutal|rough|tough)|adulting|paycheck|(?:hate|dread)(?:s|ed|ing)?|cold and|soggy|stale|rotten|undercooked|raw chicken|wrong order|got (?:my|the) order wrong|messed up|screwed up|blew it|i'?m not (?:ok|okay|well)|miss my|going wrong|went wrong|falling apart|sick and tired|pain in the|gets? on my nerves|driv(?:es|ing) me (?:crazy|nuts|mad|insane|up the wall)|lost it|at it again|enough is enough|make it stop|help me|save me|i give up|giving up|don'?t know what to do|can'?t win|just my luck|of course (?:it|the|my|he|she|they)|story of my life|for the (?:\w+ )?time (?:this|today|in a row)|two hours|three hours|four hours|hours on)\b/gu,
    polarity: -0.8,
  },
  // Joy
  {
    pattern:
      /\b(?:can'?t wait|looking forward|so glad|so proud|proud of|relieved|finally (?:finished|done|passed|got|home|fixed|over|free|finishing|made)|got the job|got (?:a |the )?(?:raise|promotion|promoted|offer|tickets|accepted|in\b)|passed (?:my|the)|aced|nailed (?:it|my|the)|we won|i won|won (?:the|my|a)|made my day|best (?:\w+ )?(?:ever|day|night|thing)|so much fun|had (?:a )?(?:fun|blast|great|good|lovely|amazing|wonderful)|first steps|feel(?:ing|s)? (?:so |much |a lot |a bit )?(?:better|good|great|amazing|refreshed|happy)|thank(?:s| you)(?! for nothing)|yay|woo+(?:hoo)?|yum+y?|day off|delicious|adorable|cute|cozy|engaged|it'?s a (?:boy|girl)|no (?:overtime|homework|traffic|school|meetings?|work|line|pain|rain|delays?)(?: (?:today|tomorrow|tonight|this|at all|for once)|!|$)|light traffic|traffic was light|home early|left (?:work )?early|sunny|on time|went well|going well|turned out (?:great|well|fine)|worth it|treated me|surprised me with|made up with|said yes|easy)\b/gu,
    polarity: 0.8,
  },
  {
    pattern:
      /\b(?:couldn'?t be (?:happier|better|prouder)|couldn'?t (?:ask for|have asked for)|never been (?:happier|better)|not even (?:tired|mad)|not (?:that |so |too |as |half )?bad|wasn'?t (?:that |so |too |as )?(?:bad|hard|terrible|boring)|isn'?t (?:that |so |too |as )?(?:bad|hard)|no (?:problem|worries|complaints)|can'?t complain|insanely good|killing it|killed it|wicked|sick beat|(?:damn|fucking|freaking|crazy|stupid) (?:good|great|delicious|amazing|happy|cute|proud))\b/gu,
    polarity: 1.4,
  },
];
