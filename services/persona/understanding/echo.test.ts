import assert from "node:assert/strict";
import { test } from "node:test";
import type { Language } from "@guchi/contracts/guchi.ts";
import { takeUp } from "./take-up.ts";

/** What is said back, and what is not. */
const ECHOES: readonly (readonly [Language, string, string | undefined, string?])[] = [
  ["ja", "大事な書類にコーヒーぶちまけた。終わった", "大事な書類にコーヒーぶちまけた", "happened"],
  ["ja", "隣の家のピアノが毎晩10時まで続いてます", "隣の家のピアノが毎晩10時まで続いてる", "happened"],
  ["ja", "転勤の内示が出た。家買ったばっかりなのに", "家買ったばっかりなのに", "though"],
  ["ja", "また納豆", "また納豆", "whole"],
  // How one feels, and who speaks, would be hers when she says it.
  ["ja", "ひどく疲れてしまった、ほんとうに今日はもう", undefined],
  ["ja", "私だけ呼ばれなかったんです、今日も", "あなただけ呼ばれなかった", "happened"],
  ["ja", "消えてしまいたい気持ちになりました", undefined],
  ["en", "my mom read my diary", "Your mom read your diary", "happened"],
  ["en", "I'm so tired of this", undefined],
  ["en", "why does nobody answer", undefined],
];

for (const [language, text, echo, kind = "happened"] of ECHOES) {
  test(`${text} → ${echo ?? "nothing"}`, () => {
    assert.deepEqual(takeUp(text, language).echo, echo === undefined ? undefined : { kind, text: echo });
  });
}

test("what is not fit to be said is not said back", () => {
  for (const text of [
    "このブスが勝った",
    "今日{who}が来た",
    "090-1234-5678が来た",
    "薬を全部飲んだ",
    "屋上まで来た",
    "旦那に叩かれた",
  ])
    assert.equal(takeUp(text, "ja").echo, undefined, text);
  assert.equal(takeUp("My boss called me a stupid idiot", "en").echo, undefined);
});
