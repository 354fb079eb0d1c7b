import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { learn, type Example } from "./learn.ts";
import { likelihoods } from "./model.ts";
import { readModel, writeModel } from "./model-file.ts";

const LABELS = 3;
const SOURCE = "0".repeat(64);

/**
 * Of each label, 20 messages with a feature of their own (the label's place), one of chance and one
 * that all have.
 */
const examples: readonly Example[] = Array.from({ length: 60 }, (_, i) => ({
  features: Int32Array.from([i % 3, 10 + (i % 7), 30]),
  label: i % 3,
}));

describe("learning", () => {
  it("finds what tells the labels apart", () => {
    const model = learn(examples, LABELS);
    for (const label of [0, 1, 2]) {
      const shares = likelihoods(model, Int32Array.from([label, 30]));
      assert.ok((shares[label] ?? 0) > 0.8, `${label}: ${String(shares[label])}`);
      assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
    }
  });

  it("depends less on the order of the examples, the more orders it takes the mean of", () => {
    // Noise: the same features with each label, so that nothing but the order tells them apart.
    const noise = Array.from({ length: 90 }, (_, i) => ({
      features: Int32Array.from([(i * 7) % 11, 20 + ((i * 5) % 13)]),
      label: (i * i) % 3,
    }));
    const spread = (orders: number) => {
      const one = learn(noise, LABELS, { orders }).scores;
      const other = learn(noise.toReversed(), LABELS, { orders }).scores;
      return Array.from(one).reduce((sum, score, at) => sum + Math.abs(score - (other[at] ?? 0)), 0);
    };
    assert.ok(spread(8) < spread(1) * 0.7, `${spread(8)} ${spread(1)}`);
  });

  it("gives the same model each time", () => {
    assert.deepEqual(writeModel(learn(examples, LABELS), SOURCE), writeModel(learn(examples, LABELS), SOURCE));
  });

  it("says nothing certain of what it never saw", () => {
    for (const features of [Int32Array.from([]), Int32Array.from([60, 61])]) {
      assert.ok(likelihoods(learn(examples, LABELS), features).every((share) => share < 0.6));
    }
  });
});

describe("the model's file", () => {
  const model = learn(examples, LABELS);
  const file = writeModel(model, SOURCE);

  it("is read back as it was written, near enough, and the same for good", () => {
    const { model: read, source } = readModel(file);
    assert.equal(source, SOURCE);
    for (const bucket of [0, 1, 2]) {
      const features = Int32Array.from([bucket, 30]);
      const [before, after] = [likelihoods(model, features), likelihoods(read, features)];
      assert.ok(before.every((share, k) => Math.abs(share - (after[k] ?? 0)) < 0.02));
    }
    assert.deepEqual(readModel(writeModel(read, SOURCE)).model, read);
  });

  it("is refused when it is cut off or none", () => {
    assert.throws(() => readModel(file.subarray(0, file.length - 20)));
    assert.throws(() => readModel(Buffer.from("no model")));
  });
});
