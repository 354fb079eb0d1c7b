import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Counts } from "../../charts/sample.ts";
import { failingProviders } from "./providers.ts";

/** Samples of 10 s each; `grown`: what was counted in each. */
function samples(...grown: readonly Counts[]) {
  const sums: Record<string, number> = {};
  return [{}, ...grown].map((counts, at) => {
    for (const [key, by] of Object.entries(counts)) sums[key] = (sums[key] ?? 0) + by;
    return { at: at * 10_000, waiting: 0, counts: { ...sums } };
  });
}

describe("providers that fail", () => {
  const revoked = { "failure|openai|misconfigured|persona": 4 };

  it("fail until they have answered the same stage again, and not by chance", () => {
    const told = [{ provider: "openai", kind: "misconfigured", count: 4, needsOperator: true, rests: false }];
    assert.deepEqual(failingProviders(samples({}, revoked)), told);
    assert.deepEqual(failingProviders(samples(revoked, { "answers|openai|persona": 1 })), told);
    assert.deepEqual(failingProviders(samples(revoked, { "answers|openai|tts": 9 })), told);
    assert.deepEqual(failingProviders(samples(revoked, {}, { "answers|openai|persona": 3 })), []);
  });

  it("fail for as long as they rest for it, which is told only where nobody knows why", () => {
    const quiet = Array.from({ length: 40 }, () => ({}));
    const rests = { "failure|openai|resting|persona": 2 };
    assert.deepEqual(failingProviders(samples(revoked, ...quiet)), []);
    assert.deepEqual(
      failingProviders(samples(revoked, ...quiet, rests)).map(({ kind }) => kind),
      ["misconfigured"],
    );
    assert.equal(failingProviders(samples(revoked, rests))[0]?.rests, true);
    assert.deepEqual(
      failingProviders(samples(rests)).map(({ kind }) => kind),
      ["resting"],
    );
  });

  it("are added up over stages, without those that were passed over and not called", () => {
    const counts = {
      "failure|openai|timeout|persona": 2,
      "failure|openai|timeout|tts": 3,
      ...Object.fromEntries(
        ["resting", "over_budget", "paid_already", "unsuitable"].map((kind) => [`failure|openai|${kind}|tts`, 30]),
      ),
    };
    assert.deepEqual(failingProviders(samples(counts)), [
      { provider: "openai", kind: "timeout", count: 5, needsOperator: false, rests: true },
    ]);
  });
});
