import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openJTalkLines } from "./lines.ts";

const cases: Record<string, string> = {
  "今日は、お疲れさま。また明日ね！いい？": "今日は、お疲れさま。また明日ね！いい？",
  "残金800円、3.5時間で(木)": "残金800円、3.5時間で 木曜日。",
  LINEとiPhoneとPTAとsmile: "LINEとiPhoneとPTAとスマイル。",
  "20歳、二十歳、120歳": "はたち、はたち、120歳。",
  "3件と千件": "3ケンと千ケン。",
  朝が: "朝ガ。",
  朝がつらい: "朝がつらい。",
  母や姉: "母ヤ姉。",
  "12345678901234": "イチニサンヨンゴロクナナハチキューゼロイチニサンヨン。",
  "😊": "ふふ。",
  "": "ふふ。",
};

describe("what Open JTalk is given", () => {
  for (const [text, expected] of Object.entries(cases)) {
    it(`${text || "nothing"} is ${expected}`, () => {
      assert.equal(openJTalkLines(text).join(""), expected);
    });
  }

  it("holds no run that the program breaks on and no line that it would cut", () => {
    for (const text of ["お".repeat(5) + "x".repeat(5_000), "仕事が".repeat(4_000), "あ、".repeat(4_000)]) {
      const lines = openJTalkLines(text);
      for (const line of lines) assert.ok(Buffer.byteLength(line) <= 900);
      const runs = lines.join("").split(/[、。！？]/u);
      assert.ok(Math.max(...runs.map((run) => Buffer.byteLength(run))) < 300);
      assert.ok(lines.join("").length <= 600);
    }
  });

  it("holds kana, kanji, digits, letters and marks only, whatever the text", () => {
    const text = "a\u0000b\u001B[31m`rm -rf /`; $(id) \"'\\ \ud800 𠮷野家 ｱｲｳ |&<> ㈱①々〆 ﷺ𓀀\u202E";
    assert.match(
      openJTalkLines(text).join(""),
      /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆A-Za-z0-9. 、。！？]+$/u,
    );
  });
});
