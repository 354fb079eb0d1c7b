import type { Slots } from "./slots.ts";

/**
 * What every provider of every stage has. Its one method takes the request and a Call:
 * `compose(request, call)`. A provider that sets `callTimeoutMs` is reached over a network.
 */
export interface AnyProvider {
  /** `local`, or the vendor's name: what the settings call it and what the job shows. */
  readonly name: string;
  /** The model that it asks, by the vendor's name, as far as there is one: for traces. */
  readonly model?: string;
  /**
   * Longest wait for one answer, in ms, less than the stage's time limit so that the next provider
   * has time left. It also puts the provider behind a circuit breaker.
   */
  readonly callTimeoutMs?: number;
  /**
   * How many answers it makes at once in this process, where its work needs cores near by. A job
   * waits for one before its call, not within the call's time limit.
   */
  readonly slots?: Slots;
  /**
   * A free request that rejects while the service is not there. It goes before the one job that
   * tries after a rest, and is aborted after 3 s.
   */
  readonly check?: (signal: AbortSignal) => Promise<void>;
  /** The circuit breaker's longest rest, in ms. Default: two hours. */
  readonly longestRestMs?: number;
  /** Whether it can be asked once more in softer words after it declined (`Call.softer`). */
  readonly rephrases?: boolean;
}

/**
 * To be called right before a paid request leaves. Counts the call and its estimated cost in US
 * dollars against the job and the budget of the day. Throws ProviderError `over_budget` or
 * `paid_already`, and when Redis fails: then do not send.
 */
export type Pay = (costUsd: number) => Promise<void>;

/** What a provider gets besides the request. */
export interface Call {
  /** Aborts at the call's time limit and when the stage is to stop. Pass it to every request. */
  readonly signal: AbortSignal;
  readonly pay: Pay;
  /** True the second time, after the provider declined the first words. */
  readonly softer: boolean;
}
