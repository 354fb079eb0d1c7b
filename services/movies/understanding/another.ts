import { plain } from "./lexicon.ts";

/** Longer than this, a message says itself what it wants, in UTF-16 units. */
const LONGEST = 60;
const JAPANESE =
  /^(?:ほか|他|別|べつ|次|つぎ|もっと|もう(?:一|1)(?:本|つ)|違う|ちがう|それ(?:は|も|、)?(?:もう)?[観見み]た|(?:もう)?[観見み]たことある|それじゃない|もう[観見み]た|チェンジ)/u;
const ENGLISH =
  /^(?:(?:any(?:thing)?|something|what) else|another|next|others?\b|(?:any|give me) others?|more\b|one more|different|a different|(?:i(?:'ve| have)? )?(?:already )?(?:seen|saw|watched) (?:it|that)|not that)/u;

/** Whether a message asks for another film than the last one: 「ほかには？」. */
export function asksForAnother(text: string): boolean {
  const said = plain(text).trim();
  return said.length <= LONGEST && (JAPANESE.test(said) || ENGLISH.test(said));
}
