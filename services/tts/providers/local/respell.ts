/**
 * Words in kana, spelled so that the dictionary cuts them where a reader would: it takes はもう for
 * one word and reads its は as ha, and knows お疲れさま but not おつかれさま. Found by reading the persona's
 * phrases through it.
 */
export function respell(text: string): string {
  return SPELLINGS.reduce((respelled, [found, spelled]) => respelled.replaceAll(found, spelled), text);
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
