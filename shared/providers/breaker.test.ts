import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { Breaker } from "./breaker.ts";
import { ProviderError, type FailureKind } from "./failure.ts";

describe("the circuit breaker", () => {
  let asked: number;
  let breaker: Breaker;
  beforeEach(() => {
    mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
    asked = 0;
    breaker = new Breaker("openai", [15_000, 60_000]);
  });
  afterEach(() => mock.timers.reset());

  const fail = (kind: FailureKind) =>
    breaker
      .ask(() => {
        asked++;
        return Promise.reject(new ProviderError(kind, "openai"));
      })
      .then(
        () => assert.fail("answered"),
        (error: unknown) => (error instanceof ProviderError ? error.kind : String(error)),
      );
  const answer = () =>
    breaker.ask(async () => {
      asked++;
      return "hi";
    });
  const rests = async () => assert.rejects(answer(), { kind: "resting", class: "transient" });

  it("costs one time-out, not one a job", async () => {
    assert.equal(await fail("timeout"), "timeout");
    for (let job = 0; job < 100; job++) assert.equal(await fail("timeout"), "resting");
    assert.equal(asked, 1);
  });

  for (const kind of ["server_error", "unreachable", "cut", "misconfigured", "broken_answer"] as const) {
    it(`opens after three in a row: ${kind}`, async () => {
      for (let count = 0; count < 3; count++) assert.equal(await fail(kind), kind);
      assert.equal(await fail(kind), "resting");
      assert.equal(asked, 3);
    });
  }

  it("forgets failures that were not in a row", async () => {
    for (let round = 0; round < 5; round++) {
      await fail("server_error");
      await fail("cut");
      await answer();
    }
  });

  it("does not open for what says nothing of the provider's health", async () => {
    for (const kind of ["refused", "rate_limited", "bad_request", "over_budget", "unsuitable"] as const) {
      for (let count = 0; count < 5; count++) assert.equal(await fail(kind), kind);
    }
    assert.equal(await answer(), "hi");
  });

  it("lets one job probe after the rest, and closes when that one is answered", async () => {
    await fail("timeout");
    mock.timers.tick(14_999);
    await rests();
    mock.timers.tick(1);
    const held = Promise.withResolvers<string>();
    const probe = breaker.ask(() => held.promise);
    await rests(); // the others do not wait for the probe
    held.resolve("back");
    assert.equal(await probe, "back");
    assert.equal(await answer(), "hi");
  });

  it("rests longer when the probe fails", async () => {
    await fail("timeout");
    mock.timers.tick(15_000);
    assert.equal(await fail("timeout"), "timeout");
    mock.timers.tick(15_000);
    await rests();
    mock.timers.tick(45_000);
    assert.equal(await answer(), "hi");
  });

  it("does not ask before the time that the provider named, and not for more than an hour", async () => {
    breaker.rest(20_000);
    await assert.rejects(answer(), { kind: "resting", retryAfterMs: 20_000 });
    mock.timers.tick(20_000);
    assert.equal(await answer(), "hi");
    breaker.rest(86_400_000);
    mock.timers.tick(3_600_000);
    assert.equal(await answer(), "hi");
  });
});
