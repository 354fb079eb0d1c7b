import { setTimeout } from "node:timers/promises";
import { DRAIN_MS } from "@guchi/chain/worker.ts";
import type { Redis } from "ioredis";

/** A Redis that takes longer for a PING counts as away at a stop, in ms. */
const ANSWER_MS = 1_000;
const LOOK_EVERY_MS = 200;

interface Deps {
  readonly redis: Redis;
  /** Whether no stage is at work here. */
  readonly isIdle: () => boolean;
  readonly leave: () => void;
}

/**
 * Leaves a Redis that does not answer, once no stage is at work here any more or its time is over.
 * Looks until `closed` aborts.
 */
export async function leaveWhileAway({ redis, isIdle, leave }: Deps, closed: AbortSignal): Promise<void> {
  const drained = performance.now() + DRAIN_MS;
  while (!closed.aborted) {
    const answers = await doesAnswer(redis, closed);
    const mayLeave = performance.now() > drained || isIdle();
    if (!answers && mayLeave && !closed.aborted) return leave();
    await setTimeout(LOOK_EVERY_MS, undefined, { signal: closed }).catch(() => undefined);
  }
}

async function doesAnswer(redis: Redis, closed: AbortSignal): Promise<boolean> {
  const answer = redis.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([answer, setTimeout(ANSWER_MS, false, { signal: closed }).catch(() => true)]);
}
