import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { japaneseClauses } from "./clauses.ts";

const cases: Record<string, string> = {
  "今日は、お疲れさま。また明日ね！いい？": "今日は、お疲れさま。また明日ね！いい？",
  "え、ほんと！？": "え、ほんと？",
  "そっか…つらかったね": "そっか。つらかったね。",
  "「大丈夫」って言って「無理」しないで": "大丈夫って言って 無理しないで。",
  "「好き」「大好き」": "好き、大好き。",
  "えぇ〜〜！すごーーーい": "えぇー！すごーい。",
  ｶﾞﾝﾊﾞﾚ: "ガンバレ。",
  "ＰＣが１００％壊れた": "PCが100パーセント壊れた。",
  "10:05に3〜5人で、気温は-3℃": "10時5分に3から5人で、気温はマイナス3ド。",
  "月〜金は仕事": "ゲツからキンは仕事。",
  "¥1,500のAとB & C": "1500円のAとB アンド C。",
  ああああああ: "あー。",
  "パン・お茶": "パン お茶。",
  "それは「もうっ！」って": "それは もうっ！って。",
  "11/26、(木)は1/3だけ": "11月26日、木曜日 は3ぶんの1だけ。",
  "0120-117-117": "0120の117の117。",
  "3.5と1,500,000": "3.5と1500000。",
  "頑張ったね♪明日も😊": "頑張ったね。明日も。",
  "一行目\n二行目": "一行目。二行目。",
  "😊♪（笑）": "",
  "。。。！？": "",
  ー: "",
};

describe("japaneseClauses", () => {
  for (const [text, expected] of Object.entries(cases)) {
    it(`${JSON.stringify(text)} is spoken as ${expected || "nothing"}`, () => {
      const spoken = japaneseClauses(text, (plain) => plain).map((clause) => clause.text + clause.ending);
      assert.equal(spoken.join(""), expected);
    });
  }
});
