import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { after, CLOSED, eventOf, type BreakerEvent, type BreakerState } from "./breaker-state.ts";
import { ProviderError, type FailureKind } from "./failure.ts";

const NOW = 1_000_000;
const closed = (failures: number): BreakerState => ({ is: "closed", failures });
const open = (rests: number, until: number): BreakerState => ({ is: "open", until, rests });
const trying = (rests: number): BreakerState => ({ is: "trying", rests });
const MINUTE = 60_000;

describe("the circuit's next state", () => {
  const table: readonly (readonly [state: BreakerState, event: BreakerEvent, next: BreakerState])[] = [
    [CLOSED, "answered", CLOSED],
    [CLOSED, "slow", open(1, NOW + MINUTE)],
    [CLOSED, "faulty", closed(1)],
    [CLOSED, "unclear", CLOSED],
    [CLOSED, "try", CLOSED],
    [closed(2), "answered", CLOSED],
    [closed(2), "unclear", closed(2)],
    [closed(2), "slow", open(1, NOW + MINUTE)],
    [closed(2), "faulty", open(1, NOW + MINUTE)],
    [open(1, NOW + 1), "try", open(1, NOW + 1)],
    [open(1, NOW), "try", trying(1)],
    [open(1, NOW), "answered", open(1, NOW)],
    [open(1, NOW), "slow", open(1, NOW)],
    [open(1, NOW), "faulty", open(1, NOW)],
    [open(1, NOW), "unclear", open(1, NOW)],
    [trying(1), "answered", CLOSED],
    [trying(1), "slow", open(2, NOW + 2 * MINUTE)],
    [trying(1), "faulty", open(2, NOW + 2 * MINUTE)],
    [trying(1), "unclear", open(1, NOW)],
    [trying(1), "try", trying(1)],
    [trying(6), "slow", open(7, NOW + 64 * MINUTE)],
    [trying(7), "slow", open(8, NOW + 120 * MINUTE)],
    [trying(5_000), "faulty", open(5_001, NOW + 120 * MINUTE)],
  ];
  for (const [state, event, next] of table) {
    it(`of ${JSON.stringify(state)} after ${event}`, () => assert.deepEqual(after(state, event, NOW), next));
  }

  it("rests no longer than the provider's own bound", () => {
    assert.deepEqual(after(trying(7), "slow", NOW, 5 * MINUTE), open(8, NOW + 5 * MINUTE));
  });
});

describe("how a failed call has ended", () => {
  const events = {
    timeout: "slow",
    unreachable: "faulty",
    cut: "faulty",
    server_error: "faulty",
    out_of_quota: "faulty",
    misconfigured: "faulty",
    broken_answer: "faulty",
    rate_limited: "answered",
    refused: "answered",
    declined: "answered",
    bad_request: "answered",
    resting: "unclear",
    over_budget: "unclear",
    paid_already: "unclear",
    unsuitable: "unclear",
    failed: "unclear",
  } as const satisfies Record<FailureKind, BreakerEvent>;
  for (const [kind, event] of Object.entries(events) as [FailureKind, BreakerEvent][]) {
    it(`${kind}: ${event}`, () => assert.equal(eventOf(new ProviderError(kind, "openai")), event));
  }

  it("a cancel: unclear", () => assert.equal(eventOf(new DOMException("canceled", "AbortError")), "unclear"));
});
