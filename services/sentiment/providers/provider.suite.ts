import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testAnyProvider } from "@guchi/providers/testing/provider.suite.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import { createListener } from "../listening/listen.ts";
import type { Sentiment, SentimentProvider } from "./provider.ts";

const PLAIN = {
  残業で疲れた: "negative",
  "That was so much fun today!": "positive",
  今日は水曜日です: "neutral",
} as const;

/** What the stage relies on, whichever engine reads. Every provider's test runs it. */
export function testSentimentProvider(
  name: string,
  create: () => SentimentProvider | Promise<SentimentProvider>,
): void {
  describe(`${name} as a sentiment provider`, () => {
    it("tells how plain words sound, and how sure it is", async () => {
      const provider = await create();
      for (const [text, label] of Object.entries(PLAIN)) {
        const sentiment = await analyze(provider, text);
        assert.equal(sentiment.label, label, text);
        assert.ok(sentiment.score > 0.5 && sentiment.score <= 1, `${text}: ${sentiment.score}`);
      }
    });

    testAnyProvider(create, (provider, call) => analyze(provider, "残業で疲れた", call));
  });
}

async function analyze(provider: SentimentProvider, text: string, call = testCall()): Promise<Sentiment> {
  return provider.analyze(text, (await listening)(text), call);
}

const listening = createListener();
