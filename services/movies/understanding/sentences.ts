export interface Part {
  /** In UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** The sentences that ask for a film the most plainly, or with `all` each that asks at all. */
export function askingOf(letters: string, all = false): readonly Part[] {
  const parts = partsOf(letters, SENTENCE).map((part) => lastClause(letters, part));
  const asking = (words: RegExp) => parts.filter(({ start, end }) => words.test(letters.slice(start, end)));
  const [plainly, asks] = [asking(ASKS_PLAINLY), asking(ASKS)];
  if (all) return [...plainly, ...asks];
  return plainly.length > 0 ? plainly : asks;
}

/** Where a pattern matches. */
export function partsOf(letters: string, pattern: RegExp): readonly Part[] {
  return Array.from(letters.matchAll(pattern), ({ 0: { length }, index }) => ({ start: index, end: index + length }));
}

/** Without the clauses before the request that say why: "they fined me again, I want revenge". */
function lastClause(letters: string, { start, end }: Part): Part {
  const sentence = letters.slice(start, end);
  const why = WHY_ENGLISH.exec(sentence)?.[0] ?? WHY_JAPANESE.exec(sentence)?.[0] ?? "";
  return { start: start + why.length, end };
}

const WHY_ENGLISH =
  /^(?:[^,;]*\b(?:i|i'm|my|we|our|me|they|he|she)\b[^,;]*[,;]\s*)+(?=.*\b(?:i want|i need|i'd|give me|show me|got any|any|something|recommend|what|musicals?|movies?|films?|comedy|romance)\b)/u;
const WHY_JAPANESE =
  /^.*?(?:なんだけど|なので|だから|[たるい]から|[たるい]ので(?!(?:お?すす|お?勧|何|なに|なんか|いい)))、?(?=.{4})/u;

/** A sentence, and a clause of one. */
export const SENTENCE = /[^。.!?…\n]+[。.!?…]?/gu;
export const CLAUSE = /[^。.!?…\n,;、—]+/gu;
const ASKS =
  /映画|アニメ|ドラマ|作品|邦画|洋画|やつ|(?:話|もの|の)(?:が|を|は|ない|ある|で|お願い|頼む)|[観見](?:たい|る|られ)|おすすめ|お勧め|教え|\b(?:films?|movies?|anime|something|anything|musical|watch|show|recommend|want|need|give me|please|maybe|got)\b/u;
export const ASKS_PLAINLY =
  /教え|(?:お?すす|お?勧|お?薦)め|くれ|ください|ちょうだい|お願い|頼む|(?:みせ|見せ)[ろて]|[観見](?:たい|る|られ)|がいい|(?:泣き|笑い|癒され|スカッとし|すかっとし|スッキリし|ほっこりし|ドキドキし|ワクワクし|落ち着き)たい|(?:映画|アニメ|やつ|もの|の|話|邦画|洋画|作品).{0,3}(?:ある|ない|あります|ありません)|どれ|何が|\b(?:recommend|suggest|give me|show me|find me|please|got any|any|looking for|what (?:should|can|do|to)|what's a|i want|i need|i'd love|how about)\b|\b(?:films?|movies?|anime)\b.*\?$/u;

/** What asks for a film at all. */
export const REQUEST =
  /^like\b|\b(?:similar to|in the mood for|(?:want|need|feel like)(?: to| a) (?:good )?(?:cry|laugh|scare))\b|映画|アニメ|作品|邦画|洋画|やつ|(?:もの|話)(?:$|[。!?]|が|を|ある|ない|お願い)|のがいい|おすすめ|お勧め|[観見]たい|\b(?:films?|movies?|anime|musicals?|documentar(?:y|ies)|story|stories|something|anything|watch|put on|recommend|surprise me|one)\b/u;

/** What stands for a film without any word for one: "a road trip with an old man". */
export const NAMES_A_FILM = /\bones\b|^(?:an?|some|any|the) |(?:もの|モノ|の|系|ムービー|何か)[。!?]*$|出てくる/u;

/** What tells of one's day rather than of a film: "a brutal shift, everyone was rude". */
export const TELLS = /\b(?:my|our|spent|was|were|had)\b|され[たてる]|だった|(?:っ|れ|し|か)た(?:[。!]|$)/u;

export function isIn({ start, end }: Part, place: number): boolean {
  return place >= start && place < end;
}
