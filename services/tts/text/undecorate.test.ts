import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { undecorate } from "./undecorate.ts";

const gone: [string, string][] = [
  ["お疲れさま😊", "お疲れさま"],
  ["家族👨‍👩‍👧‍👦と旗🇯🇵と指👍🏽", "家族 と旗 と指"],
  ["1️⃣", ""],
  ["がんばったね♪えらい☆", "がんばったね えらい"],
  ["会いたいな(´；ω；｀)", "会いたいな"],
  ["わーいヽ(´▽`)ノ！", "わーい ！"],
  ["m(_ _)m", ""],
  ["٩(๑•̀ω•́๑)۶", ""],
  ["やった＼(^o^)／", "やった"],
  ["つらい(T_T)", "つらい"],
  ["ひどいorz", "ひどい"],
  ["まじか（笑）", "まじか"],
  ["それなwww", "それな"],
  ["見て https://example.com/a?b=c#d", "見て"],
  ["I'm here :) <3 ;_; ^^", "I'm here"],
];
const kept = [
  "明日（あした）は休み",
  "well (really well) done",
  "wow, www is a web; now",
  "10:30",
  "3 < 5",
  "C++とC#",
  "（土・日）はお休み",
  "はい(うん)",
];

describe("undecorate", () => {
  for (const [text, expected] of gone) {
    it(`takes out what is not spoken: ${text}`, () => {
      const plain = undecorate(text).replace(/\s+/gu, " ").trim();
      assert.equal(plain, expected);
    });
  }
  for (const text of kept) {
    it(`leaves words alone: ${text}`, () => {
      assert.equal(undecorate(text), text);
    });
  }
});
