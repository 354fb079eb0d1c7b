import type { Mention } from "@guchi/platform/text/matcher.ts";
import { isSubject, type Concept } from "./lexicon.ts";

/** Whether a thing is of who watches, when, or over what meal, and need not be in the film. */
export function isOfOccasion(mention: Mention<Concept>, letters: string): boolean {
  return isCompany(mention, letters) || isWhen(mention, letters);
}

/** Who watches, too, is nobody in the film: 「夫と観る映画」, "for my grandma". */
function isCompany({ value, start, end }: Mention<Concept>, letters: string): boolean {
  const [before, after] = [letters.slice(0, start), letters.slice(end)];
  const isMet =
    WITH_ENGLISH.test(before) ||
    WITH_JAPANESE.test(after) ||
    (PEOPLE.has(value.id) && LIKED_BY.test(after)) ||
    (MINE.test(before) && WHO_LIKES.test(after));
  return isSubject(value) && (isMet || (COMPANY.has(value.id) && IN_COMPANY.test(before)));
}

const WITH_JAPANESE =
  /^(?:の(?:孫|子|娘|息子|弟|妹|友達|友だち))?(?:さん|ちゃん|くん|たち|同士)?(?:[0-9一二三四五六数何]+人)?(?:(?:と|に)(?:[一二三2-9]人で)?(?:一緒|いっしょ|ふたり|二人|[観見]|楽しめ|盛り上が)|で(?:集ま|わいわい|[観見])|が(?:来る|遊びに|泊ま)|(?:男子|女子)?(?:向け|に人気))/u;
/** Of people alone: 「女の子が好き」, and not 「本が好き」. */
const LIKED_BY = /^(?:さん|ちゃん|たち)?(?:男子|女子)?が好き/u;
const PEOPLE: ReadonlySet<string> = new Set(
  "child schoolgirls mother father grandparents siblings couple spouses student youth friendship oldage".split(" "),
);
const WITH_ENGLISH = /\b(?:for (?:my|our|the|an?)|with (?:my|our))(?: [a-z]+)? $/u;
/** "My grandson loves trains". */
const MINE = /\b(?:my|our) $/u;
const WHO_LIKES =
  /^ (?:who )?(?:really |just |also )?(?:loves?|likes?|adores?|wants?|is (?:into|mad about|obsessed))\b/u;
/** Company by its mere number: "we're 4 friends", "with friends". */
const COMPANY: ReadonlySet<string> = new Set(["friendship", "couple", "work"]);
const IN_COMPANY =
  /\b(?:with|for|we're|we are|me and|having) (?:(?:some|a few|a couple of|two|three|four|five|\d+) )?$/u;

/** Weather, hours and meals to watch it with: 「雨の日に観る」, "I'm eating dinner". */
function isWhen({ value, start, end }: Mention<Concept>, letters: string): boolean {
  const [before, after] = [letters.slice(0, start), letters.slice(end)];
  if (MEALS.has(value.id) && (BEFORE_MEAL.test(before) || AFTER_MEAL.test(after))) return true;
  return HOURS.has(value.id) && (BEFORE_HOUR.test(before) || AFTER_HOUR.test(after));
}

const MEALS: ReadonlySet<string> = new Set(["food", "drink"]);
const BEFORE_MEAL = /\b(?:i'm|i am|we're|we are|while|over|after|before|during)(?: eating| having)? $/u;
const AFTER_MEAL = /^[^。、]{0,4}(?:ながら|の(?:後|あと|前)|片手)/u;
const HOURS: ReadonlySet<string> = new Set(["rain", "night"]);
const BEFORE_HOUR = /\b(?:on|this|for|late at|at)(?: an?| the| this)? $/u;
const AFTER_HOUR =
  /^(?:の日|の夜|中)?(?:[にはで])[^。]{0,8}(?:[観見]|出)|^ (?:\w+day|day|night|evening|afternoon|weekend)\b(?! (?:films?|movies?)\b)/u;
