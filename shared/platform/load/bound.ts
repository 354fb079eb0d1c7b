import { JobIndex } from "@guchi/chain/job/job-index.ts";
import type { Redis } from "ioredis";
import { keys } from "../redis/keys.ts";

/** A count older than this is renewed by whoever comes next, in ms. */
const RENEW_AFTER_MS = 200;

interface Count {
  /** When it began. */
  readonly at: number;
  readonly unfinished: number;
  /** What it may not hold: in flight when it began, or let in since. */
  uncounted: number;
}

/**
 * A bound on the unfinished jobs (pending or running) of some pipelines. Nobody waits for a count
 * while the last one leaves room for all that was let in since. So in one process the bound is
 * exact, however many come at once, since jobs only end; several together pass it by at most what
 * the others let in since the last count, which each request renews.
 */
export class Bound {
  readonly #index: JobIndex;
  readonly #pipelines: readonly string[];
  readonly #most: number;
  #count: Count | undefined;
  #counting: Promise<void> | undefined;
  /** Let in and not told of yet. */
  #inFlight = 0;
  /** Let in since the count that is under way began. */
  #since = 0;

  constructor(redis: Redis, pipelines: readonly string[], most: number) {
    this.#index = new JobIndex(redis, keys);
    this.#pipelines = pipelines;
    this.#most = most;
  }

  /** Does `start`, which starts a job, unless as many are unfinished as may. */
  async admit<Started>(start: () => Promise<Started>): Promise<Started | "full"> {
    if (!this.#hasRoom()) {
      if (this.#isOld()) await this.#renew();
      if (!this.#hasRoom()) return "full";
    } else if (this.#isOld()) this.#renew().catch(() => undefined); // whoever needs it asks again
    // From the last look to the increments nothing is awaited: no other request may come between.
    this.#inFlight += 1;
    this.#since += 1;
    if (this.#count !== undefined) this.#count.uncounted += 1;
    try {
      return await start();
    } finally {
      this.#inFlight -= 1;
    }
  }

  #hasRoom(): boolean {
    return this.#count !== undefined && this.#count.unfinished + this.#count.uncounted < this.#most;
  }

  #isOld(): boolean {
    return this.#count === undefined || performance.now() - this.#count.at > RENEW_AFTER_MS;
  }

  async #renew(): Promise<void> {
    this.#counting ??= this.#ask().finally(() => (this.#counting = undefined));
    return this.#counting;
  }

  async #ask(): Promise<void> {
    const at = performance.now();
    const before = this.#inFlight;
    this.#since = 0;
    const counts = await this.#index.counts(this.#pipelines, ["pending", "running"]);
    const unfinished = counts.reduce((sum, { jobs }) => sum + jobs, 0);
    this.#count = { at, unfinished, uncounted: before + this.#since };
  }
}
