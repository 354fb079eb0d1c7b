import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testAnyProvider } from "@guchi/providers/testing/provider.suite.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import type { EmbeddingProvider } from "./provider.ts";

/** What the stage relies on, whichever engine embeds. Every provider's test runs it. */
export function testEmbeddingProvider(name: string, create: () => EmbeddingProvider): void {
  describe(`${name} as an embedding provider`, () => {
    const embed = (...texts: readonly string[]) => {
      const provider = create();
      return provider.embed(texts, { ...testCall(), model: provider.model });
    };

    it("gives a vector of length 1 for each text, all as long, whatever the texts", async () => {
      const vectors = await embed("海の映画", "a film by the sea", "。", "長い".repeat(2_000));
      assert.equal(vectors.length, 4);
      for (const vector of vectors) {
        assert.equal(vector.length, vectors[0]?.length);
        const length = Math.hypot(...vector);
        assert.ok(Math.abs(length - 1) < 1e-4 || length === 0, `the length is ${length}`);
      }
    });

    it("keeps its vectors under a name that begins with its own", () => {
      const { name: own, model } = create();
      assert.ok(model.startsWith(`${own}/`) && model.length > own.length + 1);
    });

    testAnyProvider(create, (provider, call) => provider.embed(["あ"], { ...call, model: provider.model }));
  });
}
