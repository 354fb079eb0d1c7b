import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ProgressTeller } from "./progress.ts";
import { until } from "./testing/until.ts";

describe("what a stage tells of its progress", () => {
  it("is told at once, then the latest alone, and no more when the attempt is over", async () => {
    const told: string[] = [];
    const teller = new ProgressTeller(async (json) => void told.push(json));
    for (let done = 1; done <= 100; done += 1) teller.tell({ done });
    await until("the latest", () => told.length === 2);
    assert.deepEqual(told, ['{"done":1}', '{"done":100}']);
    teller.tell({ done: 101 });
    teller.end();
    teller.tell({ done: 102 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(told.length, 2);
  });

  it("is bounded", () => {
    const teller = new ProgressTeller(async () => undefined);
    assert.throws(() => teller.tell({ words: "x".repeat(1_000) }), TypeError);
  });

  it("does no harm when Redis does not take it", async () => {
    const teller = new ProgressTeller(() => Promise.reject(new Error("READONLY")));
    teller.tell({ done: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    teller.end();
  });
});
