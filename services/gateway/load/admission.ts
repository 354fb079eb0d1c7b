import type { JobClient } from "@guchi/shared/chain/client.ts";
import { jobIdOf } from "@guchi/shared/job/id.ts";
import { keys, SHARDS } from "@guchi/shared/redis/keys.ts";
import type { Redis } from "ioredis";
import { ProblemError } from "../http/problem.ts";

/** How old a count may be, in ms: a burst of requests asks Redis once. */
const COUNT_FOR_MS = 200;

/**
 * Lets a request in. Throws ProblemError 503 while as many jobs wait as may, unless it repeats what has started a job: that
 * one waits already.
 */
export async function admit(
  { admission, client }: { readonly admission: Pick<Admission, "isFull">; readonly client: Pick<JobClient, "find"> },
  cause: string | undefined,
): Promise<void> {
  if (!(await admission.isFull())) return;
  if (cause !== undefined && (await client.find(jobIdOf(cause))) !== undefined) return;
  throw new ProblemError("overloaded", "As many jobs wait as may. Nothing was queued; try again later.", {
    headers: { "retry-after": "30" },
  });
}

/** Whether more work may come in: bounds how many jobs are unfinished at a time, over all gateways. */
export class Admission {
  readonly #redis: Redis;
  readonly #maxQueuedJobs: number;
  #counted: { readonly at: number; readonly unfinished: Promise<number> } | undefined;

  constructor(redis: Redis, { maxQueuedJobs }: { readonly maxQueuedJobs: number }) {
    this.#redis = redis;
    this.#maxQueuedJobs = maxQueuedJobs;
  }

  /** Whether as many jobs are unfinished as may be. The bound is passed by at most what comes in within 200 ms. */
  async isFull(): Promise<boolean> {
    const now = performance.now();
    if (this.#counted === undefined || now - this.#counted.at > COUNT_FOR_MS) {
      this.#counted = { at: now, unfinished: this.#count() };
    }
    try {
      return (await this.#counted.unfinished) >= this.#maxQueuedJobs;
    } catch (error) {
      this.#counted = undefined;
      throw error;
    }
  }

  async #count(): Promise<number> {
    const cards = Array.from({ length: SHARDS }, (_, shard) => this.#redis.zcard(keys.open(shard)));
    return (await Promise.all(cards)).reduce((sum, each) => sum + each, 0);
  }
}
