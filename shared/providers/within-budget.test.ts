import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { BudgetNotice } from "./budget-notice.ts";
import { testContext } from "./testing/stage-context.ts";
import type { PartBudget } from "./budget.ts";
import { ProviderError, type FailureKind } from "./failure.ts";
import type { AnyProvider, Call } from "./provider.ts";
import { answerWithinBudget } from "./within-budget.ts";

interface Engine extends AnyProvider {
  answer(call: Call): Promise<string>;
}

const local: Engine = { name: "local", answer: async () => "plain" };
const cloud = (fails?: FailureKind): Engine => ({
  name: "cloud",
  answer: async ({ pay }) => {
    await pay(1);
    if (fails !== undefined) throw new ProviderError(fails, "cloud");
    return "fine";
  },
});

/** A partBudget with so much in it. */
function partBudgetOf(usd: number, why: BudgetNotice = "daily_budget"): PartBudget & { readonly left: () => number } {
  let left = usd;
  let over: BudgetNotice | undefined;
  let last = 0;
  return {
    left: () => left,
    get over() {
      return over;
    },
    reserve: async (costUsd) => {
      over = costUsd > left ? why : undefined;
      if (over === undefined) left -= last = costUsd;
      return over === undefined;
    },
    giveBack: async () => {
      left += last;
    },
  };
}

const answer = (providers: readonly Engine[], partBudget: PartBudget | undefined) =>
  answerWithinBudget(providers, testContext(), { partBudget, freeProvider: local }, (each, call) => each.answer(call));

describe("an answer within the limits of the day", () => {
  it("is the better one while it can be paid, without a word", async () => {
    const { provider, notice } = await answer([cloud(), local], partBudgetOf(1));
    assert.deepEqual([provider, notice], ["cloud", undefined]);
  });

  it("is the free one over a limit, and says which limit", async () => {
    for (const limit of ["daily_budget", "daily_images"] as const) {
      const { provider, notice } = await answer([cloud(), local], partBudgetOf(0.5, limit));
      assert.deepEqual([provider, notice], ["local", limit]);
    }
  });

  it("is the free one over a limit also where the settings do not name it", async () => {
    const { provider, notice } = await answer([cloud()], partBudgetOf(0));
    assert.deepEqual([provider, notice], ["local", "daily_budget"]);
  });

  it("never is the free one for another reason where the settings do not name it", async () => {
    await assert.rejects(answer([cloud("server_error")], partBudgetOf(1)), { code: "provider_unavailable" });
  });

  it("says nothing of limits when something else was wrong", async () => {
    const { provider, notice } = await answer([cloud("server_error"), local], partBudgetOf(1));
    assert.deepEqual([provider, notice], ["local", undefined]);
  });

  it("puts back what a call surely did not cost, and nothing else", async () => {
    for (const [kind, left] of [
      ["rate_limited", 5],
      ["unreachable", 5],
      ["refused", 5],
      ["timeout", 4],
      ["server_error", 4],
      ["broken_answer", 4],
    ] as const) {
      const partBudget = partBudgetOf(5);
      await answer([cloud(kind), local], partBudget);
      assert.equal(partBudget.left(), left, kind);
    }
  });

  it("is not limited where nothing is limited", async () => {
    assert.equal((await answer([cloud(), local], undefined)).provider, "cloud");
  });
});
