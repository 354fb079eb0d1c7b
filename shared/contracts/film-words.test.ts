import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { asksForAnotherFilm, asksForFilm, FILM_REQUEST } from "./film-words.ts";

describe("asking for a film", () => {
  const asks = [
    ...Object.values(FILM_REQUEST),
    "お勧めの泣けるアニメ映画教えろ。全く嫌な気分だぜ。",
    "映画をすすめて",
    "内定出た!今夜お祝い気分で観られる映画ない?",
    "何か映画観たいなあ",
    "雨の日に観る静かな映画、何かある？",
    "おすすめの映画は？",
    "雨の日に観る映画ない？",
    "Can you recommend a movie for a rainy day?",
    "any good films about cats?",
  ];
  const another = [
    "ほかには？",
    "別の映画",
    "ほかの映画は？",
    "他に何かある?",
    "もう一本！",
    "something else?",
    "Another film",
  ];
  const others = [
    "残業ばっかりで疲れた。もう無理",
    "昨日の映画、彼氏がずっとスマホ見てて最悪",
    "映画みたいな失恋をした",
    "他の人には言えない",
    "ほかの部署の仕事まで押しつけられた",
    "My boss talked through the whole movie and I hate it",
    "another day, another unpaid hour",
  ];
  for (const text of asks) it(`is: ${text}`, () => assert.equal(asksForFilm(text), true));
  for (const text of another) it(`is another one after a film: ${text}`, () => assert.ok(asksForAnotherFilm(text)));
  for (const text of others) {
    it(`is not: ${text}`, () => assert.ok(!asksForFilm(text) && !asksForAnotherFilm(text)));
  }
});
