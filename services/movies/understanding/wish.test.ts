import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { wishOf } from "./wish.ts";

const wanted = (text: string) => wishOf(text).wanted.map(({ id }) => id);
const unwanted = (text: string) => wishOf(text).unwanted.map(({ id }) => id);

describe("a wish", () => {
  it("is no denial because it is asked as a question", () => {
    for (const text of ["笑える映画ない？", "笑える映画ないかな", "笑える映画ないですか", "何か笑える映画ない"]) {
      assert.deepEqual([wanted(text).includes("funny"), unwanted(text)], [true, []], text);
    }
    assert.deepEqual(unwanted("怖くないやつ"), ["scary"]);
    assert.deepEqual(unwanted("ホラーじゃないやつ"), ["scary"]);
  });

  it("takes things from what is asked for, and not from why", () => {
    for (const [text, thing] of [
      ["大学受かった！家族みんなで笑える映画を教えて", "student"],
      ["隣の部屋がうるさい。静かな映画がいい", "house"],
      ["They cancelled my concert. I want cute animals", "music"],
      ["I failed my driving test again. Something silly please", "car"],
    ] as const) {
      assert.ok(!wanted(text).includes(thing), text);
    }
    assert.ok(wanted("車が出てくる映画").includes("car"));
    assert.ok(wanted("a dog on a train").includes("train"));
  });

  it("keeps to years and length as they are said", () => {
    assert.deepEqual(wishOf("an odd old Japanese film").facts.years, { from: 1880, to: 1982 });
    assert.deepEqual(wishOf("a romance from before 1960").facts.years, { from: 1880, to: 1959 });
    assert.equal(wishOf("something gripping, under 90 minutes").facts.maxMinutes, 90);
    assert.equal(wishOf("九十分で終わるやつ").facts.maxMinutes, 97);
  });

  it("keeps to open spans, a long film, regions, and who watches", () => {
    for (const [text, facts] of [
      ["2010年以降のミステリー", { years: { from: 2010, to: 2200 } }],
      ["00年代の映画", { years: { from: 2000, to: 2009 } }],
      ["めっちゃ長い映画", { minMinutes: 140 }],
      ["長くない映画", { maxMinutes: 100 }],
      ["60年代のヨーロッパ映画", { years: { from: 1960, to: 1969 }, country: { code: "150", isWanted: true } }],
      ["戦争映画、でもアメリカ以外の", { country: { code: "US", isWanted: false } }],
      ["孫と見るアニメ", { isForAll: true, isForChildren: true }],
      ["おばあちゃんと見る映画", { isForAll: true }],
      ["52歳の母におすすめの映画", {}],
    ] as const) {
      assert.deepEqual(wishOf(text).facts, facts, text);
    }
  });

  it("knows what has been enough, and that who hates a kind of film need not be angry", () => {
    assert.deepEqual(
      [wanted("泣けるのはもういいや、スカッとするやつ"), unwanted("泣けるのはもういいや")],
      [["exhilarating"], ["tearjerker"]],
    );
    assert.ok(wanted("怖いやつ").includes("scary"));
    assert.deepEqual(unwanted("怖すぎないやつ"), ["scary"]);
    assert.ok(unwanted("I don't want anything violent").includes("violent"));
    assert.ok(unwanted("犬が死なないやつ").includes("tearjerker"));
    assert.deepEqual(unwanted("date night, she hates action, i hate musicals"), ["action", "musicfilm"]);
    assert.equal(wishOf("date night, she hates action, i hate musicals").isPlainRequest, true);
    assert.equal(wishOf("I hate everything today").isPlainRequest, false);
  });

  it("knows what is not wanted far from its word, and in a list", () => {
    for (const [text, things] of [
      ["ドキュメンタリーは眠くなるから無理、実話がいい", ["documentaryfilm"]],
      ["documentaries put me to sleep, a space movie", ["documentaryfilm"]],
      ["ホラーとかグロとかは苦手だけどドキドキしたい", ["scary", "violent"]],
      ["nothing with ghosts, gore or clowns, an epic", ["ghost", "violent", "circus"]],
      ["スポーツは興味ないけど熱くなれる映画", ["sportfilm"]],
      ["アニメは今日はちょっと。笑えるやつ", ["animation"]],
      ["笑える、怖くないやつ", ["scary"]],
    ] as const) {
      assert.deepEqual(unwanted(text), things, text);
    }
  });

  it("knows what is left out by few words, in a sentence of its own, or as doing as well", () => {
    for (const [text, things] of [
      ["韓国映画で泣けるやつ。でも戦争ものは除いて", ["warfilm"]],
      ["村の因習もの。グロは控えめで", ["violent"]],
      ["感動しすぎないのがいい", ["moving"]],
      ["電車の映画が観たい。人は死なないやつで", ["death", "tearjerker"]],
      ["Something about the sea. Not sharks!!", ["shark"]],
      ["something like Spirited Away but live action", ["animation"]],
    ] as const) {
      assert.deepEqual(unwanted(text), things, text);
    }
    assert.deepEqual(wanted("相撲の映画ってある？アニメでもいい"), ["combatsport"]);
    assert.deepEqual(unwanted("侍が出てくるけど笑えるのがいいです"), []);
  });

  it("knows what is met in any mood, and who only mutters", () => {
    for (const text of [
      "上司のせいで最悪。静かで優しい映画で落ち着きたい",
      "疲れた。笑える映画を頼む",
      "さみしい。親子の話を観たい",
      "I'm furious, a calm film please",
      "むかつく。強い女が活躍する映画",
      "kids are whining, ugh. Something with animals that talk",
    ]) {
      assert.equal(wishOf(text).isMetInAnyMood, true, text);
    }
    for (const text of ["お勧めの泣けるアニメ映画教えろ。全く嫌な気分だぜ。", "最悪。復讐ものを", "疲れた"]) {
      assert.equal(wishOf(text).isMetInAnyMood, false, text);
    }
  });

  it("takes no time from who tries to remember a film, and several countries from who names them", () => {
    assert.deepEqual(wishOf("what's that movie, a boy befriends a robot in the fifties").facts, { isRecalled: true });
    assert.deepEqual(wishOf("イタリアかスペインの映画").facts, { country: { code: "IT ES", isWanted: true } });
    assert.deepEqual(wishOf("an Indian movie that isn't three hours long").facts, {
      maxMinutes: 150,
      country: { code: "IN", isWanted: true },
    });
  });

  it("tells a plain request, or one out of boredom, from a bad mood", () => {
    for (const text of [
      "侍が出てくるけど笑えるの",
      "昭和の下町の人情もの",
      "ひま。すごいミステリーない？",
      "black and white romance",
      "car racing",
    ]) {
      assert.equal(wishOf(text).isPlainRequest, true, text);
    }
    for (const text of [
      "上司に怒られて最悪。コメディを",
      "I'm furious, a calm film please",
      "疲れた",
      "また雨か",
      "spent all day arguing, my head is exploding",
    ]) {
      assert.equal(wishOf(text).isPlainRequest, false, text);
    }
  });

  it("knows places by their names", () => {
    assert.ok(wanted("北海道が舞台の映画").includes("hokkaido"));
    assert.ok(!wanted("北海道が舞台の映画").includes("theatre"));
    assert.ok(!wanted("フランス映画でおしゃれなやつ").includes("dance"));
    assert.ok(wanted("昭和の下町の人情もの").includes("oldtown"));
  });

  it("reads no word in another word, and Latin ones among Japanese letters", () => {
    assert.ok(!wanted("日本の映画を一本").includes("book"));
    assert.ok(!wanted("パンダの映画").includes("food"));
    assert.ok(wanted("どんよりしたSF").includes("scifi"));
    assert.ok(wanted("ロボットアニメ").includes("robot"));
  });

  it("takes who watches, when, and over what meal, for no part of the film", () => {
    for (const [text, thing] of [
      ["夫と観るかっこいい映画を教えて", "spouses"],
      ["雨の日に観る静かな映画", "rain"],
      ["ポップコーン食べながら観る派手な映画おすすめ", "food"],
      ["a western for my father", "father"],
    ] as const) {
      assert.ok(!wanted(text).includes(thing), text);
    }
  });

  it("knows whether the film is sad, or who asks", () => {
    assert.equal(wishOf("a sad love story").isPlainRequest, true);
    assert.ok(wanted("a sad love story").includes("tearjerker"));
    assert.equal(wishOf("I am so sad, a love story please").isPlainRequest, false);
  });
});
