import type { StageContext } from "../chain/stage.ts";
import { StageError, toStageError } from "@guchi/chain/errors.ts";
import type { Span } from "@guchi/chain/telemetry/tracer.ts";
import { alarm, tellSpent } from "./alarm.ts";
import { askAsSpan } from "./ask-span.ts";
import { Breaker } from "./breaker.ts";
import type { PartBudget } from "./budget.ts";
import { factsOf, kindOf, mayBeBilled, ProviderError, type FailureKind } from "./failure.ts";
import type { ProviderLog } from "./log-codes.ts";
import { nextStep } from "./next-step.ts";
import type { AnyProvider, Call } from "./provider.ts";
import { providerAnswers, providerFailures } from "./metrics.ts";

/** What it needs of the stage's context. */
export interface Asking
  extends
    Pick<StageContext, "stage" | "signal" | "attempt" | "paid" | "refund" | "metrics">,
    Partial<Pick<StageContext, "tracer">> {
  readonly log: ProviderLog;
  /** The budget of the day, which is asked before each paid call. Unset: no bound. */
  readonly partBudget?: (Pick<PartBudget, "reserve" | "giveBack"> & Partial<Pick<PartBudget, "over">>) | undefined;
}

export interface Answered<Answer> {
  /** Who answered. */
  readonly provider: string;
  readonly answer: Answer;
  /**
   * Whether a call that may be on the bill was made, by whomever. What follows belongs into
   * `afterPaying`.
   */
  readonly paid: boolean;
  /** Who was asked before, or passed over, and why. */
  readonly failures: readonly { readonly provider: string; readonly kind: FailureKind }[];
}

/**
 * Asks the providers in their order until one answers, by the rules of next-step.ts: each behind
 * its circuit breaker, within its time limit, and with at most one call that may be on the bill.
 * Throws StageError when none answers, and the signal's reason as soon as it is aborted.
 */
export async function firstToAnswer<Provider extends AnyProvider, Answer>(
  providers: readonly Provider[],
  asking: Asking,
  ask: (provider: Provider, call: Call) => Promise<Answer>,
): Promise<Answered<Answer>> {
  const failures: { provider: string; kind: FailureKind; error: StageError }[] = [];
  const bill: Bill = { spent: false };
  let asked = 0;
  for (const provider of providers) {
    for (const softer of [false, true]) {
      asking.signal.throwIfAborted();
      try {
        asked += 1;
        const answer = await askAsSpan(asking.tracer, provider, asked, (span) =>
          askOnce(provider, { ...asking, span }, bill, (call) => ask(provider, { ...call, softer })),
        );
        asking.metrics.count(providerAnswers, { stage: asking.stage, provider: provider.name });
        return {
          provider: provider.name,
          answer,
          paid: bill.spent,
          failures: failures.map(({ provider: name, kind }) => ({ provider: name, kind })),
        };
      } catch (error) {
        asking.signal.throwIfAborted();
        const failure = toStageError(error);
        const kind = kindOf(error);
        const { retryAfterMs } = failure;
        tell(provider, kind, failure, asking);
        const canRephrase = provider.rephrases === true && !softer;
        const step = nextStep({ kind, retryAfterMs, attempt: asking.attempt, canRephrase });
        if (step === "wait" && !bill.spent) throw failure; // else the retry would pay again
        if (step === "rephrase") continue;
        if (kind === "rate_limited" && retryAfterMs !== undefined) breakerOf(provider)?.rest(retryAfterMs);
        failures.push({ provider: provider.name, kind, error: failure });
        break;
      }
    }
  }
  throw lastWord(failures, bill);
}

/** Whether a call was made for this part that may be on the bill. */
interface Bill {
  spent: boolean;
}

interface AskingOnce extends Asking {
  readonly span: Span;
}

/** One call: behind the breaker, within the time limit, and with the bill kept. */
async function askOnce<Answer>(
  provider: AnyProvider,
  asking: AskingOnce,
  bill: Bill,
  ask: (call: Omit<Call, "softer">) => Promise<Answer>,
): Promise<Answer> {
  const { name, callTimeoutMs, slots } = provider;
  let paidUsd: number | undefined;
  const payer = (signal: AbortSignal) => async (costUsd: number) => {
    signal.throwIfAborted(); // one that does not listen must not pay after its time
    if (bill.spent || paidUsd !== undefined) throw new ProviderError("paid_already", name);
    await count(name, costUsd, asking);
    paidUsd = costUsd;
    asking.span.tell({ "provider.cost_usd": costUsd });
  };
  const askWith = (signal: AbortSignal) => ask({ signal, pay: payer(signal) });
  const call = () =>
    callTimeoutMs === undefined ? askWith(asking.signal) : withinLimit(callTimeoutMs, asking.signal, name, askWith);
  try {
    const breaker = breakerOf(provider);
    breaker?.mustNotRest(); // nobody waits in line for one that rests
    const asked = () => (breaker === undefined ? call() : breaker.ask(asking.signal, call, asking.log));
    const answer = await (slots === undefined ? asked() : slots.run(asking.signal, asked));
    bill.spent ||= paidUsd !== undefined;
    return answer;
  } catch (error) {
    if (paidUsd !== undefined && mayBeBilled(error)) bill.spent = true;
    else if (paidUsd !== undefined) {
      await takeBack(name, paidUsd, asking);
      asking.span.tell({ "provider.cost_usd": 0 });
    }
    throw error;
  }
}

/**
 * Counts a call that is about to leave, in the budget and in the job: never too low after a crash.
 */
async function count(name: string, costUsd: number, asking: Asking): Promise<void> {
  if ((await asking.partBudget?.reserve(costUsd)) === false) {
    tellSpent(asking.partBudget?.over, asking);
    throw new ProviderError("over_budget", name);
  }
  try {
    await asking.paid(name, costUsd);
  } catch (error) {
    await attempted(asking, async () => asking.partBudget?.giveBack()); // it will not leave
    throw error;
  }
}

/**
 * Takes back what is surely on no bill. Where Redis fails, too much stays counted, never too
 * little.
 */
async function takeBack(name: string, costUsd: number, asking: Asking): Promise<void> {
  await attempted(asking, async () => asking.partBudget?.giveBack());
  await attempted(asking, () => asking.refund(name, costUsd));
}

async function attempted({ log }: Asking, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) =>
    log.warn({ code: "provider.cost_stays", err: error }, "a call that cost nothing stays counted"),
  );
}

/** Ends the wait at the limit, also for a provider that does not listen to its signal. */
async function withinLimit<Answer>(
  limitMs: number,
  outer: AbortSignal,
  name: string,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const limit = new AbortController();
  const signal = AbortSignal.any([outer, limit.signal]);
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => undefined);
  signal.addEventListener("abort", () => over.reject(signal.reason), { once: true });
  const timer = setTimeout(() => limit.abort(new ProviderError("timeout", name)), limitMs);
  try {
    return await Promise.race([ask(signal), over.promise]);
  } catch (error) {
    throw limit.signal.aborted && !outer.aborted ? limit.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

/** A provider object lives as long as its process, and so does its breaker. */
const breakers = new WeakMap<AnyProvider, Breaker>();

function breakerOf(provider: AnyProvider): Breaker | undefined {
  if (provider.callTimeoutMs === undefined) return undefined;
  const breaker = breakers.get(provider) ?? new Breaker(provider);
  breakers.set(provider, breaker);
  return breaker;
}

function tell(provider: AnyProvider, kind: FailureKind, failure: StageError, { stage, log, metrics }: Asking): void {
  const { name } = provider;
  metrics.count(providerFailures, { stage, provider: name, kind });
  const { code: error, class: errorClass, cause: err } = failure;
  const about = { provider: name, kind, error, class: errorClass, err };
  if (factsOf(kind).asked) log.warn({ code: "provider.failed", ...about }, "provider failed");
  else log.debug({ code: "provider.not_asked", provider: name, kind }, "provider not asked");
  if (factsOf(kind).alarm) alarm(provider, kind, { log, metrics });
}

/**
 * What the stage says when nobody answered. After a call that may be on the bill the attempt is the
 * last one, or the next would pay again. Otherwise the failure that gives most hope for another
 * attempt speaks.
 */
function lastWord(failures: readonly { readonly error: StageError }[], { spent }: Bill): StageError {
  const errors = failures.map(({ error }) => error);
  const hopeful = errors.filter((error) => error.class === "transient").toSorted(bySoonest);
  const error = hopeful[0] ?? errors.at(-1);
  if (error === undefined) {
    return new StageError("No provider is configured for this stage.", {
      code: "provider_misconfigured",
      class: "permanent",
    });
  }
  if (!spent) return error;
  const { message, code, cause } = error;
  return new StageError(message, { code, class: error.class === "refused" ? "refused" : "permanent", cause });
}

function bySoonest(a: StageError, b: StageError): number {
  return (a.retryAfterMs ?? 0) - (b.retryAfterMs ?? 0);
}
