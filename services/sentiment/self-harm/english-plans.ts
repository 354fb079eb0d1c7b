import type { SelfHarmSign } from "./sign.ts";

const WAY = "(?:ways?|methods?|how|means|spots?|places?|times?|days?|dates?)";
const SELF = String.raw`(?:my ?self|my (?:own )?(?:wrists?|forearms?|arms?|thighs?|legs?|skin|stomach|hips?|throat|body|veins?))`;
const TOOL = "(?:rope|noose|pills|gun|pistol|blade|razor(?: ?blades?)?|knife|belt|helium|charcoal|bottle of pills)";

/** Means, places, preparations and farewells: read as englishSigns are. */
export const englishPlanSigns: readonly SelfHarmSign[] = [
  // "how many pills is too many", "took 40 pills", "swallowed the whole bottle"
  {
    pattern:
      /\bhow many (?:pills|tablets|tylenol|paracetamol|sleeping pills)(?: \w+){0,5} (?:too many|too much|dangerous|enough|overdose)\b|\b(?:took|taken|take|swallowed|popped)(?: \w+){0,3} (?:[1-9]\d+|fifty|forty|thirty|twenty|a (?:whole )?bottle of|the whole bottle of|all (?:of )?(?:my|the))(?: \w+){0,3} (?:pills|tablets|capsules|meds)\b/u,
    unless: /\b(?:dog|cat|vet|vitamins?|prescri\w+|pharmacy|every (?:day|month|year)|a (?:day|month|year))\b/u,
  },
  // "painless ways to die", "how many pills does it take"
  {
    pattern: new RegExp(
      String.raw`\b(?:painless(?:ly)?|easy|easiest|quick(?:est)?|best|fastest|peaceful|least painful|surest|cheapest|effective|clean(?:est)?)(?: \w+){0,2} ${WAY}(?: (?:for me|i can|i could))? (?:to|of) (?:die|dying|kill|end|go\s*$|do it\s*$|suicide|off)|\b(?:google|googled|googling|search|searching|searched|looking up|looked up|look up|reading about|researching|asked)(?: \w+){0,4} (?:to die|methods|to kill my ?self|lethal dos\w+|how to end)|\bhow many (?:pills|tylenol|paracetamol|tablets|mg)(?: \w+){0,6} (?:to (?:die|kill|od|not wake)|lethal|fatal)\b|\blethal dose\b`,
      "u",
    ),
    unless:
      /\b(?:game|boss|level|character|movie|novel|rat|mice|weeds?|bugs?|mosquito\w*|zombie|dissolve|dark souls|elden ring)\b/u,
  },
  {
    pattern: new RegExp(
      String.raw`\b${TOOL}(?:'s| is| are)? (?:all )?(?:ready|in my hands?|on (?:my|the) (?:desk|table|lap)|next to me|beside me|waiting|in front of me|calling)\b|\b(?:got|have|bought|holding|found|hid|staring at|looking at|keep staring at)(?: \w+){0,3} ${TOOL}(?: \w+){0,3} (?:ready|and (?:a |the )?(?:plan|note|goodbye)|tonight|to (?:end|die|do it|finish|hang|kill|od|use on my))`,
      "u",
    ),
    unless:
      /\b(?:climb\w*|camp\w*|boat|shav\w*|cook\w*|kitchen|grill|bbq|chef|leather|glue gun|nerf|water gun|jump rope|doctor|prescri\w+|pharmacy|vitamins?)\b/u,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:cut|cuts|cutting|slash|slashed|slashing|slit|slitting|burn|burned|burnt|burning|scratch|scratched|scratching|carve|carved|carving|stab|stabbed|stabbing|bruise|bruising|hit|hitting|punch|punching|choke|choking|starve|starving|harm|harmed|harming|punish|punishing|injure|injuring|bleed|strangle|strangled|strangling) ${SELF}\b|\b(?:start(?:ed|ing)?|back to|been|am|are|i'm|im|keep|kept|quit|stopped|thinking (?:of|about)|urges? (?:to|for)|want to start|went back to) (?:self[- ]?harm\w*|cutting|burning)(?: (?:again|lately|tonight|more|at night|every (?:day|night)|since|because|to feel|deeper|too)|\s*$)|\b(?:urges?|want|need|itching) (?:to )?(?:cut|bleed)(?: (?:again|so bad|tonight|deep(?:er)?|right now|is back)|\s*$)|\b(?:i|i've|ive|i have|just|again) cut (?:\w+ )?too deep\b|\bfresh (?:cuts|scars) on my\b|\b(?:cuts|scars) (?:on|all over) my (?:arms?|thighs?|wrists?|legs?)\b|\bblade (?:again|to my|on my)\b|\brelapsed? (?:again |last night |today )?(?:and (?:cut|hurt|sh)|with (?:cutting|sh|self)|on (?:sh|self)|into (?:sh|self))`,
      "u",
    ),
    unless:
      /\b(?:carbs?|sugar|calories|corners|onions?|coffee|costs?|expenses|grass|hair|paper|fabric|wood|cook\w*|chop\w*|oven|pan|iron|stove|grill|toaster|kettle|soup|coffee|sun|sunburn|beach|shav\w*|cat|kitten|dog|rose|fence|gym|workout|accident\w*|by mistake|falling|fell|mosquito\w*|itchy?|eczema|laughing|budget|crying|door|deadlift\w*|leg day|curling|hot sauce|while (?:cooking|shaving|ironing|cutting))\b/u,
  },
  {
    pattern:
      /\b(?:roof(?:top)?|bridge|ledge|balcony|cliff|overpass|top of (?:the|a|this) (?:\w+ )?(?:building|garage|tower|stairs)|\d+(?:th|st|nd|rd) floor|window)\b.{0,50}\b(?:jump(?:ing)?|let(?:ting)? go|step(?:ping)? off|fall(?:ing)? off|one step|end it|fly|over the edge)\b(?! (?:over to|on|in|into the pool|around|ship|rope))|\b(?:jump|jumping|leap|throw myself|throwing myself|step|stepping|fall|falling|hurl myself|walk|walking)(?: right| straight)? (?:off|from)(?: of)? (?:a|the|this|my|that|some) (?:\w+ )?(?:roof(?:top)?|bridge|ledge|balcony|cliff|overpass|building|tower|edge)\b|\b(?:walk|walking|step|stepping|run|running|jump|jumping|wander|wandering|swerve|swerving|drive|driving|steer)(?: right| straight| out| my car)? (?:into|in front of|onto|under) (?:the |a |an |some |this |oncoming |moving )*(?:traffic|highway|freeway|train|tracks|truck|bus|semi|oncoming|lake|sea|ocean|river|tree|wall)\b/u,
    unless:
      /\b(?:bungee|trampoline|parkour|cat|dog|kid|pool|swim\w*|water ?slide|movie|game|jam|late|again this morning|photo|fireworks|party|beach|surf\w*|on (?:my|the) commute|walked into traffic|ran into traffic|bird|construction|leak\w*)\b/u,
  },
  {
    pattern:
      /\b(?:ready|want|wanna|going|gonna|about|time|plan|planning|decided|tempted|able|trying|tonight i'?ll|i'?ll|i might|might just|i'?m) (?:to )?(?:just )?end(?:ing)? (?:it|things|everything|the pain|my (?:pain|suffering|misery|story))(?: all)?(?: now| tonight| today| soon| here| for good| once and for all| myself)?\s*$|\b(?:do|doing|did) (?:it|this) tonight,? (?:goodbye|for real|no turning back)|\b(?:have|had|made|got|wrote|writing|written) (?:a|my|the) (?:plan to (?:die|end|kill)|date (?:picked|set|to die)|will and (?:a )?(?:note|goodbye)|(?:suicide|goodbye|farewell) (?:note|letter|message|video)s?)\b|\bgoodbye (?:note|letter|video)s?\b|\bcatch(?:ing)? the bus\b.*\b(?:forever|tonight for good|die)\b|\bcommit(?:ting|ted)? (?:die|not living|unalive|toaster bath|the final)\b|\b(?:neck|rope|hang|shoot|drown|gas|od|poison|suffocate) (?:my ?self)\b|\bgun (?:to|in) my (?:head|mouth)\b|\bhead in the oven\b/u,
    unless:
      /\b(?:with him|with her|relationship|boyfriend|girlfriend|contract|meeting|subscription|chapter|shift|quarter|semester|colleague|coworker farewell|farewell (?:party|card))\b/u,
  },
];

/** Plans spoken of around the corner: read as englishSigns are. */
export const englishPlanHints: readonly SelfHarmSign[] = [
  // "survived another attempt", "i took 30 pills", "counting my pills"
  {
    pattern:
      /\b(?:survived|failed|botched) (?:another|my|an|the|a|my last|my second|yet another) (?:\w+ )?attempt\b|\bmy (?:last |second |third |first |latest )?attempt (?:failed|didn'?t work)\s*$|\battempted (?:again|last (?:night|week|year)|twice|it again)\b|\bafter my (?:last |second )?attempt\b|\b(?:took|take|taking|swallowed|swallowing|downed|popped|ate|necked) (?:about |like |over |almost |around |at least )?(?:\d{2,}|ten|twenty|thirty|forty|fifty|dozens of|a handful of|a fistful of|a bunch of|all (?:of )?(?:my|the|his|her)) (?:\w+ )?(?:pills|tablets|tylenol|advil|paracetamol|meds|sleeping pills|painkillers|benzos|xanax)\b|\b(?:counting|saving(?: up)?|hoarding|stockpiling|stashing|collecting) (?:up )?(?:all )?(?:my |the |enough |some )?(?:pills|meds|medication|tablets)\b|\b(?:stash|collection|bottle) of (?:pills|meds)\b.{0,30}\b(?:enough|just in case|tonight|ready|when i)\b/u,
    unless:
      /\b(?:vitamins?|mg of|by mistake|magic|gummies|pharmacist|pharmacy|inventory|nurse|patients?|kitchen|level|bake\w*|cook\w*|parking|driving test|exam)\b/u,
  },
  {
    pattern:
      /\b(?:arms?|thighs?|wrists?|legs?|skin|body) (?:are|is|r) (?:all )?(?:covered|full|filled) (?:in|of|with) (?:\w+ )?(?:cuts|scars|scratches|burns|blood|bruises i)\b|\blook(?:ing|ed|s)? (?:straight )?down (?:from|at the (?:street|ground|pavement|water|tracks|cars))\b.{0,50}\b(?:easy|one step|over|jump|fall|end|let go|peaceful|calling|tempting|wonder)\b|\bit would be so easy to (?:just )?(?:jump|let go|step off|fall|end|die|swerve|not wake|disappear)\b/u,
    unless: /\b(?:cat|kitten|mosquito\w*|gym|rash|eczema|view|fireworks|football|rugby|climbing)\b/u,
  },
  // "hope a car hits me", "wish someone would shoot me"
  {
    pattern:
      /\b(?:hope|wish|want|pray|hoping|wishing|praying|wouldn'?t mind if|would love it if|love it if|waiting for|need) (?:that )?(?:a|an|some|the|that|this|my) (?:\w+ )?(?:car|bus|truck|train|lorry|plane|bullet|lightning|drunk driver|brain tumor|tumou?r|cancer|heart attack|aneurysm|illness|disease|accident)s? (?:\w+ ){0,2}(?:hits?|hit|would|runs?|run|kills?|kill|crash(?:es)?|strikes?|takes?|take|gets?|to (?:hit|kill|take|strike)|just)\b.{0,16}\b(?:me|over me|us all and me)\b|\b(?:wish|hope|want|need|please|can|could|beg|begging|pay)(?: for)? (?:some(?:one|body)|any(?:one|body)|you|god)(?: would| to| could| please| just| will| can)* (?:shoot|kill|stab|murder|euthani[sz]e|smother|strangle|put me down|put me out of my misery|end me|snipe|poison|run me over)(?: me)?\b/u,
    unless:
      /\b(?:in (?:the )?game|fortnite|cod|valorant|an email|a message|a text|the files?|the link|photo|video|a picture)\b/u,
  },
  // "this is my last message", "by the time you read this", "i won't need it where i'm going"
  {
    pattern:
      /\b(?:this is|these are|here'?s|consider this) my (?:last|final|very last) (?:message|post|tweet|words?|goodbye|note|text|night(?: alive| here| on earth)?\b|day (?:alive|on earth)|entry|confession)\b|\bmy last (?:day|night) (?:alive|on (?:this )?earth|on this planet|in this world)\b|\b(?:by the time|when|if) (?:you(?:'re| are)?|anyone|anybody|someone|they|mom|y'?all) (?:all )?(?:read|reads|see|sees|find|finds|get|gets|reading)(?:ing)? this\b.{0,24}\b(?:gone|dead|not (?:be )?here|no longer|won'?t be|already)\b|\b(?:giving|gave|give) (?:away )?(?:all |out )?(?:of )?(?:my|everything)\b.{0,40}\b(?:won'?t (?:be needing|need)|don'?t need|no use for|where i'?m going|not going to need)\b|\b(?:letters?|notes?) (?:to|for) (?:everyone|my (?:family|mom|mother|parents|kids|friends)|each of them|all of them)\b.{0,40}\b(?:tonight|goodbye|ready|when i'?m gone|after i|done|it'?s time|final)\b|\b(?:take care of|look after|feed|find a home for) my (?:cat|dog|cats|dogs|mom|sister|brother|kids|pets?)\b.{0,30}\b(?:when|after|once) i'?m (?:gone|dead)\b/u,
    unless:
      /\b(?:company|team|job|office|account|app|server|channel|christmas|santa|vacation|moving|semester|party)\b/u,
  },
];

/**
 * What takes more than one sentence to say: read on the whole text, its sentences parted by
 * periods.
 */
export const englishFarewells: readonly SelfHarmSign[] = [
  {
    pattern:
      /\b(?:can'?t (?:do|take|handle|keep doing|go on)(?: with)? (?:this|it|life)(?: any ?more| any longer)?|i'?m (?:so |really |truly )?sorry,? (?:everyone|mom|dad|to everyone|for everything)|i'?m done|it'?s over for me|i give up|i tried|no more pain|this is it|i love you all|thank you for everything|thanks for everything)\b.{0,24}\b(?:good ?bye|bye) ?(?:everyone|everybody|all|world|mom|dad|forever|now)?\b|\b(?:good ?bye|bye)(?:,)? (?:everyone|everybody|world|mom|dad|forever)\b.{0,40}\b(?:sorry|can'?t (?:do|take) this|done|tired|i tried|forgive me|love you all|no more|won'?t hurt)\b/u,
    unless:
      /\b(?:job|work|shift|company|team|project|class|app|game|twitter|diet|meeting|vacation|weekend|holiday|school|internship|boss|resign\w*|quit\w*|spreadsheet)\b/u,
  },
];
