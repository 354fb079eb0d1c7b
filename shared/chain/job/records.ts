import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { StageError } from "../errors.ts";
import { chunks } from "../redis/chunks.ts";
import { shardOf } from "../redis/keys.ts";
import type { ChainKeys } from "../redis/keys.ts";
import { noteErased } from "../redis/erased.ts";
import { fingerprint } from "./fingerprint.ts";
import { historyEntry, parseHistory, type HistoryEntry } from "./history.ts";
import { PLAIN, type Cipher } from "../crypto/cipher.ts";
import { ALLOWED } from "./actions.ts";
import {
  calledBackScript,
  dropMediaScript,
  paidScript,
  purgeScript,
  reopenScript,
  steerScript,
} from "./control-scripts.ts";
import {
  fieldContext,
  type Basis,
  MICROS,
  parseRecord,
  PURGED,
  RECORD_VERSION,
  type Failure,
  type JobRecord,
  type RedisFields,
} from "./record.ts";
import { beginScript, createScript, noteScript, readScript, settleScript } from "./scripts.ts";

/** How long a job may be unfinished before the sweep looks at it, and looks again, in ms. Above the time in which a
 * stalled attempt is found. */
export const SWEEP_AFTER_MS = 18_000;

export interface NewJob {
  readonly id: string;
  readonly pipeline: string;
  readonly input: unknown;
  /** Hash of pipeline and input: tells a repeated request from another one under the same id. */
  readonly fingerprint: string;
  /** Where to send the job when it is finished. */
  readonly callbackUrl?: string | undefined;
  readonly priority?: number | undefined;
}

/** A job and where it is indexed. */
export type Indexed = Pick<JobRecord, "id" | "pipeline">;

/** One attempt of a stage at a place of a job. */
export interface Attempt {
  readonly id: string;
  readonly pipeline: string;
  readonly place: number;
  /** 1 for the first. */
  readonly number: number;
  /** ms since the epoch. */
  readonly begunAt: number;
  readonly worker: string;
  /** How long the place's first attempt waited in the queue, in ms. */
  readonly queueMs?: number | undefined;
  /** The job's. */
  readonly priority?: number | undefined;
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
 * What became of a settlement: `lost`, another run settled the place first and wins; `closed`, the
 * job ended meanwhile; `waiting`, other members of the group are not settled yet; the rest as it
 * says.
 */
export type Settled = (typeof SETTLED_STATES)[number];

/**
 * The job records: the one module that reads and writes them. Every change is atomic and lands in
 * the job's history.
 */
export class JobRecords {
  readonly keys: ChainKeys;
  readonly #redis: Redis;
  readonly #ttlMs: number;
  readonly #cipher: Cipher;

  /** `ttlSeconds`: how long a finished job is kept. `cipher`: how inputs and results are kept. */
  constructor(
    redis: Redis,
    { keys, ttlSeconds, cipher = PLAIN }: { keys: ChainKeys; ttlSeconds: number; cipher?: Cipher },
  ) {
    this.keys = keys;
    this.#redis = redis;
    this.#ttlMs = ttlSeconds * 1_000;
    this.#cipher = cipher;
  }

  /** What stands for this request in the record: the same pipeline and input, the same text. */
  fingerprint(pipeline: string, input: unknown): string {
    return this.#cipher.fingerprint(fingerprint(pipeline, input));
  }

  /** Whether the job was started by this request, or by one like it. */
  isOfRequest({ fingerprint: kept }: Pick<JobRecord, "fingerprint">, pipeline: string, input: unknown): boolean {
    return this.#cipher.isFingerprint(kept, fingerprint(pipeline, input));
  }

  /** Makes the record; false when a job with this id is there already. */
  async create({ id, pipeline, input, fingerprint, callbackUrl, priority }: NewJob): Promise<boolean> {
    const now = Date.now();
    const fields = {
      v: RECORD_VERSION,
      pipeline,
      input: this.#cipher.seal(JSON.stringify(input), fieldContext(id, "input")),
      fingerprint,
      ...(callbackUrl !== undefined && {
        callback: this.#cipher.seal(callbackUrl, fieldContext(id, "callback")),
      }),
      ...(priority !== undefined && { priority }),
    };
    const entry = historyEntry(now, "created");
    const args = [id, now, now + SWEEP_AFTER_MS, entry, ...Object.entries(fields).flat()];
    return (await createScript(this.#redis, this.#scriptKeys({ id, pipeline }), args)) === 1;
  }

  /** Throws DamagedRecordError when the record does not validate. */
  async read(id: string): Promise<JobRecord | undefined> {
    const reply = await readScript(this.#redis, [this.keys.job(id)], []);
    const fields = fieldsOf(reply) ?? (await this.#redis.hgetall(this.keys.job(id)));
    return fields["status"] === undefined || fields["status"] === PURGED
      ? undefined
      : parseRecord(id, fields, this.#cipher);
  }

  /**
   * The job's pipeline even when the rest of the record is damaged; undefined when there is no such
   * job.
   */
  async pipelineOf(id: string): Promise<string | undefined> {
    const [status, pipeline] = await this.#redis.hmget(this.keys.job(id), "status", "pipeline");
    return status === null || status === undefined || status === PURGED ? undefined : (pipeline ?? "");
  }

  /**
   * Whether there was a job with this id and somebody purged it. The mark stays for the time to
   * live of a job.
   */
  async wasPurged(id: string): Promise<boolean> {
    return (await this.#redis.hget(this.keys.job(id), "status")) === PURGED;
  }

  async exists(id: string): Promise<boolean> {
    const status = await this.#redis.hget(this.keys.job(id), "status");
    return status !== null && status !== PURGED;
  }

  /**
   * Whether the job may not go on any more: it was canceled or purged, or its record has expired.
   */
  async isEnded(id: string): Promise<boolean> {
    const status = await this.#redis.hget(this.keys.job(id), "status");
    return status === null || status === PURGED || status === "canceled";
  }

  /** Whether the job waits for a stage or is in one: pending or running, and not suspended. */
  async isUnderWay(id: string): Promise<boolean> {
    const status = await this.#redis.hget(this.keys.job(id), "status");
    return status === "pending" || status === "running";
  }

  /**
   * When the job was created, in ms since the epoch, even when the rest of the record is damaged.
   */
  async createdAt(id: string): Promise<number | undefined> {
    return (await readRemains(this.#redis, this.keys, id)).createdAt;
  }

  /**
   * What happened from entry `from` on (0: the first). undefined stands for an entry that cannot be
   * read.
   */
  async history(id: string, from = 0): Promise<readonly (HistoryEntry | undefined)[]> {
    return parseHistory(await this.#redis.lrange(this.keys.history(id), from, -1));
  }

  /** Tells of an attempt that is still under way. */
  async begin(attempt: Attempt): Promise<void> {
    const { id, place, begunAt } = attempt;
    await beginScript(this.#redis, this.#scriptKeys(attempt), [
      place,
      this.keys.changes(id),
      begunAt,
      began(attempt),
      milestones(attempt),
      id,
    ]);
  }

  /**
   * Records a place's result or final failure: the first one wins, and an attempt that was
   * overtaken fails nothing. The command is sent before this returns. Throws StageError, at once
   * and with nothing sent, when the result is nothing that can be kept.
   */
  settle(attempt: Attempt, { outcome, follows, skipped, siblings }: Settlement): Promise<Settled> {
    const { id, place, number, told } = attempt;
    const now = Date.now();
    const failed = "failure" in outcome;
    const about = { place, attempt: number, ms: now - attempt.begunAt };
    return this.#settle(attempt, [
      place,
      this.keys.changes(id),
      now,
      failed ? "e" : "r",
      failed
        ? JSON.stringify(outcome.failure)
        : this.#cipher.seal(toJson(outcome.result), fieldContext(id, `r${place}`)),
      follows,
      this.#ttlMs,
      id,
      skipped.join(","),
      milestones(attempt, now),
      told ? "" : began(attempt),
      failed
        ? historyEntry(now, "failed", { ...about, detail: outcome.failure.code })
        : historyEntry(now, "completed", { ...about, detail: outcome.provider }),
      now + SWEEP_AFTER_MS,
      ...siblings,
    ]);
  }

  async #settle(attempt: Attempt, args: readonly (string | number)[]): Promise<Settled> {
    const reply = await settleScript(this.#redis, this.#scriptKeys(attempt), args);
    const state = SETTLED_STATES.find((known) => known === reply);
    if (state === undefined) throw new TypeError("Redis gave an unknown reply to guchiSettle");
    return state;
  }

  /** Notes an attempt that failed and will be tried again. */
  async noteRetry(attempt: Attempt, code: string): Promise<void> {
    const { place, number, told, begunAt } = attempt;
    const now = Date.now();
    const entry = historyEntry(now, "retrying", { place, attempt: number, detail: code, ms: now - begunAt });
    await this.#note(attempt, now, [place, milestones(attempt)], told ? [entry] : [began(attempt), entry]);
  }

  /** Notes that the sweep put the job back into a queue. */
  async noteRequeued(job: Indexed, place: number): Promise<void> {
    const now = Date.now();
    await this.#note(job, now, [-1, ""], [historyEntry(now, "requeued", { place })]);
  }

  /**
   * Counts a paid call of a provider, before it is made. `costUsd` is the estimate for this call.
   */
  async notePaid(job: Indexed, place: number, costUsd: number): Promise<void> {
    const args = [place, Math.round(costUsd * MICROS), this.keys.changes(job.id), randomUUID()];
    await paidScript(this.#redis, this.#scriptKeys(job), args);
  }

  /**
   * Opens a failed job again at the place that failed it; false when it is not failed there.
   * `bases`: what does not count any more, of this place and of others of its group.
   */
  async reopen(job: Indexed, place: number, bases: readonly Basis[]): Promise<boolean> {
    const now = Date.now();
    const { id } = job;
    const entry = historyEntry(now, "reopened", { place });
    const fields = bases.flatMap(([index, base]) => [`n${index}`, JSON.stringify(base)]);
    const args = [place, this.keys.changes(id), now, entry, now + SWEEP_AFTER_MS, id, ...fields];
    return (await reopenScript(this.#redis, this.#scriptKeys(job), args)) === 1;
  }

  /** Cancels, suspends or resumes the job; false when its state forbids that. */
  async steer(job: Indexed, action: keyof typeof STEERED): Promise<boolean> {
    const now = Date.now();
    const { id } = job;
    const sweepDue = now + SWEEP_AFTER_MS;
    const args = [
      STEERED[action],
      this.keys.changes(id),
      now,
      id,
      this.#ttlMs,
      sweepDue,
      this.keys.ended,
      ...ALLOWED[action],
    ];
    return (await steerScript(this.#redis, this.#scriptKeys(job), args)) === "ok";
  }

  /**
   * Erases record, history and index entries; false when there is no such job. A mark stays for the
   * time to live.
   */
  async purge(job: Indexed): Promise<boolean> {
    const { id } = job;
    const args = [id, Date.now(), this.#ttlMs, RECORD_VERSION, this.keys.changes(id), this.keys.ended];
    // In one burst: who dies behind the first command has sent the second.
    const [purged] = await Promise.all([
      purgeScript(this.#redis, this.#scriptKeys(job), args),
      noteErased(this.#redis, this.keys),
    ]);
    return purged === 1;
  }

  /**
   * Notes that the media of a finished job are removed for want of room; false when it is not
   * finished.
   */
  async dropMedia(id: string): Promise<boolean> {
    return (await dropMediaScript(this.#redis, [this.keys.job(id)], [Date.now()])) === 1;
  }

  /**
   * Notes that the callback of the finished job was sent, or given up, in the state of `updatedAt`.
   */
  async calledBack({ id, pipeline, updatedAt }: Indexed & Pick<JobRecord, "updatedAt">): Promise<void> {
    await calledBackScript(this.#redis, this.#scriptKeys({ id, pipeline }), [id, updatedAt]);
  }

  /** Unfinished jobs of a shard that it is time to look at, longest due first. */
  async *due(shard: number): AsyncGenerator<readonly string[]> {
    const key = this.keys.open(shard);
    const last = (await this.#redis.zcount(key, "-inf", Date.now())) - 1;
    // By rank: by score, Redis would walk over all that was read before, each time.
    if (last >= 0) yield* chunks((from, to) => this.#redis.zrange(key, from, String(Math.min(to, last))));
  }

  /**
   * Takes a job that no one can work on out of the sweep's sight; it stays readable for its time to
   * live.
   */
  async abandon(id: string): Promise<void> {
    await this.#redis.zrem(this.keys.openOf(id), id);
    await this.#redis.pexpire(this.keys.job(id), this.#ttlMs);
    await this.#redis.pexpire(this.keys.history(id), this.#ttlMs);
  }

  /** Lets the sweep look at the job again later, or never when it is gone. */
  async postpone(id: string, gone: boolean): Promise<void> {
    const open = this.keys.openOf(id);
    if (gone) await this.#redis.zrem(open, id);
    else await this.#redis.zadd(open, "XX", Date.now() + SWEEP_AFTER_MS, id);
  }

  async #note(
    job: Indexed,
    now: number,
    attempt: readonly (number | string)[],
    entries: readonly string[],
  ): Promise<void> {
    const args = [this.keys.changes(job.id), now, ...attempt, job.id, ...entries];
    await noteScript(this.#redis, this.#scriptKeys(job), args);
  }

  #scriptKeys({ id, pipeline }: Indexed): readonly string[] {
    const { keys } = this;
    return [keys.job(id), keys.history(id), keys.openOf(id), keys.jobs(shardOf(id), pipeline)];
  }
}

/**
 * The fields in a reply of `readScript`; undefined when a value holds a NUL of its own, so that
 * they cannot be told apart.
 */
function fieldsOf(reply: unknown): RedisFields | undefined {
  const strings = String(reply).split("\0");
  const count = Number(strings.pop());
  if (strings.length !== count) return undefined;
  const fields: Record<string, string | undefined> = {};
  for (let index = 0; index < count; index += 2) fields[strings[index] ?? ""] = strings[index + 1];
  return fields;
}

/**
 * What a record tells that may not validate as a whole: fields that cannot be read are left out.
 */
export async function readRemains(redis: Redis, keys: ChainKeys, id: string) {
  const [pipeline, ...times] = await redis.hmget(keys.job(id), "pipeline", "createdAt", "updatedAt");
  const [createdAt, updatedAt] = times.map((text) => (/^\d+$/.test(text ?? "") ? Number(text) : undefined));
  return { pipeline: pipeline ?? undefined, createdAt, updatedAt };
}

/**
 * The schema lets more fields pass than it names, and those may hold anything; it may even ask for
 * nothing at all.
 */
function toJson(result: unknown): string {
  const about = { code: "invalid_output", class: "permanent" } as const;
  let json: string | undefined; // of undefined and of functions there is none, whatever TypeScript says
  try {
    json = JSON.stringify(result);
  } catch (cause) {
    throw new StageError("The stage's output holds something that JSON cannot.", { ...about, cause });
  }
  if (json === undefined) throw new StageError("The stage's output is nothing; give an object, such as {}.", about);
  return json;
}

const STEERED = { cancel: "canceled", suspend: "suspended", resume: "resumed" } as const;

function began({ begunAt, place, number, worker, queueMs }: Attempt): string {
  const ms = number === 1 ? queueMs : undefined;
  return historyEntry(begunAt, "began", { place, attempt: number, detail: worker, ms });
}

function milestones({ number, begunAt, queueMs }: Attempt, settledAt?: number): string {
  return `${number},${begunAt},${settledAt ?? ""},${queueMs ?? ""}`;
}
