import { setImmediate as nextTurn } from "node:timers/promises";
import type { JobRecord } from "./job/record.ts";
import type { ChainKeys } from "./redis/keys.ts";
import { subscriberOf, type Subscriber } from "./redis/subscriber.ts";
import { afterLastLook } from "./redis/time-limit.ts";

/**
 * How long Redis may take to subscribe, in ms: a client that waits is told 503 within 2 s when
 * Redis is away.
 */
const SUBSCRIBE_MS = 1_000;

const WOKEN_AT_ONCE = 100;

/** Somebody who waits for changes of one job. */
export interface Watching {
  /**
   * Resolves when the job has changed since `watch` or since the last call, to true, or to false
   * after `ms`, when it was stopped or when the watch is closed.
   */
  next(ms: number): Promise<boolean>;
  /**
   * The job's record, read by `read` once for everybody who was told of the same change: of many
   * that wait for one job, the first one asks Redis and the others get its answer.
   */
  record(read: () => Promise<JobRecord | undefined>): Promise<JobRecord | undefined>;
  /** Ends the waiting, and the subscription when nobody else waits for this job. */
  readonly stop: () => void;
}

interface Waiter {
  changed: boolean;
  stopped: boolean;
  wake: (() => void) | undefined;
}

/** All who wait for one job. */
interface JobWaiters {
  readonly waiters: Set<Waiter>;
  /** Rejects when Redis does not answer. */
  readonly subscribed: Promise<unknown>;
  /** The read that answers the latest change; none yet when the change is new. */
  reading: Promise<JobRecord | undefined> | undefined;
  /** When that read began, on the clock of `performance.now()`; infinite until it does. */
  readAt: number;
}

/**
 * Changes of jobs, for any number of waiting clients over one Redis connection: a client costs an
 * entry in a map, and a job that is waited for costs one subscription, however many wait for it.
 */
export class JobWatch {
  readonly #redis: Subscriber;
  readonly #keys: ChainKeys;
  readonly #crowds = new Map<string, JobWaiters>();
  /** The channels that SUBSCRIBE was sent for and no UNSUBSCRIBE. */
  readonly #subscribed = new Set<string>();
  #wasReady: boolean;
  /** Whether the connection was there and is lost. */
  #away = false;
  #closed = false;

  /** `redis` is used for subscriptions only. */
  constructor(redis: Subscriber, keys: ChainKeys) {
    const own = subscriberOf(redis);
    this.#redis = own;
    this.#keys = keys;
    this.#wasReady = own.status === "ready";
    own.on("message", (channel) => this.#wake(this.#crowds.get(channel)));
    own.on("close", () => (this.#away = this.#wasReady));
    own.on("ready", () => this.#goOn());
  }

  /** Whether the watch was closed: whoever waits ends its answer. */
  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Resolves when no change can be missed any more: read the job after that. Rejects when Redis
   * does not answer, and at once while it is away: what ioredis would keep for later grows with
   * each request.
   */
  async watch(id: string): Promise<Watching> {
    if (this.#away) throw new Error("Connection is closed.");
    const joinedAt = performance.now();
    const channel = this.#keys.changes(id);
    const waiter: Waiter = { changed: false, stopped: false, wake: undefined };
    const crowd = this.#crowds.get(channel) ?? this.#subscribe(channel);
    crowd.waiters.add(waiter);
    const stop = () => {
      this.#remove(channel, waiter);
      waiter.stopped = true;
      waiter.wake?.();
    };
    try {
      await crowd.subscribed;
    } catch (error) {
      stop();
      throw error;
    }
    return {
      next: (ms) => this.#next(crowd, waiter, ms),
      record: (read) => {
        // What was read before may be older than what this one knows.
        if (crowd.readAt < joinedAt) crowd.reading = undefined;
        return (crowd.reading ??= this.#read(crowd, read));
      },
      stop,
    };
  }

  /** Ends all waiting: who waits gets false. */
  close(): void {
    this.#closed = true;
    for (const { waiters } of this.#crowds.values()) for (const { wake } of waiters) wake?.();
  }

  #subscribe(channel: string): JobWaiters {
    this.#subscribed.add(channel);
    const subscribed = withinMs(SUBSCRIBE_MS, this.#redis.subscribe(channel));
    const crowd: JobWaiters = { waiters: new Set(), subscribed, reading: undefined, readAt: 0 };
    this.#crowds.set(channel, crowd);
    return crowd;
  }

  async #next(crowd: JobWaiters, waiter: Waiter, ms: number): Promise<boolean> {
    if (!waiter.changed && !this.#closed && !waiter.stopped) {
      const over = performance.now() + ms;
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          resolve();
        };
        const late = () => {
          // The change may have been lost. Of many whose time is over together, the first one's new
          // look serves all.
          if (crowd.readAt < over) crowd.reading = undefined;
          wake();
        };
        const timer = setTimeout(late, Math.max(0, ms));
        waiter.wake = wake;
      });
      waiter.wake = undefined;
    }
    const changed = waiter.changed;
    waiter.changed = false;
    return changed;
  }

  async #read(crowd: JobWaiters, read: () => Promise<JobRecord | undefined>): Promise<JobRecord | undefined> {
    // Of thousands that come in one turn of the event loop, too, the first one's read serves all.
    crowd.readAt = Number.POSITIVE_INFINITY;
    await nextTurn();
    crowd.readAt = performance.now();
    try {
      return await read();
    } catch (error) {
      crowd.reading = undefined; // the next one asks again
      throw error;
    }
  }

  #wake(crowd: JobWaiters | undefined): void {
    if (crowd === undefined) return;
    crowd.reading = undefined; // what was read before says nothing of this change
    for (const waiter of crowd.waiters) waiter.changed = true;
    wakeInTurns([...crowd.waiters]);
  }

  #remove(channel: string, waiter: Waiter): void {
    const crowd = this.#crowds.get(channel);
    if (crowd === undefined || !crowd.waiters.delete(waiter) || crowd.waiters.size > 0) return;
    this.#crowds.delete(channel);
    if (!this.#away) this.#unsubscribe([channel]); // otherwise when Redis is back
  }

  #unsubscribe(channels: readonly string[]): void {
    if (channels.length === 0) return; // Redis would take it for all
    for (const channel of channels) this.#subscribed.delete(channel);
    // A subscription that stays behind costs a message that nobody listens to.
    this.#redis.unsubscribe(...channels).catch(() => undefined);
  }

  /**
   * Redis is there (again). ioredis has sent its own SUBSCRIBE by now, but does not tell when that
   * is acknowledged; what was published until then is lost, so everybody looks again after that.
   */
  #goOn(): void {
    this.#wasReady = true;
    this.#away = false;
    this.#unsubscribe([...this.#subscribed].filter((channel) => !this.#crowds.has(channel)));
    if (this.#crowds.size === 0) return;
    const wakeAll = () => {
      for (const crowd of this.#crowds.values()) this.#wake(crowd);
    };
    this.#redis.subscribe(...this.#crowds.keys()).then(wakeAll, wakeAll);
  }
}

/**
 * Not all at once: their answers are work, and Redis' replies and other clients must have their
 * turn in between.
 */
function wakeInTurns(waiters: readonly Waiter[]): void {
  for (const { wake } of waiters.slice(0, WOKEN_AT_ONCE)) wake?.();
  if (waiters.length > WOKEN_AT_ONCE) setImmediate(wakeInTurns, waiters.slice(WOKEN_AT_ONCE));
}

async function withinMs(ms: number, answer: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const callOff = afterLastLook(ms, () => late.reject(new Error("Command timed out")));
  answer.catch(() => undefined); // it may fail when nobody waits for it any more
  try {
    await Promise.race([answer, late.promise]);
  } finally {
    callOff();
  }
}
