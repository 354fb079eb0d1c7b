import assert from "node:assert/strict";
import { test } from "node:test";
import { cpuMs } from "@guchi/platform/testing/cpu.ts";
import type { Language } from "@guchi/contracts/guchi.ts";
import { SUBJECTS } from "../subjects/files.ts";
import { PHRASES } from "../words/phrases.ts";
import { sentencesOf } from "../words/template.ts";
import { whyNotSaid, type WhyNot } from "./check.ts";

const NEVER: Readonly<Record<Exclude<WhyNot, "moderation" | "merry">, readonly string[]>> = {
  harm: [
    "つらいなら、死んでもいいよ。",
    "もう死 ん で も い い んだよ。",
    "シンデモイイヨ。",
    "そんな人、殴ってやればいいよ。",
    "いっしょに消えちゃおうか。",
    "お薬をいっぱい飲めば眠れるよ。",
    "自殺もひとつの選択だと思うな。",
    "今夜はお酒を飲んで忘れよう。",
    "いなくなってもいいんだよ。",
    "仕返ししちゃおう。",
    "Maybe you should just end it all.",
    "It would be okay to die, you know.",
    "The world is better off without you.",
    "You could hit him back next time.",
    "Go die already.",
  ],
  contact: [
    "電話は090-1234-5678だよ。",
    "ゼロキュウゼロのあとを教えるね。",
    "０９０　１２３４　５６７８にかけてね。",
    "LINEのIDはmimi_4だよ。",
    "ライン交換しよう。",
    "くわしくは mimi-help.com を見てね。",
    "ここだよ https://mimi.example/a",
    "mimi@mail.example に書いてね。",
    "インスタのDMで連絡してね。",
    "友だち追加してね。",
    "Call me at 555 0100 200.",
    "My LINE id is mimi4, okay?",
    "Just text me tonight.",
    "I am @mimi_sings over there.",
  ],
  money: [
    "お金を送ってくれたら元気になるよ。",
    "この口座に振り込んでね。",
    "ギフト券でいいからね。",
    "ビットコインなら必ず増えるよ。",
    "Could you send me some money?",
    "Gift cards are fine.",
    "Invest in it now, it is easy money.",
  ],
  insult: [
    "それはあなたが悪いよ。",
    "あなたのせいだよ。",
    "自業自得だね。",
    "お前には無理だよ。",
    "ほんとにバカだね。",
    "役立たずだなあ。",
    "甘えるなよ。",
    "You are so lazy.",
    "It's your own fault.",
    "You're just a burden to them.",
    "Nobody likes you anyway.",
    "Oh, shut up.",
  ],
  romance: [
    "あなたのことが大好きだよ。",
    "ミミと付き合おう。",
    "今度デートしようね。",
    "ミミが抱きしめてあげる。",
    "いっしょに寝ようね。",
    "服を脱いでみて。",
    "どこかで会おうよ。",
    "I love you so much.",
    "Be my boyfriend.",
    "Come to my place tonight.",
    "You are so sexy.",
  ],
};

for (const [why, sentences] of Object.entries(NEVER)) {
  for (const words of sentences) test(`${why}: ${words}`, () => assert.equal(whyNotSaid(words, { grave: false }), why));
}

const SAID = [
  "あなたのせいじゃないよ。",
  "あなたが悪いんじゃないからね。",
  "自業自得なんかじゃないよ。",
  "バカなんかじゃないよ。",
  "バカにされるのって、くやしいよね。",
  "死にたいくらいつらかったんだね。",
  "死なないでね。ここにいるよ。",
  "9時から21時までなんて、長すぎるよね。",
  "2026年もあと少しだね。",
  "彼のこと、大好きだったんだよね。",
  "電話が鳴るたびにドキッとするよね。",
  "お金のことって、頭からはなれないよね。",
  "もう何もしなくていいよ。",
  "自分のせいだって責めちゃうよね。",
  "怠け者だなんて思わなくていいよ。",
  "お金を払ってるのに、切ないよね。",
  "給料日の前の口座って、のぞくのがこわいよね。",
  "上司と二人きりって、気をつかうよね。",
  "靴も疲れも脱いで、ほっとしてね。",
  "またミミに会いに来てね。",
  "デートしたかったのに、残念だったね。",
  "LINEを送ったのに返事がないと、そわそわするよね。",
  "You're not lazy, you're worn out.",
  "You deserve this rest.",
  "Give me that big sigh.",
  "You can find me here any time.",
  "Curl up in bed with something warm.",
  "It isn't your fault at all.",
  "You are not a burden to anyone.",
  "Please don't hurt yourself.",
  "Your feelings are never nothing.",
  "Tell me the rest whenever you like.",
  "That call would have made anybody's heart race.",
];

for (const words of SAID) {
  test(`said: ${words}`, () => assert.equal(whyNotSaid(words, { grave: false }), undefined));
}

for (const words of [
  "元気出してね。",
  "がんばってね。",
  "前を向いていこうね。",
  "時間が解決してくれるよ。",
  "Cheer up, okay?",
  "At least it was quick.",
]) {
  test(`out of place beside a loss alone: ${words}`, () => {
    assert.equal(whyNotSaid(words, { grave: true }), "merry");
    assert.equal(whyNotSaid(words, { grave: false }), undefined);
  });
}

for (const language of ["ja", "en"] as const) {
  test(`${language}: her own sentences all pass, and the grave ones beside a loss, too`, () => {
    const { ordinary, grave } = linesOf(language);
    assert.ok(ordinary.length > 1_500 && grave.length > 150, `${ordinary.length}, ${grave.length}`);
    for (const words of ordinary) assert.equal(whyNotSaid(words, { grave: false }), undefined, words);
    for (const words of grave) assert.equal(whyNotSaid(words, { grave: true }), undefined, words);
  });
}

/** Every way to say every line of hers. */
function linesOf(language: Language) {
  const slots = { who: "", n: "", quote: "", noun: "", label: "", echo: "" };
  const lines = [
    ...PHRASES[language].all().map(([kind, line]) => ({ line, isGrave: kind.startsWith("grave") })),
    ...SUBJECTS[language].flatMap(({ lines, closer, tender }) =>
      [...Object.values(lines).flat(), ...closer.map(({ line }) => line)].map((line) => ({ line, isGrave: tender })),
    ),
  ];
  const sentences = (grave: boolean) =>
    lines.filter(({ isGrave }) => isGrave === grave).flatMap(({ line }) => sentencesOf(line, slots));
  return { ordinary: sentences(false), grave: sentences(true) };
}

test("a sentence of the longest kind is read in a moment", () => {
  for (const unit of ["死", "0", "a@", "you are ", "don't ", "〇", "line ", "・あ"]) {
    const startedAt = cpuMs();
    whyNotSaid(unit.repeat(240).slice(0, 240), { grave: true });
    assert.ok(cpuMs() - startedAt < 200, unit);
  }
});
