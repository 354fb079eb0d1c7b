import {
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  IterableBackoff,
  isBrokenCircuitError,
  wrap,
  type CircuitBreakerPolicy,
} from "cockatiel";
import { factsOf, kindOf, ProviderError } from "./failure.ts";

/**
 * How long a provider rests after each opening of its circuit, in ms; the last holds for all
 * further ones.
 */
const RESTS_MS = [15_000, 30_000, 60_000, 120_000, 300_000];
/** So many failures in a row, other than time-outs, open the circuit. */
const IN_A_ROW = 3;
/** Longest rest that a Retry-After can ask for, in ms. */
const MAX_NAMED_REST_MS = 3_600_000;

/**
 * The circuit breaker of one provider in one process. One time-out opens it, or three other
 * failures in a row; then the provider is not asked for a while, and after that by one job only,
 * which closes it or opens it for longer.
 */
export class Breaker {
  readonly #provider: string;
  readonly #slow: CircuitBreakerPolicy;
  readonly #faulty: CircuitBreakerPolicy;
  #restsUntil = 0;

  constructor(provider: string, restsMs: readonly number[] = RESTS_MS) {
    this.#provider = provider;
    this.#slow = circuit("at once", 1, restsMs);
    this.#faulty = circuit("in a row", IN_A_ROW, restsMs);
  }

  /** Asks, unless the provider rests: then throws ProviderError `resting`. */
  async ask<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    const namedMs = this.#restsUntil - Date.now();
    if (namedMs > 0) throw new ProviderError("resting", this.#provider, { retryAfterMs: namedMs });
    // Cockatiel lets others wait for the one that probes; here they go on to the next provider
    // instead.
    if ([this.#slow, this.#faulty].some(({ state }) => state === CircuitState.HalfOpen)) throw this.#resting();
    try {
      return await wrap(this.#slow, this.#faulty).execute(call);
    } catch (error) {
      throw isBrokenCircuitError(error) ? this.#resting() : error;
    }
  }

  /** The provider named a time before which it answers nobody. */
  rest(ms: number): void {
    this.#restsUntil = Date.now() + Math.min(ms, MAX_NAMED_REST_MS);
  }

  #resting(): ProviderError {
    return new ProviderError("resting", this.#provider);
  }
}

function circuit(breaks: "at once" | "in a row", failures: number, restsMs: readonly number[]): CircuitBreakerPolicy {
  const counts = handleWhen((error) => factsOf(kindOf(error)).breaks === breaks);
  return circuitBreaker(counts, {
    breaker: new ConsecutiveBreaker(failures),
    halfOpenAfter: new IterableBackoff(restsMs),
  });
}
