import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import { Breaker } from "./breaker.ts";
import { ProviderError, type FailureKind } from "./failure.ts";

const MINUTE = 60_000;
const { signal } = new AbortController();

const fail = () => Promise.reject(new ProviderError("timeout", "openai"));

describe("the circuit breaker", () => {
  let asked: number;
  let checked: number;
  let check: (signal: AbortSignal) => Promise<void>;
  let breaker: Breaker;
  beforeEach(() => {
    mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
    [asked, checked] = [0, 0];
    check = async () => undefined;
    breaker = new Breaker({
      name: "openai",
      check: (limit) => {
        checked++;
        return check(limit);
      },
    });
  });
  afterEach(() => mock.timers.reset());

  /** One job that meets the provider; what it gets. */
  const job = (outcome: FailureKind | "hi" | Promise<string>, from = signal): Promise<string> =>
    breaker
      .ask(from, async () => {
        asked++;
        if (typeof outcome !== "string") return outcome;
        if (outcome === "hi") return "hi";
        throw new ProviderError(outcome, "openai");
      })
      .catch((error: unknown) => (error instanceof ProviderError ? error.kind : String(error)));

  it("costs one time-out, not one a job", async () => {
    assert.equal(await job("timeout"), "timeout");
    for (let count = 0; count < 100; count++) assert.equal(await job("timeout"), "resting");
    assert.equal(asked, 1);
  });

  for (const kind of ["server_error", "unreachable", "cut", "misconfigured", "broken_answer"] as const) {
    it(`opens after three in a row: ${kind}`, async () => {
      for (let count = 0; count < 3; count++) assert.equal(await job(kind), kind);
      assert.equal(await job(kind), "resting");
      assert.equal(asked, 3);
    });
  }

  it("tells the log once that it opened, and once that it closed", async () => {
    const lines: string[] = [];
    const note = ({ code }: { readonly code: string }) => void lines.push(code);
    const log = { debug: note, info: note, warn: note, error: note, fatal: note };
    await Promise.allSettled([breaker.ask(signal, fail, log), breaker.ask(signal, fail, log)]);
    mock.timers.tick(MINUTE);
    await breaker.ask(signal, fail, log).catch(() => undefined);
    assert.deepEqual(lines, ["provider.breaker_open"], "a failed try is no news");
    mock.timers.tick(2 * MINUTE);
    await breaker.ask(signal, async () => "hi", log);
    assert.deepEqual(lines, ["provider.breaker_open", "provider.breaker_closed"]);
  });

  it("forgets failures that were not in a row", async () => {
    for (let round = 0; round < 5; round++) {
      await job("server_error");
      await job("cut");
      assert.equal(await job("hi"), "hi");
    }
  });

  it("does not open for what says nothing of the provider's health", async () => {
    for (const kind of ["refused", "rate_limited", "bad_request", "over_budget", "unsuitable"] as const) {
      for (let count = 0; count < 5; count++) assert.equal(await job(kind), kind);
    }
    assert.equal(await job("hi"), "hi");
  });

  it("lets one job try after the rest, and closes when that one is answered", async () => {
    await job("timeout");
    mock.timers.tick(MINUTE - 1);
    assert.equal(await job("hi"), "resting");
    mock.timers.tick(1);
    const held = Promise.withResolvers<string>();
    const attempt = job(held.promise);
    assert.equal(await job("hi"), "resting", "the others do not wait for the one that tries");
    held.resolve("back");
    assert.deepEqual([await attempt, await job("hi")], ["back", "hi"]);
  });

  it("costs one time-out of a service that is gone, at a message every six minutes, for a day", async () => {
    check = () => Promise.reject(new ProviderError("unreachable", "openai"));
    for (let minutes = 0; minutes < 1_440; minutes += 6) {
      await job("timeout");
      mock.timers.tick(6 * MINUTE);
    }
    assert.deepEqual([asked, checked], [1, 17]);
  });

  it("costs ever fewer time-outs of a service that answers the free request alone", async () => {
    const tries: number[] = [];
    for (let minutes = 0; minutes < 1_440; minutes += 6) {
      if ((await job("timeout")) === "timeout") tries.push(minutes);
      mock.timers.tick(6 * MINUTE);
    }
    assert.deepEqual(tries.slice(0, 9), [0, 6, 12, 18, 30, 48, 84, 150, 270]);
    assert.equal(tries.length, 18);
  });

  it("is not closed by the free request: the job that comes with it decides", async () => {
    await job("timeout");
    mock.timers.tick(MINUTE);
    assert.equal(await job("timeout"), "timeout");
    assert.deepEqual([asked, checked], [2, 1]);
    mock.timers.tick(MINUTE);
    assert.equal(await job("hi"), "resting", "two minutes now");
    mock.timers.tick(MINUTE);
    assert.equal(await job("hi"), "hi");
  });

  it("asks the free request at no other time", async () => {
    await job("hi");
    await job("timeout");
    await job("hi");
    assert.equal(checked, 0);
  });

  it("lets the next job try when nothing is known of the one that did", async () => {
    await job("timeout");
    mock.timers.tick(MINUTE);
    assert.equal(await job("over_budget"), "over_budget");
    assert.equal(await job("hi"), "hi");
  });

  it("lets the next job try when the one that did was canceled during the free request", async () => {
    await job("timeout");
    mock.timers.tick(MINUTE);
    const stop = new AbortController();
    check = (limit) =>
      new Promise((_, reject) => {
        limit.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
      });
    const canceled = job("hi", stop.signal);
    stop.abort(new Error("canceled"));
    assert.equal(await canceled, "Error: canceled");
    check = async () => undefined;
    assert.deepEqual([await job("hi"), asked], ["hi", 2]);
  });

  it("is told nothing by calls from before it opened", async () => {
    const [slow, good] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    const early = [job(slow.promise), job(good.promise)];
    await job("timeout");
    mock.timers.tick(MINUTE);
    const held = Promise.withResolvers<string>();
    const attempt = job(held.promise);
    slow.reject(new ProviderError("timeout", "openai"));
    good.resolve("late");
    assert.deepEqual(await Promise.all(early), ["timeout", "late"]);
    assert.equal(await job("hi"), "resting", "one still tries");
    held.reject(new ProviderError("timeout", "openai"));
    assert.equal(await attempt, "timeout");
    mock.timers.tick(2 * MINUTE - 1);
    assert.equal(await job("hi"), "resting");
    mock.timers.tick(1);
    assert.equal(await job("hi"), "hi");
  });

  it("does not ask before the time that the provider named, and not for more than an hour", async () => {
    breaker.rest(20_000);
    const resting = breaker.ask(signal, async () => "hi");
    await assert.rejects(resting, { kind: "resting", class: "transient", retryAfterMs: 20_000 });
    mock.timers.tick(20_000);
    assert.equal(await job("hi"), "hi");
    breaker.rest(86_400_000);
    mock.timers.tick(3_600_000);
    assert.equal(await job("hi"), "hi");
  });
});
