import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { japaneseClauses } from "./japanese-text.ts";

const cases: Record<string, string> = {
  "今日は、お疲れさま。また明日ね！いい？": "今日は、お疲れさま。また明日ね！いい？",
  "え、ほんと！？": "え、ほんと？",
  "そっか…つらかったね": "そっか。つらかったね。",
  "「大丈夫」って言って「無理」しないで": "大丈夫って言って 無理しないで。",
  "「好き」「大好き」": "好き、大好き。",
  "えぇ〜〜！すごーーーい": "えぇー！すごーい。",
  ｶﾞﾝﾊﾞﾚ: "ガンバレ。",
  "ＰＣが１００％壊れた": "ピーシーがヒャクパーセント壊れた。",
  "10:05に3〜5人で、気温は-3℃": "ジュージゴフンにサンからゴニンで、気温はマイナスサンド。",
  "月〜金は仕事": "ゲツからキンは仕事。",
  "¥1,500のAとB & C": "センゴヒャクエンのエーとビー アンド シー。",
  ああああああ: "あー。",
  "えへへ、うふふっ": "エヘヘ、ウフフッ。",
  "あははっ、それでははじめよう": "アハハっ、それでははじめよう。",
  "はぁ…疲れた": "ハァ。疲れた。",
  "パン・お茶": "パン お茶。",
  "それは「もうっ！」って": "それは もうっ！って。",
  "今夜はもう、 おつかれさま ！": "今夜は もう、お疲れさま！",
  "うわぁ、きゃー": "ウワァ、キャー。",
  "頑張ったね♪明日も😊": "頑張ったね。明日も。",
  "一行目\n二行目": "一行目。二行目。",
  "😊♪（笑）": "",
  "。。。！？": "",
  ー: "",
};

describe("japaneseClauses", () => {
  for (const [text, expected] of Object.entries(cases)) {
    it(`${JSON.stringify(text)} is spoken as ${expected || "nothing"}`, () => {
      const spoken = japaneseClauses(text).map((clause) => clause.text + clause.ending);
      assert.equal(spoken.join(""), expected);
    });
  }
});
