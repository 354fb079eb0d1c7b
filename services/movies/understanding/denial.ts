/**
 * Whether what stands between the two is not wanted: 「怖くないやつ」, 「説教くさいのは嫌」,
 * 「泣けるのはもういい」, "not scary", "nothing to think about".
 */
export function isDenied(before: string, after: string): boolean {
  const rest = after.replace(/^[)）」』】"”’]+/u, "");
  return JAPANESE.test(rest) || JAPANESE_FAR.test(rest) || ENGLISH.test(before) || ENGLISH_AFTER.test(rest);
}

/**
 * Whether a denial of the next word is of the one before `rest`, too:
 * 「ホラーとかグロとかは嫌」.
 */
export function isListedBefore(rest: string, gap: number, afterNext: string): boolean {
  const between = rest.slice(0, gap);
  return LISTED.test(between) || (between === "と" && AFTER_LIST.test(afterNext));
}

/** Whether a denial of the word before `rest` is of the next one, too: "no ghosts or clowns". */
export function isListedAfter(rest: string, gap: number): boolean {
  return LISTED_ENGLISH.exec(rest)?.[0].length === gap;
}

const LISTED = /^(?:な|い)?(?:もの|系|映画|やつ|シーン)?(?:とか|や|も)、?$/u;
const AFTER_LIST = /^(?:もの|系|映画)?(?:[はも]|以外|抜き|なし)/u;
const LISTED_ENGLISH =
  /^[a-z]{0,5}(?: (?:movies?|films?|stuff))?(?:,? (?:or|nor) |\/|, (?=(?:[a-z-]+ ?){1,2}(?:, [a-z-]+)*,? (?:or|nor) ))(?:any |anything |too |no )?/u;

const JAPANESE =
  /^(?:し|っぽ|くさ|すぎ|過ぎ){0,3}(?:さ|い|る)?(?:監督|作品|アニメ|もの|やつ|の|系|映画|話|展開|シーン|場面|描写|要素)?(?:とか)?(?:くない|く(?:は|も)ない|も(?:な|無)い(?:時代|頃|ころ|世界|時)|な(?:い(?!と|\?|$|です|の\?|かな|でしょうか)|く)|じゃな|ではな|でな|以外|抜き|なない|ずに|[はがも]?(?:嫌|いや(?!つ)|イヤ|苦手|勘弁|無理|だめ|ダメ|なし|ナシ|いらない|要らない|やだ|避け|抜きで|NG|ng|(?:今日は|今は)?(?:もう)?(?:(?<!が)いい(?:や|です|から|かな|わ)|飽き|十分|お腹いっぱい|おなかいっぱい|見飽き|うんざり)|出(?:てこ|て来)?ない)|んで(?:も)?(?:いい|良い|ええ)|(?:な)?くて(?:も)?(?:いい|良い))/u;
/**
 * A denial after its reason, or after a word that weighs it: 「…は眠くなるから無理」,
 * 「…は今日はちょっと」.
 */
const JAPANESE_FAR =
  /^(?:ぬ|い)?(?:もの|モノ|系|映画|アニメ|やつ|なの|の|シーン|場面|描写)?(?:に?[はがもを]|って|に)?、?(?:[^。!?、]{1,14}(?:から|ので|し|くて)、?)?(?:でも|今日は|今は|今|ちょっと|絶対に?|マジで|ほんとに?|本当に|どうも|正直|あんまり|あまり|全部|一切|やっぱり?)*、?(?:嫌(?!な)|いや(?!つ|な)|苦手|無理|勘弁|パス|興味[はがも]?な|除[いくき]|控えめ|少なめ|ほどほど|少な(?:い|く|め)|[観見み](?:ら)?れない|(?:が)?(?:メイン|中心)(?:じゃ|では)な|だめ|ダメ|やめ|避けて|[観見]たくない|気分じゃ|なし|抜き|いらない|要らない|出さない|出ない|(?:好き|得意)(?:じゃ|では)ない|(?<=ちょっと)(?:[。、…]|$))/u;
const ENGLISH =
  /(?:\b(?:no|not|nothing|nobody|no one|without|never|avoid|skip|non|neither|nor|less|hates?|hated|dislikes?|isn't|aren't|don't|doesn't|won't|can't stand|can't do|can't handle|enough|over|bored of|bored with|had it with|tired of|sick of|anything but|done with|not in the mood for|except|thinks? [a-z]+ (?:is|are))\b[- ]?(?:\s*(?:a|an|the|single|one|with|about|in|too|so|very|any|all|want|to|like|of|that|be|another|overly|more|much|have|for|really|super|remotely|stuff|get|anything|something|by|from|made)\b){0,3}\s*)$/u;
const ENGLISH_AFTER =
  /^[a-z]{0,5}(?:-free\b| (?:movies? |films? |stuff )?(?:(?:is|are) (?:out|a no|off the table|not (?:my thing|for me))|(?:isn't|aren't) (?:my thing|for me)|(?:always |just )?(?:puts? me to sleep|bores? me|gives? me nightmares))\b)/u;
