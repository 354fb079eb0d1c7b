import assert from "node:assert/strict";
import { test } from "node:test";
import { SUBJECTS, TURNS } from "../subjects/files.ts";
import { PHRASES } from "./phrases.ts";
import { sentencesOf } from "./template.ts";

const SLOTS = {
  who: "上司",
  n: "3時間",
  quote: "まだ",
  noun: "ピアノ",
  label: "残業",
  echo: "電車が止まった",
  detail: "本番中",
};

const subjectsOf = (language: "ja" | "en") => SUBJECTS[language].concat(TURNS[language]);

const linesOf = (language: "ja" | "en"): readonly string[] => [
  ...PHRASES[language].all().map(([, line]) => line),
  ...subjectsOf(language).flatMap(({ lines }) => Object.values(lines).flat()),
  ...subjectsOf(language).flatMap(({ closer }) => closer.map(({ line }) => line)),
];

/** Joints that no Japanese sentence has: what a choice in brackets leaves where it does not fit. */
const BROKEN_JA = [
  /[るぬむぐ]だよね/u,
  /[\p{Script=Han}ァ-ヶ]んだ(?:よ|ね|。)/u,
  /(?:みたい|そう|[\p{Script=Han}])よね/u,
  /(?<!みた|きら)いな(?:人|んだ)(?<!扱いなんだ)/u,
  /せよね|ねね|よよ|のんだろ/u,
  /(?<![戦違])いだよね(?<!(?:みた|きら|嫌|っぱ|ぐら|くら|せ)いだよね)/u,
  /。。|、。|？。|！。/u,
];

test("a choice in brackets leaves no broken joint in Japanese", () => {
  const sentences = linesOf("ja").flatMap((line) => sentencesOf(line, SLOTS));
  assert.ok(sentences.length > 3_000);
  for (const sentence of sentences) {
    for (const broken of BROKEN_JA) assert.doesNotMatch(sentence, broken);
  }
});

for (const language of ["ja", "en"] as const) {
  test(`${language}: every line can be said, in few enough ways, within the bubble`, () => {
    for (const line of linesOf(language)) {
      const sentences = sentencesOf(line, SLOTS);
      assert.ok(sentences.length >= 1 && sentences.length <= 12, line);
      for (const sentence of sentences) {
        assert.doesNotMatch(sentence, /[[\]{}|<>]/u);
        assert.ok(sentence.length <= (language === "ja" ? 70 : 150), sentence);
      }
    }
  });
}

test("a line with an empty slot is not said", () => {
  assert.deepEqual(sentencesOf("{who}[って|は]、ね。", {}), []);
  assert.deepEqual(sentencesOf("{who}[って|は]、ね。", { who: "ミミ" }), ["ミミって、ね。", "ミミは、ね。"]);
});
