import assert from "node:assert/strict";
import { test } from "node:test";
import { cpuMs } from "@guchi/platform/testing/cpu.ts";
import { type Language, MAX_TEXT_UTF16_UNITS, type Mood, type Topic } from "@guchi/contracts/guchi.ts";
import { createUnderstanding } from "./understand.ts";

const understand = createUnderstanding();

const COMPLAINTS: readonly (readonly [Language, string, Topic, Mood, string?])[] = [
  ["ja", "残業ばっかりで疲れた。もう無理", "work", "tired", "残業"],
  ["ja", "上司がムカつく。言うことがコロコロ変わる", "work", "angry", "朝令暮改"],
  ["ja", "会議が長すぎる", "work", "bored", "会議"],
  ["ja", "締め切り間に合わない、やばい", "work", "anxious", "締め切り"],
  ["ja", "残業と満員電車のダブルでもう限界", "commute", "tired", "満員電車"],
  ["ja", "テスト前なのに全然勉強できてない、不安", "study", "anxious", "テスト"],
  ["ja", "先生に怒られた", "study", "sad", "お説教"],
  ["ja", "お母さんがいちいちうるさい", "family", "frustrated", "細かい口出し"],
  ["ja", "旦那が家事を全然しない", "family", "frustrated", "家事をしない人"],
  ["ja", "子供がイヤイヤ期でしんどい", "family", "tired", "小さい子のお世話"],
  ["ja", "彼氏から返信こない…", "love", "anxious", "返事を待つ時間"],
  ["ja", "遠距離で会えなくて寂しい", "love", "lonely", "遠距離"],
  ["ja", "友達がいなくて寂しい", "friends", "lonely", "ひとりの時間"],
  ["ja", "友達にドタキャンされた", "friends", "angry", "ドタキャン"],
  ["ja", "給料が安すぎて生活できない", "money", "anxious", "お給料の悩み"],
  ["ja", "お金がない…来月の家賃どうしよう", "money", "anxious", "金欠"],
  ["ja", "頭痛がひどくて仕事にならない", "health", "tired", "頭痛"],
  ["ja", "歯医者行きたくない、怖い", "health", "anxious", "歯医者"],
  ["ja", "眠れない。もう3時だよ", "sleep", "tired", "眠れない夜"],
  ["ja", "雨ばっかりで洗濯物が乾かない", "weather", "bored", "雨"],
  ["ja", "暑すぎて溶ける", "weather", "tired", "暑さ"],
  ["ja", "満員電車で足踏まれた、最悪", "commute", "frustrated", "満員電車"],
  ["ja", "電車が遅延して遅刻した", "commute", "frustrated", "乗りものの遅れ"],
  ["ja", "ゴキブリ出た", "home", "anxious", "虫さわぎ"],
  ["ja", "楽しみにしてたケーキが売り切れだった", "food", "sad", "売り切れ"],
  ["ja", "Ｗｉ－Ｆｉが遅すぎてイライラする", "tech", "angry", "通信の不調"],
  ["ja", "月曜日が憂鬱", "daily", "bored", "月曜日"],
  ["ja", "暇すぎてつまらない", "daily", "bored", "退屈な時間"],
  ["ja", "寂しい", "daily", "lonely", "さみしさ"],
  ["ja", "ムカつく", "daily", "angry", "イライラ"],
  ["ja", "もうやだ", "daily", "frustrated", "もういやなこと"],
  ["en", "Working late every day, I'm exhausted", "work", "tired", "overtime"],
  ["en", "My boss yelled at me again", "work", "angry", "being yelled at"],
  ["en", "I have an exam tomorrow and I’m so nervous", "study", "anxious", "exams"],
  ["en", "my kids won't sleep", "family", "tired", "your kids"],
  ["en", "My boyfriend left me on read", "love", "anxious", "being left on read"],
  ["en", "I'm so lonely, I have no friends", "friends", "lonely", "feeling on your own"],
  ["en", "rent is too high", "money", "anxious", "rent"],
  ["en", "dentist tomorrow, scared", "health", "anxious", "the dentist"],
  ["en", "I can't sleep", "sleep", "tired", "sleepless nights"],
  ["en", "It's raining and my shoes are soaked", "weather", "bored", "all this rain"],
  ["en", "The train was delayed again", "commute", "frustrated", "delays"],
  ["en", "A cockroach in my kitchen!", "home", "anxious", "bugs"],
  ["en", "They got my order wrong", "food", "angry", "a wrong order"],
  ["en", "wifi is down again", "tech", "frustrated", "connection trouble"],
  ["en", "I hate Mondays", "daily", "angry", "Mondays"],
  ["en", "I'm bored", "daily", "bored", "a slow, empty day"],
];

for (const [language, text, topic, mood, detail] of COMPLAINTS) {
  test(`${text} → ${topic}, ${mood}`, () => {
    const understood = understand(text, language);
    assert.deepEqual([understood.topic, understood.mood], [topic, mood]);
    assert.equal(understood.details[0]?.name, detail);
    assert.equal(understood.grave, false);
  });
}

const GRAVE: readonly (readonly [Language, string])[] = [
  ["ja", "犬が死んじゃった。悲しい"],
  ["ja", "祖母が先月亡くなりました。仕事も手につかない"],
  ["ja", "残業続きで上司のパワハラもひどい"],
  ["ja", "学校でいじめられてる"],
  ["ja", "母の手術が心配"],
  ["ja", "彼女にフラれた"],
  ["en", "My dog died"],
  ["en", "I got fired after years of overtime"],
  ["en", "she broke up with me"],
];

/** Each kind of grief, however it is said; and what only sounds like one. */
const GRIEF: readonly (readonly [Language, string, string | undefined])[] = [
  ["ja", "祖父が三日前に息を引き取った", "大切な人とのお別れ"],
  ["ja", "ばあちゃん死んだ。実感がない", "大切な人とのお別れ"],
  ["ja", "うちの猫、今朝死んじゃった", "小さな家族とのお別れ"],
  ["ja", "朝起きたらハムスターが死んでた", "小さな家族とのお別れ"],
  ["ja", "二度目の流産だった", "赤ちゃんを待つこと"],
  ["ja", "夫と別居することになった", "離婚"],
  ["ja", "父に腫瘍が見つかった", "重い病気のこと"],
  ["ja", "今月末で雇い止めになる", "クビになったこと"],
  ["ja", "自転車で車にはねられて、まだ足が震える", "事故や災害"],
  ["ja", "朝からクラスで無視されてる", "いじめのこと"],
  ["en", "Grandpa passed away on Sunday", "losing someone dear"],
  ["en", "We had to put our old cat to sleep", "losing a little companion"],
  ["en", "My hamster is dead", "losing a little companion"],
  ["en", "the second miscarriage this year", "hoping for a baby"],
  ["en", "I was made redundant by email", "losing your job"],
  ["en", "got hit by a car on my bike", "what happened to you"],
  ["ja", "犬の散歩中にイヤホンの電池が死んだ", undefined],
  ["ja", "タブレットがお亡くなりになったので仕事にならない", undefined],
  ["ja", "徹夜で表情筋が死んだ", undefined],
  ["ja", "夫が死んだ魚みたいな目で帰ってきた", undefined],
  ["ja", "炊飯器が逝った。米どうすんの", undefined],
  ["ja", "会議がお通夜みたいで気まずい", undefined],
  ["ja", "また仕事を振られた。三件目", undefined],
  ["ja", "人身事故で電車が遅延してる", undefined],
  ["en", "my tablet died in the middle of the show", undefined],
  ["en", "Mom said the router died again", undefined],
  ["en", "my sister's laptop died", undefined],
  ["en", "I nearly died laughing at that bill", undefined],
  ["en", "good grief, another form", undefined],
];

for (const [language, text, kind] of GRIEF) {
  test(`${kind ?? "no grief"}: ${text}`, () => {
    const { grave, details } = understand(text, language);
    assert.equal(grave, kind !== undefined);
    if (kind !== undefined) assert.equal(details[0]?.name, kind);
  });
}

/**
 * A word counts for what it says where it stands: compounds, dialect and set phrases are other
 * words.
 */
const OTHER_READINGS: readonly (readonly [text: string, never: string, first?: string])[] = [
  ["今日も雨やけど行かなあかん", "けが", "雨"],
  ["ねむいんやけど、まだ終わらへん", "けが"],
  ["やけどなあ、ほんましんどいわ", "けが"],
  ["天ぷら揚げてて手をやけどした", "けが・なし", "けが"],
  ["平日は毎日ワンオペで座るひまもない", "バイト", "ワンオペ"],
  ["バイクのバッテリーが上がって動かない", "スマホの不調", "車の不調"],
  ["お忙しい中すみません、部屋のエアコンが動きません", "予定だらけの毎日"],
  ["店員の態度が悪すぎて服を買わずに出た", "出前のトラブル", "お店の対応"],
  ["頭がパンクしそう", "車の不調"],
  ["ラグビーの試合が雨で中止", "ゲームの悩み", "雨"],
];

for (const [text, never, first] of OTHER_READINGS) {
  test(`${text} → ${first ?? `not ${never}`}`, () => {
    const names = understand(text, "ja").details.map(({ name }) => name);
    assert.ok(!names.includes(never), names.join());
    if (first !== undefined) assert.equal(names[0], first);
  });
}

test("what is known to be grave is grave whatever the words tell, and then nothing sounds bright or sharp", () => {
  for (const text of [
    "もう会えないんだって",
    "明日の会議どうでもよくなった",
    "ムカつく。なんであの子が",
    "暇すぎて考えちゃう",
  ]) {
    const { grave, mood } = understand(text, "ja", true);
    assert.equal(grave, true);
    assert.match(mood, /^(sad|anxious|tired|lonely)$/);
  }
});

for (const [language, text] of GRAVE) {
  test(`grave: ${text}`, () => {
    const understood = understand(text, language);
    assert.equal(understood.grave, true);
    assert.equal(understood.details[0]?.grave, true);
    assert.equal(understood.topic, understood.details[0]?.topic);
  });
}

test("a word that only looks like a keyword is none", () => {
  for (const text of ["大丈夫じゃない", "ドライブ中", "スマホが死んだ", "月曜が憂鬱", "目が死んでる"]) {
    const { grave, details } = understand(text, "ja");
    assert.equal(grave, false);
    assert.ok(!details.some(({ name }) => ["旦那さん", "推しの悩み"].includes(name)));
  }
  assert.equal(understand("my phone just died", "en").grave, false);
});

test("a thing that is not there is not named", () => {
  assert.deepEqual(
    understand("残業はないけど給料も普通", "ja").details.map(({ name }) => name),
    ["お給料の悩み"],
  );
  assert.deepEqual(understand("no meetings today", "en").details, []);
});

test("5,000 units are read in a moment, whatever they are", () => {
  const texts = [
    "残業ばっかりで疲れた。",
    "雨傘",
    "お",
    "ﷺ",
    "雨",
    "😩",
    "exhausted ",
    "a",
    "i can't ",
    "犬が",
    "母の",
    "手にやけど",
    "my dog ",
    "lost my old ",
    "mom has ",
  ].map(longest);
  for (const language of ["ja", "en"] as const) {
    for (const text of texts) {
      const startedAt = cpuMs();
      understand(text, language);
      // Below 10 ms. Quadratic reading takes seconds.
      assert.ok(cpuMs() - startedAt < 250, `${text.slice(0, 10)}: ${cpuMs() - startedAt}`);
    }
  }
});

function longest(unit: string): string {
  return unit.repeat(MAX_TEXT_UTF16_UNITS).slice(0, MAX_TEXT_UTF16_UNITS);
}
