import type { BudgetNotice } from "./budget-notice.ts";
import type { PartBudget } from "./budget.ts";
import { firstToAnswer, type Answered, type Asking } from "./first-to-answer.ts";
import type { AnyProvider, Call } from "./provider.ts";

export interface Spending<Provider> {
  /** What the part may cost; undefined where nothing is limited. */
  readonly partBudget: PartBudget | undefined;
  /** Costs nothing, and answers over the limit also where the settings do not name it. */
  readonly freeProvider: Provider;
}

export interface AnsweredWithin<Answer> extends Answered<Answer> {
  /** The limit that kept the better provider from being asked: the user gets a word about it. */
  readonly notice?: BudgetNotice;
}

/**
 * `firstToAnswer` within the day's limits. Over them, a provider that costs nothing answers, and
 * the answer says why.
 */
export async function answerWithinBudget<Provider extends AnyProvider, Answer>(
  providers: readonly Provider[],
  asking: Asking,
  { partBudget, freeProvider }: Spending<Provider>,
  ask: (provider: Provider, call: Call) => Promise<Answer>,
): Promise<AnsweredWithin<Answer>> {
  if (partBudget === undefined) return firstToAnswer(providers, asking, ask);
  const limited: Asking = { ...asking, partBudget };
  const answered = await firstToAnswer(providers, limited, ask).catch((error: unknown) => {
    const named = providers.some(({ name }) => name === freeProvider.name);
    if (partBudget.over === undefined || named || asking.signal.aborted) throw error;
    return firstToAnswer([freeProvider], limited, ask);
  });
  const { over } = partBudget;
  return over === undefined || answered.paid ? answered : { ...answered, notice: over };
}
