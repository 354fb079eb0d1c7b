import { AddressCounts } from "./address-counts.ts";
import { ProblemError } from "./problem.ts";

/**
 * Wrong passwords or keys of one address within a minute, after which it has to wait for the
 * minute's end.
 */
export const MAX_FAILURES = 10;

/** A brake on guessing, by address. */
export class Throttle {
  readonly #failures = new AddressCounts();

  /** Counts a wrong password or key. */
  failed(address: string): void {
    this.#failures.add(address);
  }

  /** The problem of an address that has to wait; undefined: it may try. */
  problem(address: string): ProblemError | undefined {
    const seconds = this.#failures.secondsLeft(address, MAX_FAILURES);
    if (seconds === undefined) return undefined;
    const headers = { "retry-after": String(seconds) };
    return new ProblemError("too-many-requests", "Too many wrong passwords or keys from this address", { headers });
  }
}
