/**
 * Words that turn with their company: 「やばい、楽しかった」 is joy, 「テストやばい」 is not. They count as negative
 * only in a message without a positive word.
 */
export const ambivalent: ReadonlyMap<string, number> = new Map(
  [
    ["やばい やべえ やべー ヤバい ヤバイ やばすぎる えぐい エグい 泣く 泣ける 涙 号泣 病みつき", -0.6],
    ["死ぬ しぬ タヒる 鬼 溶ける", -0.8],
    ["おかしい 止まらない 叫ぶ 鳥肌 震える", -0.5],
  ].flatMap(([phrases, polarity]) =>
    String(phrases)
      .split(" ")
      .map((phrase) => [phrase, Number(polarity)] as const),
  ),
);

/** Adverbs of degree and fillers that may stand inside a phrase: 気が「すごく」重い. */
export const degree: ReadonlySet<string> = new Set(
  `とても とっても すごく 凄く めっちゃ めちゃ めちゃくちゃ めっさ むっちゃ むちゃくちゃ 超 ちょう 本当に ほんとに ほんと 本当 マジ マジで まじ まじで ガチ ガチで
  ちょっと 少し すこし かなり 結構 けっこう だいぶ 大分 全然 全く まったく 全部 もう まだ ずっと 毎日 毎回 いつも また 更に さらに もっと 一番 なかなか あまり あんまり
  そんなに どんどん 一切 何も 少しも ちっとも ほぼ ほとんど やっぱり やっぱ なんか なんだか ただ ただただ とにかく 割と わりと 意外と 普通に 激 クソ くそ めちゃめちゃ`
    .trim()
    .split(/\s+/u),
);
