import { defineScript } from "@guchi/chain/redis/script.ts";
import type { Redis } from "ioredis";
import { webhookKeys } from "./keys.ts";
import { after, type Event, type State } from "./state.ts";

/** Longer than a job is kept, so that who finds the job finds this too. In seconds. */
const LONGER_THAN_JOB_SECONDS = 86_400;

/** The news that a job has failed: another delivery than that of its answer after a rewind. */
export function ofFailure(job: string): string {
  return `${job}:failed`;
}

/** The deliveries in Redis: one string each, changed by one compare-and-set. */
export class Deliveries {
  readonly #redis: Redis;
  readonly #ttlSeconds: number;

  /** `jobTtlSeconds`: how long a finished job is kept. */
  constructor(redis: Redis, { jobTtlSeconds }: { readonly jobTtlSeconds: number }) {
    this.#redis = redis;
    this.#ttlSeconds = jobTtlSeconds + LONGER_THAN_JOB_SECONDS;
  }

  /**
   * Does what the event makes of the job's delivery. Resolves to its state then: the same where the
   * event changed nothing. Rejects when Redis does.
   */
  async move(job: string, event: Event): Promise<State> {
    for (;;) {
      const key = webhookKeys.delivery(job);
      const seen = await this.#redis.get(key);
      const { state: from } = stateOf(seen);
      const to = after(from, event);
      if (to === undefined) return from;
      const args = { seen: seen ?? "", next: `${to} ${Date.now()}`, ttlSeconds: this.#ttlSeconds };
      if ((await swapScript(this.#redis, { key }, args)) === 1) return to;
    }
  }

  /** How far it has come, and since when, in ms since the epoch. */
  async look(job: string): Promise<{ readonly state: State; readonly since: number }> {
    return stateOf(await this.#redis.get(webhookKeys.delivery(job)));
  }

  /** Lets it wait for the next answer to this URL. */
  async hold(job: string, url: string): Promise<void> {
    // In this order: one that is listed and not held is passed over.
    await this.#redis.sadd(webhookKeys.held(url), job);
    await this.#redis.expire(webhookKeys.held(url), this.#ttlSeconds);
    await this.move(job, "hold");
  }

  async held(url: string): Promise<readonly string[]> {
    return this.#redis.smembers(webhookKeys.held(url));
  }

  async letGo(job: string, url: string): Promise<void> {
    await this.#redis.srem(webhookKeys.held(url), job);
  }
}

const STATES: ReadonlySet<string> = new Set<State>([
  "sending",
  "not-sent",
  "held",
  "delivered",
  "unconfirmed",
  "withdrawn",
]);

function stateOf(kept: string | null): { readonly state: State; readonly since: number } {
  const [state = "", since] = kept?.split(" ") ?? [];
  return isState(state) ? { state, since: Number(since) } : { state: "new", since: 0 };
}

function isState(text: string): text is State {
  return STATES.has(text);
}

/** 1: it was as seen, and is now the next. */
const swapScript = defineScript(
  "webhookSwap",
  { keys: ["key"], args: ["seen", "next", "ttlSeconds"] },
  `if (redis.call('GET', key) or '') ~= seen then return 0 end
redis.call('SET', key, next, 'EX', ttlSeconds)
return 1`,
);
