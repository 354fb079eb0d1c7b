import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SentimentResult } from "@guchi/shared/contracts/guchi.ts";
import { StageError } from "@guchi/shared/errors.ts";
import { testContext } from "@guchi/shared/testing/stage-context.ts";
import Value from "typebox/value";
import type { Sentiment, SentimentProvider } from "./providers/provider.ts";
import { createSentimentStage } from "./stage.ts";

const calm: Sentiment = { label: "neutral", score: 0.9, language: "ja", listens: true, grave: false };
const answering = (name: string, answer: Sentiment): SentimentProvider => ({
  name,
  analyze: () => Promise.resolve(answer),
});
const failing: SentimentProvider = {
  name: "down",
  analyze: () => Promise.reject(new StageError("Out of reach.", { code: "provider_unavailable", class: "transient" })),
};

function run(providers: readonly SentimentProvider[], text: string, signal = new AbortController().signal) {
  return createSentimentStage({ providers, local: failing }).run({ text }, testContext({ signal }));
}

describe("the sentiment stage", () => {
  it("gives the first provider's answer, names it, and fits the contract", async () => {
    const result = await run([answering("azure", calm), answering("local", calm)], "今日は水曜日です");
    assert.deepEqual(result, { ...calm, provider: "azure" });
    assert.ok(Value.Check(SentimentResult, result));
  });

  it("asks the next provider when one fails", async () => {
    assert.equal((await run([failing, answering("local", calm)], "雨")).provider, "local");
  });

  it("fails with the last provider's error when none answers", async () => {
    await assert.rejects(run([failing], "雨"), { code: "provider_unavailable", class: "transient" });
  });

  it("never lets a provider talk it out of the self-harm check", async () => {
    assert.equal((await run([answering("azure", calm)], "もう死にたい")).danger?.certain, true);
    assert.equal(
      (
        await run(
          [answering("azure", { ...calm, danger: { certain: true, kind: "self-harm" as const } })],
          "今日は水曜日です",
        )
      ).danger?.certain,
      true,
    );
  });

  it("takes the job's input merged with earlier results", () => {
    const { input } = createSentimentStage({ providers: [], local: failing });
    assert.ok(Value.Check(input, { text: "疲れた", user: "u1", persona: {} }));
    assert.ok(!Value.Check(input, { text: "  " }));
  });

  it("stops when it is aborted", async () => {
    await assert.rejects(run([answering("local", calm)], "雨", AbortSignal.abort(new Error("canceled"))), {
      message: "canceled",
    });
  });

  it("reads with the engine that costs nothing when the budget of the day is spent", async () => {
    const azure: SentimentProvider = {
      name: "azure",
      callTimeoutMs: 1_000,
      analyze: async (_, { pay }) => (await pay(1), calm),
    };
    const over = { reserve: async () => false, giveBack: async () => undefined, over: "daily_budget" as const };
    const local = answering("local", calm);
    const stage = createSentimentStage({ providers: [azure], local, budget: { purse: () => over } });
    const result = await stage.run({ text: "雨" }, testContext());
    assert.deepEqual(result, { ...calm, provider: "local" });
    assert.ok(Value.Check(SentimentResult, result));
  });
});
