import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { fold } from "../fold.ts";
import { learnedModel } from "./learn.ts";
import { readModel, writeModel } from "./model-file.ts";
import { resemblesSelfHarm } from "./resemblance.ts";

const resembles = (text: string) => resemblesSelfHarm(fold(text));

describe("likeness to words of self-harm", () => {
  it("is learnt from the sentences as they are now: after a change, run learn.ts", async () => {
    const kept = await readFile(new URL("model.tsv", import.meta.url), "utf8");
    assert.equal(writeModel(learnedModel()) === kept, true);
  });

  it("is read back as it was written", () => {
    const model = {
      bias: -1.5,
      weights: new Map([
        [" i am", 0.5],
        ["たい", -0.25],
        [" ", 1],
      ]),
    };
    assert.deepEqual(readModel(writeModel(model)), model);
    assert.throws(() => readModel("たい\t1\n"));
    assert.throws(() => readModel("1\tbias\nno weight\n"));
  });

  it("is found in a sentence among others, and across two", () => {
    assert.ok(resembles("今日は雨。もう生きる気力がありません。洗濯物が乾かない。"));
    assert.ok(resembles("The bus was late. I can't find a reason to keep going. It rains."));
  });

  it("is not found in ordinary words, nor in none", () => {
    for (const text of ["残業ばっかりで疲れた", "overtime again, so tired", "", "。。。", "😭"])
      assert.ok(!resembles(text), text);
  });

  it("is not found in the fear of death", () => {
    for (const text of ["死にたくない", "まだしにたくないよ", "I don't want to die"]) assert.ok(!resembles(text), text);
  });

  it("is judged without delay, also for the longest text", () => {
    for (const unit of ["あ", "死にたく。", "I am so tired. ", "。"]) {
      const start = performance.now();
      resembles(unit.repeat(5_000).slice(0, 5_000));
      assert.ok(performance.now() - start < 1_000, `${unit} took ${performance.now() - start} ms`);
    }
  });
});
