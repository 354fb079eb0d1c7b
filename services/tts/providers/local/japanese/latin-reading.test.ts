import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readLatin } from "./latin-reading.ts";

const readings: Record<string, string> = {
  OK: "オーケー",
  ok: "オーケー",
  LINE: "ライン",
  PC: "ピーシー",
  SNS: "エスエヌエス",
  HR: "エイチアール",
  tv: "ティーブイ",
  sakura: "サクラ",
  kyoto: "キョト",
  smile: "スマイル",
  deadline: "デッドライン",
  repose: "レポセ",
  project: "プロジェクト",
  ganbare: "ガンバレ",
};

describe("readLatin", () => {
  for (const [word, expected] of Object.entries(readings)) {
    it(`${word} is ${expected}`, () => {
      assert.equal(readLatin(word), expected);
    });
  }
});
