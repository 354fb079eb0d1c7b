import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SentimentResult } from "@guchi/contracts/guchi.ts";
import { StageError } from "@guchi/chain/errors.ts";
import type { Cared } from "@guchi/contracts/memory/care-memory.ts";
import { testContext } from "@guchi/providers/testing/stage-context.ts";
import Value from "typebox/value";
import type { Heard } from "./listening/listen.ts";
import { heardAs, likely } from "./listening/testing.ts";
import type { Sentiment, SentimentProvider } from "./providers/provider.ts";
import { type CareMemory, createSentimentStage, type SentimentDependencies } from "./stage.ts";

const calm: Sentiment = { label: "neutral", score: 0.9 };
const answering = (name: string, answer: Sentiment): SentimentProvider => ({
  name,
  analyze: () => Promise.resolve(answer),
});
const failing: SentimentProvider = {
  name: "down",
  analyze: () => Promise.reject(new StageError("Out of reach.", { code: "provider_unavailable", class: "transient" })),
};
const inDanger = heardAs({ listens: true, danger: { certain: true, kind: "self-harm" } });

function fakeMemory(recalled?: Cared): CareMemory & { readonly remembered: unknown[] } {
  const remembered: unknown[] = [];
  return {
    remembered,
    recall: () => Promise.resolve(recalled),
    remember: (note) => Promise.resolve(void remembered.push(note)),
  };
}

function create(heard: Heard, dependencies: Partial<SentimentDependencies> = {}) {
  return createSentimentStage({
    listen: () => heard,
    providers: [answering("azure", calm)],
    memory: fakeMemory(),
    ...dependencies,
  });
}
const signalled = (signal = new AbortController().signal) => testContext({ signal });

describe("the sentiment stage", () => {
  it("gives the first provider's reading, names it, and fits the contract", async () => {
    const stage = create(heardAs(), { providers: [answering("azure", calm), answering("local", calm)] });
    const result = await stage.run({ text: "今日は水曜日です" }, signalled());
    assert.deepEqual(result, { ...calm, language: "ja", listens: false, grave: false, provider: "azure" });
    assert.ok(Value.Check(SentimentResult, result));
  });

  it("asks the next provider when one fails, and fails with the last one's error when none answers", async () => {
    const { provider } = await create(heardAs(), { providers: [failing, answering("local", calm)] }).run(
      { text: "雨" },
      signalled(),
    );
    assert.equal(provider, "local");
    await assert.rejects(create(heardAs(), { providers: [failing] }).run({ text: "雨" }, signalled()), {
      code: "provider_unavailable",
      class: "transient",
    });
  });

  it("lets no provider talk it out of a danger or a burden, nor congratulate somebody who carries one", async () => {
    const joyful = [answering("azure", { label: "positive", score: 0.99 })];
    const danger = await create(inDanger, { providers: joyful }).run({ text: "x" }, signalled());
    assert.equal(danger.danger?.certain, true);
    const burden = await create(heardAs({ listens: true }), { providers: joyful }).run({ text: "x" }, signalled());
    assert.deepEqual([burden.label, burden.listens], ["neutral", true]);
  });

  it("remembers whom it cared for, and reads what they write within the day in its light", async () => {
    const memory = fakeMemory();
    await create(inDanger, { memory }).run({ text: "x", user: "u" }, signalled());
    await create(heardAs(), { memory }).run({ text: "x", user: "u" }, signalled());
    await create(inDanger, { memory }).run({ text: "x" }, signalled());
    assert.equal(memory.remembered.length, 1);

    const recalling = fakeMemory({ at: 1, kind: "abuse" });
    const thanks = heardAs({ likelihood: likely({ thanks: 1 }) });
    const followUp = await create(thanks, { memory: recalling }).run({ text: "ありがと", user: "u" }, signalled());
    assert.deepEqual(followUp.danger, { certain: true, followUp: true, kind: "abuse" });
    assert.equal((await create(thanks, { memory: recalling }).run({ text: "x" }, signalled())).danger, undefined);
  });

  it("takes the job's input merged with earlier results", () => {
    const { input } = create(heardAs());
    assert.ok(Value.Check(input, { text: "疲れた", user: "u1", persona: {} }));
    assert.ok(!Value.Check(input, { text: "  " }));
  });

  it("stops when it is aborted", async () => {
    const aborted = signalled(AbortSignal.abort(new Error("canceled")));
    await assert.rejects(create(heardAs()).run({ text: "雨" }, aborted), { message: "canceled" });
  });

  it("reads with the engine that costs nothing when the budget of the day is spent", async () => {
    const azure: SentimentProvider = {
      name: "azure",
      callTimeoutMs: 1_000,
      analyze: async (_text, _heard, { pay }) => (await pay(1), calm),
    };
    const over = { reserve: async () => false, giveBack: async () => undefined, over: "daily_budget" as const };
    const stage = create(heardAs({ score: 0.7 }), { providers: [azure], budget: { partBudget: () => over } });
    const result = await stage.run({ text: "雨" }, signalled());
    assert.deepEqual([result.provider, result.score], ["local", 0.7]);
  });
});
