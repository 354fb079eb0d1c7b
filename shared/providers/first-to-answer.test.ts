import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { StageError } from "@guchi/chain/errors.ts";
import { testContext } from "./testing/stage-context.ts";
import { ProviderError, type FailureKind } from "./failure.ts";
import { firstToAnswer, type Asking } from "./first-to-answer.ts";
import type { AnyProvider, Call } from "./provider.ts";
import { Slots } from "./slots.ts";

interface TestProvider extends AnyProvider {
  say(call: Call): Promise<string>;
}

/** Pays, then fails or answers. */
function paid(name: string, ...outcomes: (FailureKind | ProviderError | "ok")[]): TestProvider & { sent: number } {
  const provider = {
    name,
    callTimeoutMs: 1_000,
    sent: 0,
    async say({ pay, softer }: Call) {
      await pay(0.05);
      provider.sent++;
      const outcome = outcomes.shift() ?? "ok";
      if (outcome === "ok") return softer ? "softly" : "hi";
      throw typeof outcome === "string" ? new ProviderError(outcome, name) : outcome;
    },
  };
  return provider;
}

const local: TestProvider = { name: "local", say: async () => "hi" };
const broken: TestProvider = {
  name: "local",
  say: () => Promise.reject(new StageError("broken", { code: "invalid_output", class: "transient" })),
};

const ask = (providers: readonly TestProvider[], changes: Partial<Asking> = {}) =>
  firstToAnswer(providers, { ...testContext(), ...changes }, (each, call) => each.say(call));

describe("who answers", () => {
  it("the first one, and the others are not asked", async () => {
    const [one, two] = [paid("one"), paid("two")];
    assert.deepEqual(await ask([one, two]), { provider: "one", answer: "hi", paid: true, failures: [] });
    assert.equal(two.sent, 0);
  });

  const unbilled = ["unreachable", "rate_limited", "misconfigured", "out_of_quota", "bad_request", "refused"] as const;
  for (const kind of unbilled) {
    it(`after ${kind}, which costs nothing: the next one, also a paid one`, async () => {
      assert.deepEqual(await ask([paid("one", kind), paid("two"), local]), {
        provider: "two",
        answer: "hi",
        paid: true,
        failures: [{ provider: "one", kind }],
      });
    });
  }

  for (const kind of ["timeout", "cut", "server_error", "broken_answer"] as const) {
    it(`after ${kind}, which may be on the bill: the next one that costs nothing`, async () => {
      const [one, two] = [paid("one", kind), paid("two")];
      const { provider, paid: spent, failures } = await ask([one, two, local]);
      assert.deepEqual([provider, spent], ["local", true]);
      assert.deepEqual(
        failures.map((each) => each.kind),
        [kind, "paid_already"],
      );
      assert.equal(one.sent + two.sent, 1);
    });

    it(`after ${kind} with nobody else: the attempt is the last, or the next would pay again`, async () => {
      await assert.rejects(ask([paid("one", kind)]), { class: "permanent" });
      await assert.rejects(ask([paid("one", kind), broken]), { class: "permanent" });
    });
  }

  it("one that fails in a way without a name counts as paid once it paid", async () => {
    const bug: TestProvider = {
      name: "one",
      say: async ({ pay }) => {
        await pay(0.05);
        throw new TypeError("bug");
      },
    };
    const { provider } = await ask([bug, paid("two"), local]);
    assert.equal(provider, "local");
    await assert.rejects(ask([bug]), { code: "internal", class: "permanent" });
  });

  it("a failure before anything was paid leaves the others free to be paid", async () => {
    const early: TestProvider = { name: "one", say: () => Promise.reject(new ProviderError("server_error", "one")) };
    assert.equal((await ask([early, paid("two")])).provider, "two");
  });

  it("nobody pays twice within one call", async () => {
    let calls = 0;
    const greedy: TestProvider = {
      name: "one",
      say: async ({ pay }) => {
        await pay(0.05);
        await pay(0.05);
        return "hi";
      },
    };
    const { provider } = await ask([greedy, local], { paid: async () => void calls++ });
    assert.equal(provider, "local");
    assert.equal(calls, 1);
  });
});

const away = () => Promise.reject(new Error("Redis is away"));
const limited = (retryAfterMs: number) => new ProviderError("rate_limited", "one", { retryAfterMs });

it("an answer that cost nothing says so", async () => {
  assert.equal((await ask([paid("one", "unreachable"), local])).paid, false);
});

describe("429", () => {
  it("with a short Retry-After ends the attempt, so that the stage's retry waits for it", async () => {
    await assert.rejects(ask([paid("one", limited(2_000)), local]), {
      code: "provider_rate_limited",
      class: "transient",
      retryAfterMs: 2_000,
    });
  });

  it("is not waited for after a call that may be on the bill, or the next attempt would pay again", async () => {
    const free = { name: "free", callTimeoutMs: 1_000, say: () => Promise.reject(limited(2_000)) };
    assert.equal((await ask([paid("one", "timeout"), free, local])).provider, "local");
    await assert.rejects(ask([paid("one", "timeout"), { ...free }]), { class: "permanent" });
  });

  it("goes on to the next one when waiting did not help twice", async () => {
    assert.equal((await ask([paid("one", limited(2_000)), local], { attempt: 3 })).provider, "local");
  });

  it("with a long Retry-After goes on, and the provider is left alone for so long", async () => {
    const one = paid("one", limited(60_000));
    assert.equal((await ask([one, local])).provider, "local");
    const { provider, failures } = await ask([one, local]);
    assert.equal(provider, "local");
    assert.deepEqual(
      failures.map(({ kind }) => kind),
      ["resting"],
    );
    assert.equal(one.sent, 1);
  });

  it("with nobody else fails the attempt for so long", async () => {
    await assert.rejects(ask([paid("one", limited(60_000))]), { class: "transient", retryAfterMs: 60_000 });
  });
});

describe("a refusal", () => {
  it("is asked once more in softer words where the provider can", async () => {
    const one = { ...paid("one", "refused"), rephrases: true };
    assert.deepEqual(await ask([one, local]), { provider: "one", answer: "softly", paid: true, failures: [] });
  });

  it("twice: the next one", async () => {
    const one = { ...paid("one", "refused", "refused"), rephrases: true };
    assert.equal((await ask([one, local])).provider, "local");
  });

  it("in an answer, which is on the bill, is not asked about in softer words", async () => {
    const [one, two] = [{ ...paid("one", "declined"), rephrases: true }, paid("two")];
    const { provider, paid: spent } = await ask([one, two, local]);
    assert.deepEqual([provider, spent, two.sent], ["local", true, 0]);
    await assert.rejects(ask([paid("one", "declined")]), { code: "provider_refused", class: "refused" });
  });

  it("by everybody fails as refused", async () => {
    await assert.rejects(ask([paid("one", "refused")]), { code: "provider_refused", class: "refused" });
  });
});

describe("the time limit of a call", () => {
  it("leaves time for the next one, even if the provider does not listen", async () => {
    let signal: AbortSignal | undefined;
    const deaf: TestProvider = {
      name: "deaf",
      callTimeoutMs: 30,
      say: (call) => {
        ({ signal } = call);
        return new Promise(() => undefined);
      },
    };
    const { provider, failures } = await ask([deaf, local]);
    assert.equal(provider, "local");
    assert.deepEqual(
      failures.map(({ kind }) => kind),
      ["timeout"],
    );
    assert.equal(signal?.aborted, true);
    const again = await ask([deaf, local]);
    assert.deepEqual(
      again.failures.map(({ kind }) => kind),
      ["resting"],
    );
  });

  it("is the last moment to pay, also for one that does not listen", async () => {
    const over = Promise.withResolvers<undefined>();
    const late = Promise.withResolvers<unknown>();
    const deaf: TestProvider = {
      name: "deaf",
      callTimeoutMs: 20,
      say: async ({ pay }) => {
        await over.promise;
        await pay(0.05).catch(late.resolve);
        return "late";
      },
    };
    let paidCalls = 0;
    await ask([deaf, local], { paid: async () => void paidCalls++ });
    over.resolve(undefined);
    assert.ok((await late.promise) instanceof ProviderError);
    assert.equal(paidCalls, 0);
  });

  it("is not taken for the end of the stage", async () => {
    const slow: TestProvider = {
      name: "slow",
      callTimeoutMs: 20,
      say: async ({ signal }) => sleep(10_000, "late", { signal }),
    };
    const { failures } = await ask([slow, local]);
    assert.deepEqual(
      failures.map(({ kind }) => kind),
      ["timeout"],
    );
  });
});

describe("an engine with slots", () => {
  it("never works on more at once, also when all come to it by fallback", async () => {
    let [atWork, most] = [0, 0];
    const local = {
      name: "local",
      slots: new Slots(2),
      say: async () => {
        most = Math.max(most, ++atWork);
        await sleep(5);
        atWork--;
        return "hi";
      },
    };
    const jobs = [
      ...Array.from({ length: 5 }, () => [paid("one", "server_error"), local]),
      ...Array.from({ length: 5 }, () => [local]),
    ];
    const answers = await Promise.all(jobs.map((providers) => ask(providers)));
    assert.deepEqual([answers.length, most], [10, 2]);
    assert.ok(answers.every(({ provider }) => provider === "local"));
  });

  it("is waited for before its call's time limit begins, and not at all while it rests", async () => {
    const slots = new Slots(1);
    const slow = { name: "slow", slots, callTimeoutMs: 60, say: async () => sleep(40, "hi") };
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask([slow, local])));
    assert.deepEqual(
      answers.map(({ provider }) => provider),
      ["slow", "slow", "slow", "slow"],
    );
    const dead = { name: "dead", slots, callTimeoutMs: 20, say: () => new Promise<string>(() => undefined) };
    const waiting = await Promise.all(Array.from({ length: 4 }, () => ask([dead, local])));
    assert.deepEqual(
      waiting.flatMap(({ failures }) => failures.map(({ kind }) => kind)),
      ["timeout", "resting", "resting", "resting"],
    );
    const held = slots.run(new AbortController().signal, () => new Promise(() => undefined));
    assert.equal((await ask([dead, local])).provider, "local");
    void held;
  });
});

describe("an aborted stage", () => {
  it("asks nobody else, and says why", async () => {
    const stop = new AbortController();
    const canceled: TestProvider = {
      name: "one",
      callTimeoutMs: 1_000,
      say: () => {
        stop.abort(new Error("canceled"));
        return new Promise(() => undefined);
      },
    };
    await assert.rejects(ask([canceled, local], { signal: stop.signal }), /canceled/);
    await assert.rejects(ask([local], { signal: stop.signal }), /canceled/);
  });
});

describe("money", () => {
  it("is counted against the job before the request leaves, and for each call", async () => {
    const counted: unknown[] = [];
    const one = paid("one", "unreachable");
    const two = paid("two");
    await ask([one, two], {
      paid: async (provider, costUsd) => {
        counted.push([provider, costUsd, one.sent + two.sent]);
      },
    });
    assert.deepEqual(counted, [
      ["one", 0.05, 0],
      ["two", 0.05, 1],
    ]);
  });

  it("is not spent when it cannot be counted, and the budget has it back", async () => {
    const one = paid("one");
    let reserved = 0;
    await ask([one, local], {
      partBudget: { reserve: async () => ++reserved > 0, giveBack: async () => void reserved-- },
      paid: () => Promise.reject(new Error("Redis is away")),
    });
    assert.deepEqual([one.sent, reserved], [0, 0]);
  });

  const kept = ["timeout", "cut", "server_error", "declined", "broken_answer", "failed"] as const;
  const backed = ["unreachable", "rate_limited", "out_of_quota", "refused", "misconfigured", "bad_request"] as const;
  for (const kind of [...kept, ...backed]) {
    const isBack = backed.some((each) => each === kind);
    it(`is ${isBack ? "given back to job and budget" : "kept counted"} after ${kind}`, async () => {
      const refunds: unknown[] = [];
      let reserved = 0;
      await ask([paid("one", kind), local], {
        partBudget: { reserve: async () => ++reserved > 0, giveBack: async () => void reserved-- },
        refund: async (...refund) => void refunds.push(refund),
      });
      assert.deepEqual([refunds, reserved], isBack ? [[["one", 0.05]], 0] : [[], 1]);
    });
  }

  it("is given back where the order never left, whatever went wrong", async () => {
    const refunds: unknown[] = [];
    const failure = new ProviderError("server_error", "one", { unsent: true });
    const second = paid("two");
    await ask([paid("one", failure), second], { refund: async (...refund) => void refunds.push(refund) });
    assert.deepEqual([refunds, second.sent], [[["one", 0.05]], 1]);
  });

  it("stays counted when Redis fails, and the job goes on", async () => {
    const { provider } = await ask([paid("one", "misconfigured"), local], {
      partBudget: { reserve: async () => true, giveBack: away },
      refund: away,
    });
    assert.equal(provider, "local");
  });

  it("is not spent over the budget: the next one answers, and it is told why", async () => {
    const one = paid("one");
    let counted = 0;
    const { provider, failures } = await ask([one, local], {
      partBudget: { reserve: async (costUsd) => costUsd < 0.05, giveBack: away },
      paid: async () => void counted++,
    });
    assert.equal(provider, "local");
    assert.deepEqual(
      failures.map(({ kind }) => kind),
      ["over_budget"],
    );
    assert.equal(one.sent + counted, 0);
  });

  it("over the budget with nobody else fails for good, under its own code", async () => {
    await assert.rejects(ask([paid("one")], { partBudget: { reserve: async () => false, giveBack: away } }), {
      code: "over_budget",
      class: "permanent",
    });
  });
});

describe("what the operator is told", () => {
  it("each failure as a warning, and what only they can mend as one error, not one a job", async () => {
    const lines: { level: number; code: string; kind?: string }[] = [];
    const log = pino({ level: "warn" }, { write: (line) => lines.push(JSON.parse(line) as (typeof lines)[number]) });
    const one = paid("one", "misconfigured", "misconfigured", "out_of_quota");
    for (let job = 0; job < 3; job++) await ask([one, local], { log });
    assert.deepEqual(
      lines.map(({ level, code, kind = "" }) => `${level} ${code} ${kind}`.trim()),
      [
        "40 provider.failed misconfigured",
        "50 provider.needs_operator misconfigured",
        "40 provider.failed misconfigured",
        "40 provider.breaker_open",
        "40 provider.failed out_of_quota",
        "50 provider.needs_operator out_of_quota",
      ],
    );
  });
});
