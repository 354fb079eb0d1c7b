import { Language } from "@guchi/contracts/language.ts";
import { lineKeys, LONGER_THAN_JOB_SECONDS } from "../keys.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { Redis } from "ioredis";
import type { Owned } from "../address.ts";
import { chatOf } from "../owner.ts";

/** A message to a channel; undefined: to the one without a name. */
export interface LineMessage {
  readonly messageId: string;
  readonly channel?: string | undefined;
}

/** Jobs looked at in one step of a search. */
const BATCH = 100;

/**
 * Which jobs belong to which LINE message, user, group and room, and what of it is to be forgotten.
 * It is written before the job is started, so that no job can be missed; an entry without a job
 * harms nothing.
 *
 * A withdrawal may come before the message that it withdraws (LINE does not keep the order), while
 * its job runs, or after. So each side first writes its own mark and then looks for the other's:
 * whoever comes second sees the first.
 */
export class Ownership {
  readonly #redis: Redis;
  readonly #ttlSeconds: number;

  /** `jobTtlSeconds`: how long a finished job is kept. */
  constructor(redis: Redis, { jobTtlSeconds }: { readonly jobTtlSeconds: number }) {
    this.#redis = redis;
    this.#ttlSeconds = jobTtlSeconds + LONGER_THAN_JOB_SECONDS;
  }

  /** Notes that the jobs are about this message and belong to these owners. */
  async follow(jobs: readonly string[], owned: Owned): Promise<void> {
    const { channel, messageId, at } = owned.line;
    const writes: Promise<unknown>[] = ownersOf(owned).flatMap((owner) => [
      this.#redis.zadd(lineKeys.jobs(owner), ...jobs.flatMap((job) => [at, job])),
      // Those are gone, and somebody who writes every day never lets the list expire as a whole.
      this.#redis.zremrangebyscore(lineKeys.jobs(owner), "-inf", Date.now() - 2 * this.#ttlSeconds * 1_000),
      this.#redis.expire(lineKeys.jobs(owner), this.#ttlSeconds),
    ]);
    if (messageId !== undefined) {
      writes.push(this.#redis.sadd(lineKeys.message(messageId, channel), ...jobs));
      writes.push(this.#redis.expire(lineKeys.message(messageId, channel), this.#ttlSeconds));
    }
    await Promise.all(writes);
  }

  /** Whether the user has taken the message back, or is to be forgotten up to a time after it. */
  async isWithdrawn(owned: Owned): Promise<boolean> {
    const { channel, messageId, at } = owned.line;
    const [unsent, ...forgotten] = await Promise.all([
      messageId === undefined ? null : this.#redis.get(lineKeys.unsent(messageId, channel)),
      ...ownersOf(owned).map((owner) => this.#redis.get(lineKeys.forgotten(owner))),
    ]);
    return unsent !== null || forgotten.some((until) => until !== null && at <= Number(until));
  }

  /** Notes the language that somebody wrote in, for events without words. */
  async spoke(owner: string, language: Language): Promise<void> {
    await this.#redis.set(lineKeys.language(owner), language, "EX", this.#ttlSeconds);
  }

  /** The language that somebody last wrote in, if known. */
  async languageOf(owner: string): Promise<Language | undefined> {
    const language = await this.#redis.get(lineKeys.language(owner));
    return fits(Language, language) ? language : undefined;
  }

  async markUnsent({ messageId, channel }: LineMessage): Promise<void> {
    await this.#redis.set(lineKeys.unsent(messageId, channel), "1", "EX", this.#ttlSeconds);
  }

  /**
   * `until` in ms since the epoch. What came later stays: the user may be back before the farewell
   * arrives.
   */
  async markForgotten(owner: string, until: number): Promise<void> {
    const known = Number((await this.#redis.get(lineKeys.forgotten(owner))) ?? 0);
    await this.#redis.set(lineKeys.forgotten(owner), Math.max(known, until), "EX", this.#ttlSeconds);
  }

  /** The jobs that answer a message: more than one after 「もう一回」. */
  async jobsOfMessage({ messageId, channel }: LineMessage): Promise<readonly string[]> {
    return this.#redis.smembers(lineKeys.message(messageId, channel));
  }

  /**
   * The owner's jobs up to a time, oldest first; each must be `drop`ped before the next batch is
   * asked for.
   */
  async jobsUntil(owner: string, until: number): Promise<readonly string[]> {
    return this.#redis.zrange(lineKeys.jobs(owner), 0, String(until), "BYSCORE", "LIMIT", 0, BATCH);
  }

  async drop(owner: string, jobs: readonly string[]): Promise<void> {
    await this.#redis.zrem(lineKeys.jobs(owner), ...jobs);
  }
}

function ownersOf({ line, user }: Owned): readonly string[] {
  return [...new Set([chatOf(line), ...(user === undefined ? [] : [user])])];
}
