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

  it("tells a plain request, or one out of boredom, from a bad mood", () => {
    for (const text of [
      "侍が出てくるけど笑えるの",
      "昭和の下町の人情もの",
      "ひま。すごいミステリーない？",
      "black and white romance",
    ]) {
      assert.equal(wishOf(text).isPlainRequest, true, text);
    }
    for (const text of ["上司に怒られて最悪。コメディを", "I'm furious, a calm film please", "疲れた", "また雨か"]) {
      assert.equal(wishOf(text).isPlainRequest, false, text);
    }
  });

  it("knows places by their names", () => {
    assert.ok(wanted("北海道が舞台の映画").includes("hokkaido"));
    assert.ok(!wanted("北海道が舞台の映画").includes("theatre"));
    assert.ok(!wanted("フランス映画でおしゃれなやつ").includes("dance"));
    assert.ok(wanted("昭和の下町の人情もの").includes("oldtown"));
  });
});
