import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FAILURES, factsOf, type FailureKind } from "./failure.ts";
import { nextStep, type Situation } from "./next-step.ts";

const KINDS = Object.keys(FAILURES) as FailureKind[];

describe("what is tried next after a provider's failure", () => {
  const table: readonly [what: string, situation: Situation, step: ReturnType<typeof nextStep>][] = [
    ["a time-out", about("timeout"), "next"],
    ["429 with a short Retry-After", about("rate_limited", { retryAfterMs: 5_000 }), "wait"],
    ["429 with Retry-After: 0", about("rate_limited", { retryAfterMs: 0 }), "wait"],
    ["the same in the second attempt", about("rate_limited", { retryAfterMs: 1_000, attempt: 2 }), "wait"],
    ["the same in the third", about("rate_limited", { retryAfterMs: 1_000, attempt: 3 }), "next"],
    ["429 with a long Retry-After", about("rate_limited", { retryAfterMs: 5_001 }), "next"],
    ["429 without one", about("rate_limited"), "next"],
    ["a refusal that can be rephrased", about("refused", { canRephrase: true }), "rephrase"],
    ["a refusal of the softer words", about("refused"), "next"],
    ["a rest, however short", about("resting", { retryAfterMs: 10 }), "next"],
    ["a time-out that could be rephrased", about("timeout", { canRephrase: true }), "next"],
  ];
  for (const [what, situation, step] of table) it(`${what}: ${step}`, () => assert.equal(nextStep(situation), step));

  it("everything else: the next one, at once", () => {
    for (const kind of KINDS.filter((each) => each !== "rate_limited" && each !== "refused")) {
      assert.equal(nextStep(about(kind, { canRephrase: true, retryAfterMs: 1 })), "next", kind);
    }
  });
});

describe("the table of failures", () => {
  it("knows which calls are surely not on the bill", () => {
    assert.deepEqual(
      which((kind) => factsOf(kind).billed !== "no"),
      ["timeout", "cut", "server_error", "declined", "broken_answer", "failed"],
    );
  });

  it("knows what only the operator can mend", () => {
    assert.deepEqual(
      which((kind) => factsOf(kind).alarm),
      ["out_of_quota", "misconfigured", "bad_request"],
    );
  });

  it("opens the circuit at once for a time-out alone", () => {
    assert.deepEqual(
      which((kind) => factsOf(kind).breaks === "at once"),
      ["timeout"],
    );
  });
});

function about(kind: FailureKind, more: Partial<Situation> = {}): Situation {
  return { kind, retryAfterMs: undefined, attempt: 1, canRephrase: false, ...more };
}

function which(holds: (kind: FailureKind) => boolean): readonly FailureKind[] {
  return KINDS.filter(holds);
}
