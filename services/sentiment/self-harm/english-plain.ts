import type { SelfHarmSign } from "./sign.ts";

const NEXT = "(?:gonna|going to|wanna|want to|about to|ready to|trying to|need to)";

/** Said outright, in the words of chats and forums: read as englishSigns are. */
export const englishPlainSigns: readonly SelfHarmSign[] = [
  // "idw live anymore", "no point living", "i want it to end" as a whole message
  {
    pattern:
      /\bidw (?:to )?(?:live|be (?:here|alive)|exist|wake up)\b(?! (?:in|with|at|near|here|by|for))|\b(?:no|any|the|see) point (?:in )?(?:living|being alive|existing|staying alive)\b(?! (?:in|with|at|near|here|there|on))|^i (?:just )?(?:want|need) (?:it|everything|this|it all) (?:all )?to (?:end|be over|stop)(?: now| already)?$/u,
  },
  // "all i think about is dying", "not afraid to die anymore", "tonight's the night i die"
  {
    pattern:
      /\ball i (?:can |ever )?think about (?:is|now is) (?:dying|death|suicide|being dead|killing my ?self|ending (?:it|things|my life))\b|\bnot (?:even )?(?:afraid|scared) (?:of dying|to die|of death) (?:any ?more|now)\b|\btonight(?:'s| is) the night i (?:die|end|kill|do it|go)\b/u,
    unless: /\b(?:game|film|movie|roller ?coaster|my character)\b/u,
  },
  // "i od'd", "gonna od", "sh'd again", "wanna cut", "ctb", "gonna unalive"
  {
    pattern: new RegExp(
      String.raw`\bi (?:just |almost |nearly )?o\.?d'?e?d(?: (?:on|again|last|yesterday|today|tonight|twice)|\s*$)|\b${NEXT} (?:od|ctb|unalive|sh)\b(?! on (?:coffee|chocolate|sugar|cheese))|\bsh'?d again\b|\b(?:wanna|want to|need to|going to|gonna) cut(?: (?:again|so bad|deep(?:er)?|right now|tonight))?\s*$|\bctb\b`,
      "u",
    ),
    unless: /\b(?:hair|class|carbs?|cake|coffee|chocolate|sugar|cute\w*|overdrive|gym)\b/u,
  },
  // Without the grammar: "want die", "i wish i was died", "finish my life"
  {
    pattern:
      /\bwants? die\b|\bdecided? to die\b|\bwish(?:ed)? i (?:was|were) died\b|\b(?:want to|wanna) (?:finish|stop) my life\b|\bcan ?not live (?:like this )?any ?more\b|\bbe 6 feet under\b/u,
  },
  // "kill me, im serious", "i hate that i survived", "my brain keeps telling me to jump"
  {
    pattern:
      /\bkill me\b.{0,24}\b(?:serious|mean it|not joking|no joke|not kidding)\b|\b(?:hate|regret) that i (?:survived|woke up|lived)\b|\bregret (?:waking up|surviving)\b|\bjust waiting to die\b|\bbout to end it\b|\b(?:brain|head|voices?|mind)\b.{0,20}\b(?:tell|telling|tells) me to (?:jump|die|end it|kill|hurt my ?self)\b/u,
    unless: /\b(?:phone|battery|laptop|printer|game)\b/u,
  },
  // "a gun and i want to use it on myself", "i want to crash my car"
  {
    pattern:
      /\b(?:gun|knife|blade|razor|scissors|rifle)\b.{0,28}\b(?:on|against) my ?self\b|\b(?:want to|wanna|going to|gonna|thinking of|thinking about) crash(?:ing)? (?:my|the|this) car\b/u,
    unless: /\bgame\b/u,
  },
  // Another's: "says they're going to kill themselves", "keeps cutting herself"
  {
    pattern:
      /\b(?:wants?|wanted|going|gonna|trying|tried|tries|threaten\w*|about|planning|plans|she'?ll|he'?ll|they'?ll|will|might)(?: to| of)? (?:kill|killing|hang|hanging|shoot|shooting|drown|drowning|harm|harming) (?:her|him|them)sel(?:f|ves)\b|\b(?:cutting|cuts|burning|burns|self[- ]?harming) (?:her|him|them)sel(?:f|ves)\b/u,
    unless:
      /\b(?:dog|cat|puppy|kitten|character|film|movie|series|season|episode|book|game|play|shaving|oven|cook\w*|knitting|laughing|macbeth|romeo|juliet|in the foot)\b/u,
  },
];
