import type { SelfHarmSign } from "./sign.ts";

const NOT = String.raw`(?<!\b(?:don'?t|do not|didn'?t|never|not) (?:really |even |actually )?)`;
const WANT = String.raw`(?:wants? to|wanna|want 2|ready to|trying to|rather|wish (?:i|to)(?: could)?|deserve to|hope i|should(?: just)?|might as well|could just|just let me|let me|need to|would like to|thinking (?:of|about)|feel like|prefer to)`;

/**
 * Read on one lower-case sentence. Where a phrase is also hyperbole, `unless` names what shows that
 * it is.
 */
export const englishSigns: readonly SelfHarmSign[] = [
  // A wish to die. "I want to die of embarrassment" and "dying to see you" wish for something else.
  {
    pattern: new RegExp(
      String.raw`${NOT}\b${WANT} (?:just |really |literally |fucking |to )?(?:die|dying|be dead|drop dead|stop existing|cease to exist|not exist|not be alive|not be here anymore|unalive)\b(?! my (?:hair|shirt|clothes))`,
      "u",
    ),
    unless:
      /\bdi(?:e|ed|ying) (?:of|from|laughing|with) ?(?:laugh\w*|embarrass\w*|boredom|cuteness|cringe|heat|happiness|shame)?|\b(?:phone|laptop|car|battery|plant|computer) (?:is|are|was) (?:going to|gonna)\b|won'?t die|old age|rather die than (?:eat|watch|wear|listen|date|use|drive|go to (?:that|this|the|another|his|her) (?:party|meeting|gym|mall|event|wedding|concert))/u,
  },
  {
    pattern:
      /\bi wish (?:that )?i (?:was|were|wasn'?t|weren'?t|had|could|hadn'?t|would|didn'?t) ?(?:just )?(?:dead|die|alive|been born|never (?:been )?born|here any ?more|exist|not exist|not wake up|never wake up|disappear)\b|\bwish i(?:'d| had) never been born|\bi (?:shouldn'?t|should not|should never) (?:be alive|have been born|exist)|\bbetter (?:off )?(?:if i (?:was|were) )?(?:dead|gone|without me|if i (?:died|was gone|were gone|wasn'?t here|disappeared))\b|\bbetter off dead\b/u,
    unless: /\bdisappear (?:from|into|to|for) (?:this|the|my|a|an|that|some)\b|\bgone (?:home|to|with)\b/u,
  },
  {
    pattern:
      /\bkill(?:ing|ed)? (?:my ?self|meself)\b|\boff myself\b|\bkms\b|\bunaliv(?:e|ing) (?:my ?self)?|\bsewer ?slide\b|\b(?:end|ending|ended) (?:it all|my (?:own )?life|myself|things for good|everything)\b|\b(?:take|taking|took) my (?:own )?life\b|\bend(?:ing)? it (?:tonight|today|now)\b|\bi(?:'m| am) going to end it\b|\bwant (?:it|everything|all of it|this) (?:all )?to (?:just )?(?:end|be over)(?: forever| for good| for me)\b|\b(?:want|wish|need) (?:my|this) life (?:to (?:just )?(?:end|be over|stop)|would end|was over)\b|\bwant it all to (?:end|stop|be over)\b/u,
  },
  {
    pattern: /\bsuicid(?:e|al)\b/u,
    unless:
      /\b(?:suicide (?:squad|prevention|rates?|bomb\w*|statistics|awareness|doors?)|(?:career|social|political|commercial|financial) suicide|(?:documentary|article|news|movie|film|series|book|song|report|lecture) (?:\w+ )?(?:about|on|of))\b/u,
  },
  // Self-harm and its means
  {
    pattern:
      /\bself[- ]?harm\w*|\bcut(?:ting)? (?:my ?self|my (?:wrists?|arms?|thighs?|legs?))\b|\bslit(?:ting)? my\b|\bhurt(?:ing)? my ?self\b|\bcutting (?:is|helps|makes me feel|myself)\b|\brelaps\w+\b.{0,20}\bcut\b|\bi cut (?:again|last night|so deep|deep)|\bstarv(?:e|ing) my ?self\b|\bpunish(?:ing)? my ?self\b/u,
    unless:
      /\b(?:at the gym|gym|playing|accident\w*|running|shaving|cooking|working out|while|lifting|fell|soccer|football|practice)\b/u,
  },
  {
    pattern:
      /\bover ?dos(?:e|ed|ing)\b|\bt(?:ake|aking|ook) (?:all|a (?:whole |full )?bottle|the (?:whole|entire) bottle|too many) ?(?:of )?(?:my |the |these )?(?:pills|meds|sleeping pills)\b|\bswallow (?:all )?(?:my |the )?pills\b/u,
    unless: /\b(?:coffee|caffeine|chocolate|sugar|cute\w*|vitamins?|kpop|anime|ramen)\b/u,
  },
  {
    pattern:
      /\b(?:hang(?:ing)?|drown(?:ing)?|shoot(?:ing)?) my ?self\b|\bput a bullet\b|\bbullet (?:in|through) my\b|\bblow my brains\b|\bjump(?:ing)? (?:off|from) (?:a|the|this|my) (?:\w+ )?(?:bridge|building|roof|balcony|cliff|window)\b|\bjump(?:ing)? (?:in front of|under|into) (?:a|the|this) (?:\w+ )?(?:train|bus|car|truck|traffic)\b|\bthrow(?:ing)? myself (?:off|in front|under|out)\b|\bdriv(?:e|ing) (?:my car |myself )?(?:off|into) (?:a|the) (?:\w+ )?(?:cliff|bridge|tree|wall)\b|\bnoose\b|\bstep(?:ping)? in front of (?:a|the) (?:train|bus|car)\b/u,
    unless: /\b(?:in the foot|bungee|in (?:work|chocolate|ice cream|coffee|paperwork))\b/u,
  },
  {
    pattern:
      /\b(?:(?:some(?:one|body)|please|god)(?: please| just)? kill me|just kill me(?: already)?$|hope (?:i|someone) (?:get hit|kills me|don'?t make it)|hope i get (?:hit|run over|cancer))\b/u,
  },
  // Not wanting to live. "I don't want to wake up at 5" is about the hour.
  {
    pattern:
      /\b(?:don'?t|do not|dont|didn'?t|never|no longer|not) (?:really |even |just )?(?:want to|wanna|wish to|feel like|care to) ?(?:be |being )?(?:liv(?:e|ing)(?! (?:in|with|at|near|here|alone|like|on))|alive|exist(?:ing)?|here any ?more|on this (?:earth|planet)|in this world|go on living|keep living)\b/u,
    unless: /\bhere any ?more because\b/u,
  },
  {
    pattern:
      /\b(?:don'?t|do not|dont|never) (?:want to|wanna) (?:ever )?wake up\b|\b(?:never|not) (?:have to )?wak(?:e|ing) up\b|\b(?:sleep|sleeping) forever\b|\bfall asleep and (?:never|not)\b|\bhope i (?:don'?t|never) wake up\b/u,
    unless:
      /\bcould sleep forever\b|\bwak(?:e|ing) up (?:so |too |that |this )?(?:early|at \d|at five|at six|for|before|to (?:my|the|an|his|her)|with|on (?:monday|time)|in the (?:morning|cold)|without|late)/u,
  },
  {
    pattern:
      /\b(?:tired|sick|exhausted|done) (?:of|with) (?:living(?! (?:in|with|at|near|here|alone|like|on|off|out|paycheck|under|next|for))|being alive|life(?! (?:in|at|as))|existing|my life|existence)\b|\b(?:no|any|what'?s the|what is the|don'?t see (?:the|a|any)|see no|without a) (?:reason|point|purpose) (?:to|in|of|for me to) (?:keep )?(?:live|living|go on|going on|keep going|being alive|be alive|stay alive|exist\w*|liv\w+|life|being here|stay here)\b|\blife (?:is|isn'?t|is not|has no|feels) ?(?:not |no longer )?(?:worth (?:living|it|it anymore)|meaning(?:less)?|pointless)\b|\bnot worth living\b|\bwhy (?:am i|do i) (?:even |still )+(?:alive|here|living|exist|live|bother living)\b|\bwhat am i (?:even )?(?:living|alive) for\b|\bnothing (?:left )?to live for\b|\bno reason to (?:live|be here)\b|\bcan'?t (?:go on(?: (?:living|like this|any ?more|with (?:life|living)))?\s*$|live (?:like this )?any ?more|do life any ?more|keep living)\b/u,
  },
  {
    pattern:
      /\b(?:no ?(?:one|body)|would any(?:one|body)|who|everyone|everybody|they|the world|my (?:family|friends|kids|parents))(?: would|'d| will|would)? (?:even )?(?:care|notice|miss me|cry|be (?:better(?: off)?|happier|fine)) (?:if i (?:died|die|was gone|were gone|disappeared|am gone|killed|was dead|wasn'?t)|without me)\b/u,
  },
  {
    pattern:
      /\bi(?:'m| am) (?:just |such |only )?a burden\b|\bburden (?:to|on) (?:everyone|my family|them|you all|others)\b|\b(?:give|giving|gave|given) up on (?:life|living)\b|\bno ?one would miss me\b|\bnot (?:be|being) (?:around|here) any ?more\b|\bdon'?t want to be around any ?more\b|\b(?:thoughts?|thinking) (?:of|about) (?:ending it|dying|death|killing)\b|\bjump(?:ing)? out (?:of )?(?:the|a|my) window\b|\blet me die\b|\bhope i die\b|\bhate (?:being alive|living|existing)\b(?! (?:in|with|at|near|here|alone|like|on|off|out|under|next|for|there|room|space|costs?))/u,
  },
  {
    pattern: /\bi (?:don'?t|do not|dont) (?:want to|wanna) be here\s*$/u,
    unless: /\b(?:work|office|school|party|meeting|class|today|gym|church)\b/u,
  },
  {
    pattern:
      /\b(?:don'?t|do not|dont|didn'?t) deserve to (?:live|be alive|exist|be here)\b|\b(?:lost|no|losing|without) (?:the |my |any |all )?will to (?:live|go on)\b|\bout of (?:this )?(?:life|world)\b.{0,10}$|\b(?:can'?t|couldn'?t) (?:stop|quit) (?:cutting|hurting)\b(?! (?:corners|onions|people))|\b(?:no|any|one|find|need) (?:good |single )?reasons? to (?:live|stay alive|be alive|keep living|stay)\b/u,
    unless:
      /\b(?:job|company|team|party|city|relationship|this world (?:good|delicious|amazing)|so good|taste\w*|delicious)\b/u,
  },
  // Disappearing, farewell
  {
    pattern:
      /\b(?:(?:i|i'd like to|i'll|i would|could|please let me|let me) just|want to|wanna|wish i could) (?:just )?(?:disappear|vanish|fade away|be gone|stop being)(?: forever| from (?:this|the) (?:world|earth|planet))?\b|\bgoodbye,? (?:cruel )?world\b|\bmy (?:suicide|goodbye|farewell|final) (?:note|letter|message)\b|\bthis is goodbye\b|\bsay(?:ing)? goodbye forever\b|\bwon'?t be (?:here|around|alive) (?:tomorrow|much longer|any ?more|next (?:week|year))\b/u,
    unless:
      /\b(?:disappear|vanish) (?:to (?:a|the|an|some|my)|(?:to |into |on |for )(?:\w+ ){0,3}(?:weeks?|days?|weekend|vacation|holiday|beach|island))\b|(?:disappear|vanish) (?:from|into) (?:this|the|my|a) (?:meeting|party|call|office|room|class|conversation|couch|blanket|vacation|island|forest|beach|woods)|\bmy (?:pimples?|headache|debt|keys?|acne)|\bleaving (?:the|this) (?:company|team|job)|moving/u,
  },
  // Japanese in Latin letters
  { pattern: /\b(?:shinitai|sinitai|kietai|jisatsu|shinu (?:hi|shika))\b/u },
];
