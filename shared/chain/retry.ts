import type { StageError } from "./errors.ts";
import { isSettled, type JobRecord, type RetryBaseline } from "./job/record.ts";
import type { RetryPolicy } from "./stage.ts";

/**
 * Whether this failure is the last word. `attempts` counts this one too. Only a transient error is
 * worth another attempt.
 */
export function isFinal(policy: RetryPolicy, error: StageError, attempts: number): boolean {
  return error.class !== "transient" || attempts >= policy.attempts;
}

/**
 * Milliseconds until the next attempt: exponential with full jitter, so that jobs that failed
 * together do not come back together
 * (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/). When the
 * other side named a time, not before it, and up to a tenth later. Never longer than the policy's
 * bound.
 */
export function retryDelayMs(
  policy: RetryPolicy,
  attempts: number,
  retryAfterMs: number | undefined,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(policy.backoffMs * 2 ** (attempts - 1), policy.maxBackoffMs);
  if (retryAfterMs === undefined) return Math.round(ceiling * random());
  return Math.min(Math.round(retryAfterMs * (1 + 0.1 * random())), policy.maxBackoffMs);
}

/**
 * The counts that a reopened step starts from. For the failed step, `stalls` is its entry's count.
 * Every unsettled step of its parallel group starts over too: its attempts may be used up without a
 * record, and its entry will be new.
 */
export function freshBaselines(record: JobRecord, failed: string, stalls: number): readonly RetryBaseline[] {
  const at = Date.now();
  const baseline = (step: string, counted: number): RetryBaseline => {
    return [step, { stalls: counted, attempts: record.step(step).attempts, at }];
  };
  const { steps } = record.layout;
  const group = steps.find(({ name }) => name === failed)?.group;
  const others = steps.filter((step) => step.group === group && step.name !== failed);
  const unsettled = others.filter(({ name }) => !isSettled(record.step(name)));
  return [baseline(failed, stalls), ...unsettled.map(({ name }) => baseline(name, 0))];
}
