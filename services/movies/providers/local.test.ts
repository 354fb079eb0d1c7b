import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import { createLocalEmbedding } from "./local.ts";
import { LEARNT_FILE } from "./local/learnt.ts";
import { train } from "./local/train.ts";
import { testEmbeddingProvider } from "./provider.suite.ts";

testEmbeddingProvider("our own", () => createLocalEmbedding());

describe("our own embedding", () => {
  const local = createLocalEmbedding();
  const nearness = async (one: string, two: string) => {
    const [a, b] = await local.embed([one, two], { ...testCall(), model: local.model });
    return [...(a ?? [])].reduce((sum, value, at) => sum + value * (b?.[at] ?? 0), 0);
  };

  it("gives the same numbers to the same text", async () => {
    assert.ok(Math.abs((await nearness("海辺の町の話", "海辺の町の話")) - 1) < 1e-6);
  });

  it("knows what is meant by other words, and in the other language", async () => {
    const other = await nearness("恐竜が出てくる話", "会社員の恋");
    assert.ok((await nearness("恐竜が出てくる話", "a story with dinosaurs")) > other + 0.2);
    assert.ok((await nearness("号泣したい", "とにかく泣ける")) > other + 0.2);
    assert.ok((await nearness("ワンちゃんの映画", "忠犬を描く")) > other + 0.2);
  });

  it("matches words that nobody taught it", async () => {
    assert.ok((await nearness("グルグンダストの塔", "グルグンダストへ")) > 0.3);
  });

  it("is what `npm run train:movies` makes of the films and concepts as they are", () => {
    assert.ok(readFileSync(LEARNT_FILE, "utf8") === train(), "run npm run train:movies");
  });
});
