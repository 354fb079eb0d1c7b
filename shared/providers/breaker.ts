import { after, CLOSED, eventOf, type BreakerEvent, type BreakerState } from "./breaker-state.ts";
import { ProviderError } from "./failure.ts";
import type { ProviderLog } from "./log-codes.ts";
import type { AnyProvider } from "./provider.ts";

/** Longest rest that a Retry-After can ask for, in ms. */
const MAX_NAMED_REST_MS = 3_600_000;
/** Longest wait for the free request that goes before a try, in ms: a user waits for it. */
const CHECK_LIMIT_MS = 3_000;

/**
 * The circuit breaker of one provider in one process (breaker-state.ts). It asks nothing on its
 * own: once a rest is over, the next job asks the free `check`. Where that fails, the rest is
 * doubled and nothing was paid; where it works, the job tries.
 */
export class Breaker {
  readonly #provider: Pick<AnyProvider, "name" | "check" | "longestRestMs">;
  #state: BreakerState = CLOSED;
  #restsUntil = 0;

  constructor(provider: Pick<AnyProvider, "name" | "check" | "longestRestMs">) {
    this.#provider = provider;
  }

  /** Throws ProviderError `resting` while nobody is to ask. */
  mustNotRest(): void {
    const now = Date.now();
    const { name } = this.#provider;
    const retryAfterMs = this.#restsUntil - now;
    if (retryAfterMs > 0) throw new ProviderError("resting", name, { retryAfterMs });
    const state = this.#state;
    // Others do not wait for the one that tries: they go on to the next provider.
    if (state.is === "trying" || (state.is === "open" && now < state.until)) throw new ProviderError("resting", name);
  }

  /**
   * Asks, unless the provider rests: then throws ProviderError `resting`. `log` is told when the
   * circuit opens, and when it closes.
   */
  async ask<Answer>(signal: AbortSignal, call: () => Promise<Answer>, log?: ProviderLog): Promise<Answer> {
    this.mustNotRest();
    const isTry = this.#state.is === "open";
    if (isTry) {
      this.#note("try");
      await this.#check(signal);
    }
    // A call from before the circuit opened says nothing new when it ends.
    const end = (event: BreakerEvent) => {
      if (isTry !== (this.#state.is === "trying")) return;
      const before = this.#state.is;
      this.#note(event);
      this.#tell(before, log);
    };
    try {
      const answer = await call();
      end("answered");
      return answer;
    } catch (error) {
      end(eventOf(error));
      throw error;
    }
  }

  /** The provider named a time before which it answers nobody. */
  rest(ms: number): void {
    this.#restsUntil = Date.now() + Math.min(ms, MAX_NAMED_REST_MS);
  }

  async #check(signal: AbortSignal): Promise<void> {
    try {
      await this.#provider.check?.(AbortSignal.any([signal, AbortSignal.timeout(CHECK_LIMIT_MS)]));
      signal.throwIfAborted();
    } catch (cause) {
      this.#note(signal.aborted ? "unclear" : "faulty");
      signal.throwIfAborted();
      throw new ProviderError("resting", this.#provider.name, { cause });
    }
  }

  /** An outage is one line when it begins and one when it ends, however many tries lie between. */
  #tell(before: BreakerState["is"], log: ProviderLog | undefined): void {
    const { name: provider } = this.#provider;
    const state = this.#state;
    if (state.is === "open" && before === "closed") {
      const forMs = state.until - Date.now();
      log?.warn({ code: "provider.breaker_open", provider, forMs }, "a provider failed and is left alone for a while");
    }
    if (state.is === "closed" && before === "trying")
      log?.info({ code: "provider.breaker_closed", provider }, "a provider answers again");
  }

  #note(event: BreakerEvent): void {
    this.#state = after(this.#state, event, Date.now(), this.#provider.longestRestMs);
  }
}
