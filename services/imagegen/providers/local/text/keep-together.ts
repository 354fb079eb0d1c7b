/**
 * Where no line may break although the parser of phrases sees an end: words that it does not know,
 * by kind.
 */

/** Words written in kana, or half in kana, that it takes apart. */
const KANA_WORDS = [
  "もどかし とびきり つづき つづけ くたびれ まるごと とんでもない 踏ん張 くやし くずれ へたくそ さいふ ななめ 心地いい たたき",
  "っぱなし ほしい よりによって よっていう がまん さみし まちが にこにこ となり 歯みがき すれちが はしたな かけがえ のぞき",
  "いつのまにか いつの間に つまみ食い もやもや もやっ ととの さがし うたが 見た目 じゅうぶん わるい がんば おはよう",
  "お笑い いそがし 引き落とし おめでた いくつ にくい しゃぎ がらがら のびのび しのい 見積も 当たり前 あっという どんなとき そんなとき できてな できない できた 今日の分",
]
  .join(" ")
  .split(" ");
const WORDS = [
  new RegExp(KANA_WORDS.join("|"), "g"),
  /(?:思い|受け|手|通じ|のみ|抱え)(?:うか|とめ|ばな|あっ|こ[みむん])/g,
  /いとき|のど(?=[をがはも、。])/g,
];
/** ひと息, ひと休み, もうひと仕事, あとひと踏ん張り, もう一度: a count of one belongs to what it counts. */
const COUNTS_ONE = /(?:もう|あと)?(?:ひと|一)$/u;
/** What ends a sentence belongs to the word before it. */
const SENTENCE_END = /^(?:よ|ね|な|よね|もんね|もん|かな|だね|だよ|でしょ)(?:[。、！？♪…ねよ]|$)/u;
/** さみし|い。: one kana that ends a word. */
const KANA_TAIL = /^(?:しい|[いきくしえうおかこ])(?:[。、！？♪…]|って|[よねんのな](?:[。、！？♪…]|$)|$)/u;
/** 上司, 笑顔: one kanji cut off from the next. */
const LONE_KANJI = /(?:^|[^\p{Script=Han}々])\p{Script=Han}$/u;
const KANJI_FIRST = /^\p{Script=Han}/u;
/** In characters: a piece this short looks lost at the end of a line (気も／つかう). */
const SHORT = 2;
const ENDS_SOMETHING = /[、。，．！？!?…♪♡☆」』）)\s]$/u;

/** Whether the text may not be cut between the two pieces, which stand next to each other in it. */
export function belongTogether(before: string, after: string): boolean {
  if (ENDS_SOMETHING.test(before)) return false;
  return (
    Array.from(before).length <= SHORT ||
    COUNTS_ONE.test(before) ||
    SENTENCE_END.test(after) ||
    KANA_TAIL.test(after) ||
    (LONE_KANJI.test(before) && KANJI_FIRST.test(after)) ||
    isDoubled(before, after)
  );
}

/** へと|へと, ぐる|ぐる */
function isDoubled(before: string, after: string): boolean {
  return [2, 3].some((length) => before.length >= length && before.slice(-length) === after.slice(0, length));
}

/**
 * Where the word begins, in `before`, that the cut between the two would take apart; undefined when
 * it takes none.
 */
export function wordCutApart(before: string, after: string): number | undefined {
  const cut = before.length;
  for (const word of WORDS) {
    for (const { 0: found, index } of (before + after).matchAll(word)) {
      if (index < cut && cut < index + found.length) return index;
    }
  }
  return undefined;
}
