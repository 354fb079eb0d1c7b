import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { speaksOfSelfHarm } from "./self-harm.ts";

describe("plain words of self-harm", () => {
  const table: readonly (readonly [what: string, says: readonly string[], others: readonly string[]])[] = [
    [
      "in dialect",
      ["もう死にたか", "死にとうなるわ", "毎晩死にたなる", "me just wan dead"],
      ["蟻が死んだ虫にたかる", "死にたくない", "the battery is dead"],
    ],
    [
      "of looking for a way",
      ["死に方を調べてた", "タヒに方 調べ方わからん。死方を検索した"],
      ["仕方を調べてた", "必ず死ぬ敵の倒し方を調べる"],
    ],
    [
      "of following the dead",
      ["犬を見送ったら私も逝く", "妻の後を追うつもりです"],
      ["犯人の後を追うつもりで走った", "友達が行くなら私も行く", "I will follow her on Instagram"],
    ],
    [
      "of burns",
      ["ライターで腕やいた", "また腕焼いちゃった", "肉が見えるまで腕を切った"],
      ["肉を焼いたら腕が疲れた", "オーブンで鶏の足やいた"],
    ],
    ["of who would mind", ["私が死んだら怒る？", "死んだら寂しい？"], ["遅刻したら怒る？", "いないと寂しい"]],
    [
      "outright in dialect, in kana, mistyped and inverted",
      [
        "市にたい",
        "死んでしもたい",
        "おらんごとなりたか",
        "生きとうない",
        "てくびきった",
        "いしょかいた",
        "しんじゃおうかな",
        "おーばーどーずしちゃった",
        "いなくなればいい、私が",
      ],
      ["市に対して怒ってる", "店員がおらんくなった", "もうできた", "いっしょにかいた絵", "楽しんじゃおう"],
    ],
    [
      "as a whole message, which in a longer one may mean something else",
      ["殺して", "終わりにしたい", "生きていけない", "消えてもいいですか"],
      ["虫を殺して", "残業を終わりにしたい", "コーヒーなしじゃ生きていけない", "電気は消えてもいい"],
    ],
    [
      "as a question",
      ["どうしたら死ねますか", "楽な死に方教えて", "how many pills to die"],
      ["どうしたら勝てますか", "死んだふりのやり方教えて", "how many pills does my dog need a day"],
    ],
    [
      "of others",
      ["彼女が死ぬって言ってる", "someone says they're going to kill themselves", "she keeps cutting herself"],
      ["友達が暑くて死ぬって言ってる", "my character tries to kill himself", "my cat cuts herself on the fence"],
    ],
    [
      "in the words of chats",
      ["idw live anymore", "i od'd last night", "gonna unalive", "wnat to die", "i want to ctb"],
      ["idw live with him", "gonna od on chocolate", "i want to try it", "the control of the ctbs"],
    ],
    [
      "in other turns of English",
      ["i will die by my own hand", "planning my own end again", "i wanna be six feet under"],
      ["knitted by my own hand, a scarf", "planning my own party", "for halloween i wanna be in my coffin costume"],
    ],
  ];
  for (const [what, says, others] of table) {
    it(`are heard ${what}, and what looks alike is not`, () => {
      assert.deepEqual(
        [...says, ...others].filter((text) => speaksOfSelfHarm(text)),
        says,
      );
    });
  }
});
