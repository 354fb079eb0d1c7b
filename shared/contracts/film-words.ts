/**
 * What asks for a film in words, for messengers and the chat page alike. Browsers load this module,
 * so it imports nothing.
 */

/** What the quick reply says, so that it is read as any words are. */
export const FILM_REQUEST = { ja: "映画をすすめて", en: "Recommend a film" } as const;

/** The pipeline that recommends films. */
export const FILM_PIPELINE = "movie";

/** Longer than this, a message is about more than a film, in UTF-16 units. */
const LONGEST = 200;
const JAPANESE =
  /(?:映画|アニメ|邦画|洋画).{0,24}(?:すすめ|勧め|薦め|教え|おしえ|紹介|出せ|出して|選んで|[観見]せ|みせ|観たい|見たい|みたい(?!な)|観よう|見よう|ない(?:かな|ですか)?[?？]|ある(?:かな)?[?？]|ありますか|ありませんか|お願い|頼む|くれ|ちょうだい|を一本|何か|なにか|がいい)|(?:すすめ|勧め|薦め|何か|なにか)[^。!?！？]{0,24}(?:映画|邦画|洋画)|(?:ホラー|コメディ|サスペンス|ミステリー|時代劇|西部劇|ミュージカル).{0,10}(?:すすめ|教え|おしえ|[観見]たい|ある[?？]|ない[?？])/u;
/** A message that is no more than what film it should be: 「最後に泣ける映画」, and no film's story. */
const JAPANESE_WISH = /^[^。!?、]{2,40}(?:映画|アニメ)[。!?ー~♪]*$/u;
const JAPANESE_TOLD =
  /昨日|きのう|さっき|今日|今朝|先週|この前|こないだ|[観見]た(?!い)|だった|かった|最悪|最低|ひど|クソ|つまら|みたいな|の映画[。!?ー~♪]*$/u;
const ENGLISH =
  /\b(?:recommend|suggest|pick|find|show me|give me|know|want|need|what|which|any|some(?:thing)?|good|looking for)\b.{0,60}\b(?:movies?|films?|anime)\b|\b(?:movies?|films?)\b.{0,40}\b(?:recommend\w*|suggest\w*|to watch|please|tonight)\b|\b(?:something to|what (?:do|should|can|shall) (?:i|we)) (?:watch|put on)\b/u;
/** The same in English: "a film about trains", "movies where the hero dies". */
const ENGLISH_WISH =
  /^(?!.*\b(?:i|my|me|we|he|she|it)\b)(?:an? |the best |best )?(?:[a-z-]+,? ){0,3}(?:movies?|films?|documentar(?:y|ies)|anime)(?: (?:about|where|with|that|for|to|but|in|set|or)\b.*)?[?!. ]*$/u;
/** After a film was given. */
const ANOTHER =
  /^(?:(?:ほか|他|別|次)の映画|ほか|他|別の|もう一本)(?:に|の)?(?:何か|なにか|おすすめ)?(?:は|も|ある|ない)?[?!]*$|^(?:another(?: one| film| movie)?|anything else|something else)[?!.]*$/u;

/** Whether somebody asks for a film, in the quick reply's words or free ones. */
export function asksForFilm(text: string): boolean {
  const said = plain(text);
  if (said.length > LONGEST) return false;
  const isWish = (JAPANESE_WISH.test(said) && !JAPANESE_TOLD.test(said)) || ENGLISH_WISH.test(said);
  return isWish || JAPANESE.test(said) || ENGLISH.test(said);
}

/** Whether these words, said after a film, ask for another: 「ほかには？」. */
export function asksForAnotherFilm(text: string): boolean {
  return ANOTHER.test(plain(text));
}

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().trim();
}
