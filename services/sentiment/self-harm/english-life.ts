import type { SelfHarmSign } from "./sign.ts";

/** Between "living" and what else it would be about: with flatmates, in this town, off noodles. */
const NOT_A_PLACE = String.raw`(?! (?:in|with|at|near|here|alone|like|on|off|out|under|next|paycheck|from|for|through|together|by|without|up|so|there|downtown|upstairs|beside|around|conditions|room|arrangements?|costs?|expenses|space))`;
const LIVE = `(?:living|being alive|existing|existence|breathing|being here|being a person|being human)${NOT_A_PLACE}`;
const DEATH = "(?:being dead|death|dying|not existing|not being here|nonexistence|the void|eternal sleep)";

/** Living, and not wanting to: read as englishSigns are. */
export const englishLifeSigns: readonly SelfHarmSign[] = [
  {
    pattern: new RegExp(
      String.raw`\b(?:tired|sick|exhausted|bored|done|over|finished|fed up) (?:of|with|from)? ?${LIVE}|\b(?:hate|can'?t stand|can'?t take|can'?t bear|regret|quit|stop|give up on|giving up on|gave up on|given up on|no longer enjoy|not made for|not meant for|not cut out for) ${LIVE}|\b(?:living|existing|being alive|life|existence) (?:itself )?(?:is|feels|has become|became|just) (?:\w+ )?(?:painful|exhausting|torture|unbearable|too (?:hard|much|painful|heavy)|a (?:curse|burden|punishment|chore|mistake|prison)|hell|agony|pointless|meaningless|not for me|hopeless)`,
      "u",
    ),
    unless:
      /\b(?:abroad|dorm|flat|landlord|rent|hometown|suburbs|parents'? house|breathing (?:mask|exercise))\b|\bliving (?:room|space|costs?)\b/u,
  },
  // "i don't see myself living past this year", "can't picture a future with me in it"
  {
    pattern:
      /\b(?:don'?t|do not|dont|can'?t|cannot|cant|never|hard to|couldn'?t) (?:really |even )?(?:see|picture|imagine) (?:myself (?:living|alive|being (?:here|alive|around)|around|here|making it|growing old|getting old(?:er)?|past|reaching|turning|lasting)|(?:a|any|my) future (?:for me|with me|at all|anymore))|\b(?:won'?t|don'?t think i'?(?:ll|m going to)|doubt i'?ll|not (?:going to|gonna)|don'?t plan (?:on|to)|didn'?t plan (?:on|to)|never planned (?:on|to)|not planning (?:on|to)) (?:be |still be |make it to |make it past |live to (?:see)?|living (?:past|to)|live past|being|see|reach|survive|get to|last until) ?(?:alive|around (?:much|next|for christmas)|here (?:tomorrow|next|by|much|for christmas)|tomorrow|my next birthday|next (?:week|month|year|birthday|christmas)|the (?:week|night|year|morning)|this (?:week|night|year|winter)|past \d+|\d\d|thirty|forty|christmas)/u,
    unless:
      /\b(?:company|job|office|department|meeting|party|class|deadline|gym|trip|sale|concert|train|bus|call|movie|game|episode|in time)\b/u,
  },
  // "being dead sounds peaceful", "death would be a relief", "the dead are lucky"
  {
    pattern: new RegExp(
      String.raw`\b${DEATH} (?:sounds?|seems?|feels?|looks?|would be|will be|is|might be|must be)(?: (?:so|like|really|pretty|kinda|a|an|the|my|just|more|much|honestly|only|better than))* ?(?:peaceful|nice|better|good|great|easier|easy|relief|release|escape|way out|option|answer|solution|freedom|comforting|beautiful|appealing|tempting|inviting|only|living|life|this|welcome|rest|friend)|\b(?:jealous of|envy|lucky|envious of) (?:the )?(?:dead|people who (?:died|are dead))`,
      "u",
    ),
    unless:
      /\b(?:metal|game|character|movie|by chocolate|valley|note|star|trap|is (?:a|an) (?:great|good) (?:show|film|book|game))\b/u,
  },
  // "by my own hand", "planning my own end", "i wanna be six feet under", "me wan dead"
  {
    pattern:
      /\bdie by my own hand\b|\bby my own hand\s*$|\bplan(?:s|ning|ned)? (?:out )?my own (?:end|death)\b|\b(?:want to|wanna|wan|rather|wish to|should) be (?:six feet under|in (?:the|my) (?:ground|grave|cemetery|coffin)|under (?:the )?ground)\b|\b(?:me|mi) (?:jus(?:t)? )?(?:wan|want)(?: fi)? (?:dead|die)\b|\bi (?:want|wanna) dead\b/u,
    unless:
      /\b(?:laugh\w*|embarrass\w*|halloween|costume|play|film|movie|game|than (?:eat|wear|listen|watch|drink))\b/u,
  },
  // "i wish i'd never existed", "wish i wasn't born": with or without the i in front
  {
    pattern:
      /\bwish (?:that )?(?:i|my (?:mom|mother|parents))(?:'d| had| was| were| would| could)? ?(?:just )?(?:never|not|n'?t) ?(?:been |be )?(?:born|exist(?:ed)?|had me|wake up|woken up|alive|conceived|made it|survived)\b|\bwish i (?:was|were|wasn'?t|weren'?t) (?:never )?(?:born|dead|alive|gone|six feet under)\b(?! (?:in|into|rich|a|yesterday|with|to|at|on|home|from))|\bwish (?:the|that) (?:car|bus|train|truck|accident|crash|attempt|overdose|cancer|plane) (?:had |would )?(?:just )?(?:kill(?:ed)? me|hit me|worked|took me|taken me|crash(?:es)?)\b|\bshould(?:'ve| have|a)? (?:just )?(?:died|been me|not survived|never been born)\b/u,
    unless:
      /\bshould(?:'ve| have|a) been me\b.*\b(?:promot|award|raise|picked|chosen|prize|stage|lead)\w*|\bin (?:the )?game\b/u,
  },
  // "i want it to be over", "i want out", "make it stop": of everything
  {
    pattern:
      /\bwant out of (?:this )?(?:life|world|existence|body|here forever)\b|\b(?:life|everything|it all) (?:needs|has|ought) to (?:just )?(?:end|stop|be over)\b|\b(?:god|lord|universe|please|just|someone)(?: please| just)* take me(?: away| already| now| in my sleep| home)?\s*$|\b(?:don'?t|dont|do not) (?:want|wish|need|care) to (?:see (?:tomorrow|another (?:day|morning|year))|be (?:a person|conscious|saved|in this world)|make it (?:through|to)|survive|last|live|exist)\b(?! (?:in|with|at|near|here|like|on))|\blet me (?:sleep forever|go already|go in peace|rest forever|just die|fade)\b|\bstop (?:me from )?existing\b|\b(?:unplug|delete|erase) (?:me|myself)(?: from (?:this|the|existence|life)| forever)?\b/u,
    unless: /\b(?:photo|picture|account|group|chat|list|email|lunch|dinner|date|movies?|mall|airport)\b/u,
  },
  // "didn't ask to be born", "still alive, unfortunately", "i pray i don't wake up", "i want out"
  {
    pattern:
      /\b(?:didn'?t|never) (?:ask|want|wanted|asked|choose|chose|agree|agreed) to (?:be (?:born|alive)|exist|live)\b|\b(?:pray|hope|wish|praying|hoping|wishing|beg|begging)(?: to god| every night| that)? (?:i|to) (?:don'?t|never|won'?t|not|do not|just don'?t) (?:ever )?(?:wake up|see (?:tomorrow|morning)|make it)\b|\b(?:die|dying|pass away|passing|go|slip away) in my sleep\b|\b(?:disappointed|sad|angry|upset|mad|annoyed|pissed|depressed|sorry|unfortunately|ugh|sucks|hate|crying|devastated)\b.{0,16}\b(?:still (?:alive|here breathing|breathing)|to be alive|(?:that )?i woke up(?: again)?|being alive)\b|\bstill (?:alive|breathing),? (?:unfortunately|sadly|somehow and i hate|and i hate|regrettably)\b|\bi (?:just )?want out\s*$/u,
    unless: /\b(?:late|early|at \d|hungover|sore|sunburn\w*|with a (?:cold|headache)|contract|lease|relationship)\b/u,
  },
  // "can't find a reason to keep going", "think about dying every day", "i'd be happier dead"
  {
    pattern:
      /\b(?:can'?t|cannot|couldn'?t|don'?t|do not|dont|no longer|never|hard to|struggle to|struggling to) (?:even |really )?(?:find|see|have|think of|remember|know) (?:a|any|one|the|another|my|what'?s the|what is the) (?:single |good |real )?(?:reasons?|point|purpose|sense|use) (?:to|in|of|for|why i should) (?:me to |even |still )?(?:keep (?:going|living|trying|on)|go(?:ing)? on|continu\w+|liv\w+|stay(?:ing)?(?: alive| here)?|be(?:ing)? (?:here|alive)|exist\w*|wak\w+ up)\b|\b(?:think|thinking|thought|thoughts|dream|dreaming|dreamt|fantasi[sz]e|fantasi[sz]ing|obsess\w*) (?:about|of) (?:dying|death|being dead|killing my ?self|ending (?:it|things)|not (?:being here|existing|waking up))(?: (?:every|all|a lot|constantly|more|again|lately|most|each|so|too|daily|often|at night|non ?stop)|\s*$)|\bi(?:'d| would)(?: probably| honestly)? be (?:happier|better off|more useful|more at peace|at peace|free|fine|okay|ok|worth more) (?:if i (?:was|were) )?(?:dead|gone|not here|not alive)\b|\bhate my life\b.{0,24}\b(?:over|end|die|dead|stop|gone)\b/u,
    unless:
      /\b(?:gym|job|company|subscription|diet|meeting|church|star|game|movie|pet|dog|cat|grandma|grandpa|mom|dad|my hair|this app)\b/u,
  },
  // "i can't go on living like this"
  {
    pattern: new RegExp(
      String.raw`\b(?:can'?t|cannot|can not|couldn'?t) (?:really |just )?(?:go on|keep|continue|carry on) (?:living|existing)(?:(?<=on living) like this\b|${NOT_A_PLACE})`,
      "u",
    ),
  },
  // "a waste of oxygen", "the world doesn't need me"
  {
    pattern:
      /\b(?:i'?m|i am|am|feel like|such|just|i'?m just) (?:nothing but |only |just |such )?a (?:complete |total |fucking |absolute )?waste of (?:oxygen|space|air|life|skin|existence|breath)\b|\b(?:world|earth|planet|universe|humanity) (?:doesn'?t|does not|dont|would never|won'?t|wouldn'?t) (?:need|want|miss|notice) (?:me|someone like me|people like me)\b|\b(?:i|and|so) (?:should|could|might|ought to|deserve to|better)(?: just| really)? (?:disappear|vanish|cease to exist|not exist|not be here|be gone|be dead|drop dead)\b/u,
    unless: /\b(?:from (?:this|the|my) (?:meeting|call|party|chat)|for (?:a|the) (?:week|weekend|day|month))\b/u,
  },
  {
    pattern:
      /\bready to (?:go|leave|be done)(?: with)? (?:this (?:world|life|earth)|forever|for good|be with god|for heaven|and not come back)\b|\b(?:see|join|be with) (?:you|my|him|her|them|grandma|grandpa|mom|dad)(?: \w+){0,3} (?:in (?:heaven|the afterlife)|on the other side|up there)\b(?=.*\b(?:soon|tonight|tomorrow|now)\b)|\b(?:join|be with) my (?:late |dead )?(?:\w+ )?(?:in heaven|in the grave|in death|on the other side)\b/u,
  },
];
