import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MAX_TEXT_UTF16_UNITS } from "@guchi/contracts/guchi.ts";
import { NoticeTopic } from "@guchi/contracts/line.ts";
import { noticeText } from "./notices.ts";

const LANGUAGES = ["ja", "en"] as const;

describe("what she says without a complaint", () => {
  for (const [keptSeconds, ja, en] of [
    [7 * 86_400, "7日たつと", "after 7 days"],
    [86_400, "1日たつと", "after 1 day,"],
    [36 * 3_600, "36時間たつと", "after 36 hours"],
    [900, "15分たつと", "after 15 minutes"],
    [90, "90秒たつと", "after 90 seconds"],
  ] as const) {
    it(`tells who meets her what she is, that words go after ${keptSeconds} s as configured, and how to erase them`, () => {
      for (const about of ["follow", "join"] as const) {
        const hello = noticeText({ about, language: "ja" }, { keptSeconds });
        for (const part of ["プログラム", "人間じゃない", ja, "全部忘れて"]) assert.ok(hello.includes(part), hello);
        const english = noticeText({ about, language: "en" }, { keptSeconds });
        for (const part of ["run by a program", "not a human", en, "forget me"])
          assert.ok(english.includes(part), english);
      }
      assert.ok(
        noticeText({ about: "follow", language: "ja" }, { keptSeconds }).includes(en),
        "for who reads no Japanese",
      );
    });
  }

  it("leaves nothing to be filled in, and fits in one message", () => {
    for (const about of NoticeTopic.enum) {
      for (const language of LANGUAGES) {
        const text = noticeText({ about, language }, { keptSeconds: 1_209_600 });
        assert.ok(!/[{}]/.test(text) && text.length <= MAX_TEXT_UTF16_UNITS, text);
      }
    }
  });
});
