import { toKatakana } from "../japanese/clauses.ts";

/**
 * Words in kana, spelled so that the dictionary cuts them where a reader would: it takes はもう for
 * one word and reads its は as ha, and knows お疲れさま but not おつかれさま. Found by reading the persona's
 * phrases through it.
 */
export function respell(text: string): string {
  const cut = SPELLINGS.reduce((respelled, [found, spelled]) => respelled.replaceAll(found, spelled), text);
  return cut.replace(LAUGH, toKatakana).replace(SIGH, toKatakana);
}

const SPELLINGS: readonly (readonly [string, string])[] = [
  ["はもう", "は もう"],
  ["のときは", "のトキは"],
  ["おつかれ", "お疲れ"],
  ["いちにち", "イチニチ"],
  ["ごきげん", "ご機嫌"],
  ["すみっこ", "スミッコ"],
  ["りゃあ", "リャー "],
];

/**
 * The dictionary would read えへへ as え + the particle へ twice, and a sigh はぁ as the particle は. はは is
 * a laugh only when it stands alone: それでははじめよう is none.
 */
const LAUGH = /[えうてでい]?(?:へへ|ふふ|ひひ)[へふひ]*[っッ]?|(?<=^| )あ?はは+(?=[っッ]?(?:$| ))/gu;
const SIGH = /(?<=^| )(?:[はへほ]|うわ|きゃ)[ぁぇぉあえおー]+(?=$|[っ ])/gu;
