import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { MAX_TEXT_UTF16_UNITS, SentimentResult } from "@guchi/shared/contracts/guchi.ts";
import { testCall } from "@guchi/shared/testing/stage-context.ts";
import Value from "typebox/value";
import { createLocalSentiment } from "./local.ts";
import type { SentimentProvider } from "./provider.ts";

describe("the local sentiment provider", () => {
  let local: SentimentProvider;
  before(async () => {
    local = await createLocalSentiment();
  });
  const analyze = (text: string) => local.analyze(text, testCall());

  const cases: readonly (readonly [promise: string, label: string, texts: readonly string[]])[] = [
    ["a negated complaint is none", "positive", ["悪くないね", "嫌いじゃない", "Not bad at all", "残業がなかった"]],
    ["a negated joy is a complaint", "negative", ["楽しくない", "全然おいしくなかった", "休みがない", "Not happy"]],
    ["a tag question is no negation", "negative", ["これひどくない？", "上司うざくない?"]],
    ["what comes after a 'but' counts", "positive", ["疲れたけど楽しかった", "I was tired but it was so much fun"]],
    ["what comes after a 'but' counts", "negative", ["楽しかったけど疲れた", "楽しみにしてたのに中止"]],
    ["やばい goes with its company", "positive", ["やばい楽しかった", "ヤバいくらい美味しい"]],
    ["やばい alone is a complaint", "negative", ["テストやばい"]],
    [
      "a complaint needs no negative word",
      "negative",
      ["また残業", "電車が遅れてる", "給料が上がらない", "なんで俺だけ…", "上司が話を聞いてくれない"],
    ],
    [
      "praise may be ironic",
      "negative",
      ["素晴らしいですね、また仕様変更ですか", "Great, another meeting at 6pm", "幸せですよ（棒）"],
    ],
    [
      "width, kana and drawling do not matter",
      "negative",
      ["ﾑｶﾂｸ", "だるーーーい", "つらぁい", "ＳＵＣＫＳ", "できねえ"],
    ],
    ["faces speak", "negative", ["😭😭", "(´；ω；`)", "T_T"]],
    ["faces speak", "positive", ["😊", "(*^^*)"]],
    [
      "questions, greetings and facts are neither",
      "neutral",
      ["好きな食べ物は？", "おはよう", "お疲れ様です", "今日は水曜日です", "What time is it?"],
    ],
  ];
  for (const [promise, label, texts] of cases) {
    it(`${promise}: ${label}`, async () => {
      const labels = await Promise.all(texts.map(async (text) => [text, (await analyze(text)).label]));
      assert.deepEqual(
        labels,
        texts.map((text) => [text, label]),
      );
    });
  }

  it("tells the language by the script, and takes no script for Japanese", async () => {
    const languages = { 疲れた: "ja", OMG疲れた: "ja", tired: "en", "😭": "ja", "12": "ja", "Je suis fatigué": "en" };
    for (const [text, language] of Object.entries(languages))
      assert.equal((await analyze(text)).language, language, text);
  });

  it("answers anything that a message can hold, within the contract", async () => {
    const odd = [
      "\ud83d",
      "a\udc00b",
      "\u0000",
      "\u200b",
      "https://example.com/a?b=c",
      "。",
      "((((",
      "٣",
      "w",
      "ー",
      "\n\n",
    ];
    for (const text of odd) {
      assert.ok(Value.Check(SentimentResult, { ...(await analyze(text)), provider: "local" }), JSON.stringify(text));
    }
  });

  it("answers the same each time", async () => {
    assert.deepEqual(await analyze("残業ばっかりで疲れた"), await analyze("残業ばっかりで疲れた"));
  });

  // The bound is ten times what it takes on an idle 2-core machine: it is there for a pattern that explodes.
  it("reads 5,000 units of any kind without delay", async () => {
    for (const unit of [
      "残業ばっかりで疲れた。",
      "あ",
      "ー",
      "な",
      "また",
      "I am so tired ",
      "a",
      "(",
      "(´",
      "!",
      "😭",
      "死に",
      "\n",
      "ないない",
      "not ",
    ]) {
      const text = unit.repeat(MAX_TEXT_UTF16_UNITS).slice(0, MAX_TEXT_UTF16_UNITS);
      const start = performance.now();
      await analyze(text);
      assert.ok(performance.now() - start < 1_000, `${JSON.stringify(unit)} took ${performance.now() - start} ms`);
    }
  });

  it("stops when it is aborted", async () => {
    await assert.rejects(local.analyze("雨", testCall({ signal: AbortSignal.abort(new Error("canceled")) })), {
      message: "canceled",
    });
  });
});
