import type { Redis } from "ioredis";
import { keys } from "../redis/keys.ts";
import { historyEntry, parseHistory, type HistoryEntry } from "./history.ts";
import { parseRecord, RECORD_VERSION, type Failure, type JobRecord, type PlaceRecord } from "./record.ts";
import { beginScript, createScript, noteScript, reopenScript, settleScript } from "./scripts.ts";

/** How long a job may be unfinished before the sweep looks at it, and looks again, in ms. Above the time in which a
 * stalled attempt is found. */
export const SWEEP_AFTER_MS = 20_000;

export interface NewJob {
  readonly id: string;
  readonly pipeline: string;
  readonly input: unknown;
  /** Hash of pipeline and input: tells a repeated request from another one under the same id. */
  readonly fingerprint: string;
}

/** One attempt of a stage at a place of a job. */
export interface Attempt {
  readonly id: string;
  readonly place: number;
  /** 1 for the first. */
  readonly number: number;
  /** ms since the epoch. */
  readonly begunAt: number;
  readonly worker: string;
  /** Whether the record was told of it while it was under way; otherwise its end tells of both. */
  readonly told: boolean;
}

/** How a settled place moves the job. */
export interface Settlement {
  readonly outcome: { readonly result: unknown; readonly provider: string } | { readonly failure: Failure };
  /** `go` on, the job is `complete`, or the failure `fail`s it. */
  readonly follows: "go" | "complete" | "fail";
  readonly skipped: readonly number[];
  readonly siblings: readonly number[];
}

const SETTLED_STATES = ["unknown", "lost", "closed", "waiting", "suspended", "go", "completed", "failed"] as const;
/**
 * What became of a settlement: `lost`, another run settled the place first and wins; `closed`, the job ended meanwhile;
 * `waiting`, other members of the group are not settled yet; the rest as it says.
 */
export type Settled = (typeof SETTLED_STATES)[number];

/**
 * The job records: the one module that reads and writes them. Every change is atomic and lands in the job's history.
 */
export class JobRecords {
  readonly #redis: Redis;
  readonly #ttlMs: number;

  /** `ttlSeconds`: how long a finished job is kept. */
  constructor(redis: Redis, { ttlSeconds }: { ttlSeconds: number }) {
    this.#redis = redis;
    this.#ttlMs = ttlSeconds * 1_000;
  }

  /** Makes the record; false when a job with this id is there already. */
  async create({ id, pipeline, input, fingerprint }: NewJob): Promise<boolean> {
    const now = Date.now();
    const fields = { v: RECORD_VERSION, pipeline, input: JSON.stringify(input), fingerprint };
    const entry = historyEntry(now, "created");
    const args = [id, now, now + SWEEP_AFTER_MS, entry, ...Object.entries(fields).flat()];
    return (await createScript(this.#redis, scriptKeys(id), args)) === 1;
  }

  /** Throws DamagedRecordError when the record does not validate. */
  async read(id: string): Promise<JobRecord | undefined> {
    const fields = await this.#redis.hgetall(keys.job(id));
    return fields["status"] === undefined ? undefined : parseRecord(id, fields);
  }

  async exists(id: string): Promise<boolean> {
    return (await this.#redis.exists(keys.job(id))) === 1;
  }

  async history(id: string): Promise<readonly HistoryEntry[]> {
    return parseHistory(await this.#redis.lrange(keys.history(id), 0, -1));
  }

  /** Tells of an attempt that is still under way. */
  async begin(attempt: Attempt): Promise<void> {
    const { id, place, begunAt } = attempt;
    await beginScript(this.#redis, scriptKeys(id), [
      place,
      keys.changes(id),
      begunAt,
      began(attempt),
      milestones(attempt),
    ]);
  }

  /** Records a place's result or final failure: the first one wins. The command is sent before this returns. */
  async settle(attempt: Attempt, { outcome, follows, skipped, siblings }: Settlement): Promise<Settled> {
    const { id, place, number, told } = attempt;
    const now = Date.now();
    const failed = "failure" in outcome;
    const reply = await settleScript(this.#redis, scriptKeys(id), [
      place,
      keys.changes(id),
      now,
      failed ? "e" : "r",
      JSON.stringify(failed ? outcome.failure : outcome.result),
      follows,
      this.#ttlMs,
      id,
      skipped.join(","),
      milestones(attempt, now),
      told ? "" : began(attempt),
      failed
        ? historyEntry(now, "failed", place, number, outcome.failure.code)
        : historyEntry(now, "completed", place, number, outcome.provider),
      ...siblings,
    ]);
    const state = SETTLED_STATES.find((known) => known === reply);
    if (state === undefined) throw new TypeError("Redis gave an unknown reply to guchiSettle");
    return state;
  }

  /** Notes an attempt that failed and will be tried again. */
  async noteRetry(attempt: Attempt, code: string): Promise<void> {
    const { place, number, told } = attempt;
    const now = Date.now();
    const entry = historyEntry(now, "retrying", place, number, code);
    await this.#note(attempt.id, now, [place, milestones(attempt)], told ? [entry] : [began(attempt), entry]);
  }

  /** Notes that the sweep put the job back into a queue. */
  async noteRequeued(id: string, place: number): Promise<void> {
    const now = Date.now();
    await this.#note(id, now, [-1, ""], [historyEntry(now, "requeued", place)]);
  }

  /** Opens a failed job again at the place that failed it, with fresh attempts; false when it is not failed there. */
  async reopen(id: string, place: number, base: PlaceRecord["base"]): Promise<boolean> {
    const now = Date.now();
    const entry = historyEntry(now, "reopened", place);
    const args = [place, keys.changes(id), now, entry, now + SWEEP_AFTER_MS, id, JSON.stringify(base)];
    return (await reopenScript(this.#redis, scriptKeys(id), args)) === 1;
  }

  /** Unfinished jobs of a shard that it is time to look at, longest due first; at most `limit`. */
  async due(shard: number, limit: number): Promise<readonly string[]> {
    return this.#redis.zrange(keys.open(shard), 0, String(Date.now()), "BYSCORE", "LIMIT", 0, limit);
  }

  /** Takes a job that no one can work on out of the sweep's sight; it stays readable for its time to live. */
  async abandon(id: string): Promise<void> {
    await this.#redis.zrem(keys.openOf(id), id);
    await this.#redis.pexpire(keys.job(id), this.#ttlMs);
    await this.#redis.pexpire(keys.history(id), this.#ttlMs);
  }

  /** Lets the sweep look at the job again later, or never when it is gone. */
  async postpone(id: string, gone: boolean): Promise<void> {
    const open = keys.openOf(id);
    if (gone) await this.#redis.zrem(open, id);
    else await this.#redis.zadd(open, "XX", Date.now() + SWEEP_AFTER_MS, id);
  }

  async #note(
    id: string,
    now: number,
    attempt: readonly (number | string)[],
    entries: readonly string[],
  ): Promise<void> {
    await noteScript(this.#redis, scriptKeys(id), [keys.changes(id), now, ...attempt, ...entries]);
  }
}

function began({ begunAt, place, number, worker }: Attempt): string {
  return historyEntry(begunAt, "began", place, number, worker);
}

function milestones({ number, begunAt }: Attempt, settledAt?: number): string {
  return `${number},${begunAt},${settledAt ?? ""}`;
}

function scriptKeys(id: string): readonly string[] {
  return [keys.job(id), keys.history(id), keys.openOf(id)];
}
