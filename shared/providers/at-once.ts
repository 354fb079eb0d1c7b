import type { StageSettings } from "@guchi/platform/config/stage-settings.ts";
import type { AnyProvider } from "./provider.ts";

/** Longest time that a local engine needs for one answer on a busy small host, in ms. */
const LOCAL_ANSWER_MS = 5_000;
/** Bound of the wait, in ms, within what a stage's time limit may be. */
const LONGEST_WAIT_MS = 3_000_000;

export interface AtOnce {
  /** Jobs of a stage that one process takes at once. */
  readonly atOnce: number;
  /**
   * Longest wait of one of these for engines with slots, in ms: when a service fails, all come to
   * it at the same moment. The stage's time limit must hold it, or a job that paid would be cut off
   * in the queue for a picture of ours, and its next attempt would pay again.
   */
  readonly localWaitMs: number;
}

/**
 * How many jobs a process takes at once: as many as may wait for a service elsewhere, where one is
 * asked; else as many as the engines of this machine may work on.
 */
export function atOnceOf(
  providers: readonly AnyProvider[],
  { concurrency, remoteConcurrency = concurrency }: Omit<StageSettings, "rateLimit">,
): AtOnce {
  const isRemote = providers.some(({ callTimeoutMs, slots }) => callTimeoutMs !== undefined && slots === undefined);
  const atOnce = isRemote ? remoteConcurrency : concurrency;
  const rounds = Math.max(0, Math.ceil(atOnce / concurrency) - 1);
  const turns = providers.map(({ callTimeoutMs = 0, slots }) => (slots === undefined ? 0 : callTimeoutMs));
  const roundMs = turns.reduce((sum, turnMs) => sum + turnMs, LOCAL_ANSWER_MS);
  return { atOnce, localWaitMs: Math.min(rounds * roundMs, LONGEST_WAIT_MS) };
}
