import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import type { Behavior } from "../../../test/fakes/openai/route.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../../test/fakes/openai/server.ts";
import { service } from "../service.ts";
import { createOpenAiEmbedding } from "./openai.ts";
import { createOwnEmbedding } from "./own-model.ts";
import { testEmbeddingProvider } from "./provider.suite.ts";

let fake: FakeOpenAi;
before(async () => {
  fake = await startFakeOpenAi();
});
after(() => fake.close());

const config = () =>
  readSettings(service, {
    OPENAI_API_KEY: fake.apiKey,
    OPENAI_BASE_URL: fake.url,
    OPENAI_EMBEDDING_PRICE_USD: "0.5",
    OWN_EMBEDDING_MODEL: "text-embedding-3-large",
  });

testEmbeddingProvider("OpenAI", () => createOpenAiEmbedding(config()));
testEmbeddingProvider("A server of one's own", () => createOwnEmbedding(config()));

function embed(behavior: Behavior) {
  fake.behave("embeddings", behavior);
  const provider = createOpenAiEmbedding(config());
  return provider.embed(["a", "b"], { ...testCall(), model: provider.model });
}

describe("OpenAI's embeddings", () => {
  const broken: Readonly<Record<string, Behavior>> = {
    "one vector for two texts": { body: { data: [{ index: 0, embedding: [1] }] } },
    "a vector of nothing": { body: { data: [0, 1].map((index) => ({ index, embedding: [0, 0] })) } },
    "no number": { body: { data: [0, 1].map((index) => ({ index, embedding: ["x", 1] })) } },
    "no list": { body: { data: {} } },
  };
  for (const [what, behavior] of Object.entries(broken)) {
    it(`are a broken answer with ${what}`, async () => {
      await assert.rejects(embed(behavior), { kind: "broken_answer" });
    });
  }

  it("are paid for by the characters, and asked by an older model while its vectors answer", async () => {
    const provider = createOpenAiEmbedding(config());
    const costs: number[] = [];
    const pay = async (costUsd: number) => void costs.push(costUsd);
    await provider.embed(["あ".repeat(500)], { ...testCall({ pay }), model: "openai/text-embedding-3-large" });
    assert.deepEqual(costs, [0.25]);
    const { body } = fake.callsOf("embeddings").at(-1) ?? {};
    assert.deepEqual(body, { model: "text-embedding-3-large", input: ["あ".repeat(500)], encoding_format: "float" });
  });
});
