import assert from "node:assert/strict";
import { test } from "node:test";
import type { Language } from "@guchi/contracts/guchi.ts";
import { type Detail, detailOf } from "./detail.ts";

/** The circumstance that a listener would repeat, and where there is none. */
const DETAILS: readonly (readonly [Language, string, Detail["kind"] | undefined, string?])[] = [
  ["ja", "お風呂のお湯が水になった。シャンプー中に。", "tail", "シャンプー中に"],
  ["ja", "犬の散歩中にいきなり怒鳴られた", "time", "散歩中"],
  ["ja", "電気代が先月の倍になってた", "more", "先月の倍"],
  ["ja", "グループLINEで別れを告げられた", "means", "グループLINE"],
  ["ja", "人前で店長に怒られた", "before", "人前"],
  ["ja", "財布は戻ったけど中身だけなかった", "only", "中身"],
  ["ja", "畑のとうもろこし、ハクビシンに食べられた", "focus", "ハクビシンに"],
  ["ja", "手伝いに来たのはゼロ人だった", "tail", "ゼロ人"],
  ["ja", "急に泣きたくなった", undefined],
  ["ja", "自分にむかつく", undefined],
  ["en", "I ate alone on my birthday, again", "time", "On your birthday"],
  ["en", "She told me in a group chat", "means", "In a group chat"],
  ["en", "My date showed up with his mother.", "focus", "With his mother"],
  ["en", "They start every single Saturday", "every", "Every single Saturday"],
  ["en", "He drew on the new couch. Both cushions.", "tail", "Both cushions"],
  ["en", "I can't do this again", undefined],
  ["en", "I cried at work", undefined],
];

for (const [language, text, kind, said = ""] of DETAILS) {
  test(`${text} → ${kind ?? "nothing"}`, () => {
    assert.deepEqual(detailOf(text, language), kind === undefined ? undefined : { kind, text: said });
  });
}
