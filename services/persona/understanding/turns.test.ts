import assert from "node:assert/strict";
import { test } from "node:test";
import type { Language } from "@guchi/contracts/guchi.ts";
import { createUnderstanding } from "./understand.ts";

const understand = createUnderstanding();

/** How a thing went is told from how it is said, whatever the thing is. */
const TOLD: readonly (readonly [Language, string, string | undefined])[] = [
  ["ja", "管理人さんが勝手に植木を切った", "勝手にされたこと"],
  ["ja", "寮の先輩が勝手に窓を開ける", "勝手にされたこと"],
  ["ja", "買った次の日に半額になってた", "ねらったような間の悪さ"],
  ["ja", "せっかく磨いた窓に鳥がぶつかった", "せっかくのこと"],
  ["ja", "犬が散歩の途中で座り込んで動かない", "気まぐれな子"],
  ["ja", "親戚にまた「仕事は?」って言われた", "聞かれたくないこと"],
  ["ja", "こたつで寝落ちした", "そのまま寝た夜"],
  ["ja", "今日は晴れ", undefined],
  ["en", "the neighbor trimmed my hedge without asking", "taken without asking"],
  ["en", "the printer died right before the deadline", "bad timing"],
  ["en", "my aunt asked when I'm having kids", "nosy questions"],
  ["en", "the sky is blue", undefined],
];

for (const [language, text, name] of TOLD) {
  test(`${text} → ${name ?? "nothing"}`, () => {
    assert.equal(understand(text, language).turn?.name, name);
  });
}

test("a question that the complaint answers is known", () => {
  const { isAnswered = () => false } = understand("昨日3時間も待たされた。「順番です」って言われた", "ja");
  assert.ok(isAnswered("どのくらい待ったの？"));
  assert.ok(isAnswered("いつ気づいたの？"));
  assert.ok(isAnswered("なんて言われたの？"));
  assert.ok(!isAnswered("いまは、横になれそう？"));
  assert.equal(understand("waited 3 hours again", "en").isAnswered?.("How long were you stuck?"), true);
  assert.equal(understand("my car broke down", "en").isAnswered?.("How long were you stuck?"), false);
});

/** A witty line that hurts where it does not fit: these turns do not answer these sentences. */
const HURTS: readonly (readonly [Language, turn: string, texts: readonly string[]])[] = [
  ["ja", "一度もないこと", ["一度も誰かと付き合ったことがない", "一度も褒められたことがない"]],
  ["en", "broken", ["I'm so burned out", "my house was broken into", "I broke my wrist"]],
  ["ja", "できないこと", ["子どもがなかなかできない", "耳が聞こえないから電話できない", "うつで仕事に行けない"]],
  ["ja", "ほしいときにない", ["頼れる人がいない", "味方がいない", "誕生日に誰からも連絡がなかった"]],
  ["ja", "もらえなかったもの", ["生活費が足りない。ごはんが食べられない", "薬が足りない"]],
  ["ja", "だめになったもの", ["心がボロボロ", "頭の中がぐちゃぐちゃ"]],
  ["ja", "終わってしまった楽しみ", ["彼との関係が終わっちゃった", "会社がつぶれた"]],
  ["en", "none left when it counts", ["I got left out of the group trip", "I got kicked out of the band"]],
  ["en", "gone past me", ["I ran out of my medication", "we ran out of food", "I missed the call from my grandma"]],
  ["en", "too full", ["I can't find a single job"]],
  ["ja", "後回しにしたこと", ["給料がまだ振り込まれてない", "荷物がまだ届いてない", "ストレスがたまって限界"]],
  ["ja", "とけた時間", ["残業で23時過ぎに帰った"]],
  ["ja", "人のすること", ["息子が学校に行けてない"]],
  ["ja", "変わってしまったこと", ["娘が笑わなくなった"]],
  ["ja", "頼んでも届かないこと", ["クラスで誰も話してくれない"]],
  ["ja", "濡れたり汚れたり", ["家に帰ったら泥棒に入られてた"]],
  ["ja", "取りやめ", ["涙が流れた"]],
  ["ja", "忘れた", ["忘れたいのに忘れられない"]],
  ["ja", "態度や機嫌", ["水が冷たい"]],
  ["ja", "間の悪い日", ["おまけがついてなかった"]],
  ["ja", "手ごたえのなさ", ["給料が全然増えない"]],
  ["en", "a pet with a mind of its own", ["my dog threw up all night", "my dog won't eat"]],
];

for (const [language, turn, texts] of HURTS) {
  for (const text of texts) {
    test(`${text} is not “${turn}”`, () => {
      assert.notEqual(understand(text, language).turn?.name, turn);
    });
  }
}

test("of the body, a living, being alone and being wronged she speaks quietly", () => {
  for (const text of ["子どもがなかなかできない", "味方がいない", "生活費が足りない", "家に帰ったら泥棒に入られてた"])
    assert.ok(understand(text, "ja").grave, text);
  for (const text of ["we ran out of food", "my son won't go to school", "I got robbed", "I'm deaf"])
    assert.ok(understand(text, "en").grave, text);
  for (const text of [
    "靴に穴があいた",
    "友達が遅刻した",
    "プリンが足りない",
    "暑くてもう限界",
    "システム障害の対応で徹夜",
  ])
    assert.ok(!understand(text, "ja").grave, text);
  for (const text of ["I ran out of milk", "my mug broke", "nobody laughed at my joke"])
    assert.ok(!understand(text, "en").grave, text);
});
