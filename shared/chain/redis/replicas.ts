import type { Redis } from "ioredis";
import { masterOf } from "./cluster.ts";

/**
 * Longest wait for replicas, in ms. The connection does nothing else meanwhile, and a command may
 * take a second.
 */
const WAIT_MS = 500;

/** Too few replicas have what was written: after a failover it may be gone. */
export class NotReplicatedError extends Error {
  override readonly name = "NotReplicatedError";
}

/**
 * Sees to it that what was written is on so many replicas. Many writes at a time share one WAIT,
 * which speaks for all that its connection was answered before.
 */
export class Replicas {
  readonly #redis: Redis;
  readonly #count: number;
  /** The WAIT of a connection that is under way. */
  readonly #running = new WeakMap<Redis, Promise<unknown>>();
  /** The next one, which is not sent yet. */
  readonly #next = new WeakMap<Redis, Promise<number>>();

  /** `redis`: a producer's, which sends nothing a second time. */
  constructor(redis: Redis, count: number) {
    this.#redis = redis;
    this.#count = count;
  }

  /**
   * Does `write`, which writes at `key` or finds there what was written before. Throws
   * NotReplicatedError when too few replicas have it after half a second or so, or when that cannot
   * be told since the connection was made anew: another primary may have answered the last part.
   */
  async confirm<Written>(key: string, write: () => Promise<Written>): Promise<Written> {
    const before = masterOf(this.#redis, key)?.stream;
    const written = await write();
    const master = masterOf(this.#redis, key);
    const confirmed = master === undefined ? 0 : await this.#wait(master);
    const isSame = before !== undefined && masterOf(this.#redis, key)?.stream === before;
    if (confirmed >= this.#count && isSame) return written;
    throw new NotReplicatedError(`${confirmed} of ${this.#count} replicas have confirmed the write`);
  }

  async #wait(master: Redis): Promise<number> {
    const known = this.#next.get(master);
    if (known !== undefined) return known;
    const next = this.#after(this.#running.get(master), master);
    this.#next.set(master, next);
    return next;
  }

  async #after(running: Promise<unknown> | undefined, master: Redis): Promise<number> {
    await running?.catch(() => undefined);
    this.#next.delete(master);
    const waiting = master.wait(this.#count, WAIT_MS);
    this.#running.set(master, waiting);
    return waiting;
  }
}
