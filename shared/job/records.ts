import type { Redis } from "ioredis";
import { keys } from "../redis/keys.ts";
import { beganEntry, historyEntry, parseHistory, type HistoryEntry } from "./history.ts";
import { parseRecord, RECORD_VERSION, type Failure, type JobRecord } from "./record.ts";
import { beginScript, createScript, noteScript, reopenScript, settleScript } from "./scripts.ts";

/** How long a job may stand still before the sweep looks at it, in ms. Above the time in which a stalled attempt is found. */
export const SWEEP_AFTER_MS = 20_000;

export interface NewJob {
  readonly id: string;
  readonly pipeline: string;
  readonly input: unknown;
  /** Hash of pipeline and input: tells a repeated request from another one under the same id. */
  readonly fingerprint: string;
}

/** What `begin` found. Only `begun` may run the stage. */
export type Beginning =
  | { readonly state: "unknown" }
  | { readonly state: "begun" | "settled" | "suspended" | "closed"; readonly record: JobRecord };

/** How a settled place moves the job. */
export interface Settlement {
  readonly id: string;
  readonly place: number;
  readonly outcome:
    | { readonly result: unknown; readonly provider: string }
    | { readonly failure: Failure };
  readonly attempt: number;
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
    const reply = await createScript(this.#redis, scriptKeys(id), [
      id,
      keys.changes(id),
      now,
      now + SWEEP_AFTER_MS,
      historyEntry(now, "created"),
      ...Object.entries(fields).flat(),
    ]);
    return reply === 1;
  }

  /** Throws SchemaError when the record is damaged. */
  async read(id: string): Promise<JobRecord | undefined> {
    const fields = await this.#redis.hgetall(keys.job(id));
    return fields["status"] === undefined ? undefined : parseRecord(id, new Map(Object.entries(fields)));
  }

  async exists(id: string): Promise<boolean> {
    return (await this.#redis.exists(keys.job(id))) === 1;
  }

  async history(id: string): Promise<readonly HistoryEntry[]> {
    return parseHistory(await this.#redis.lrange(keys.history(id), 0, -1));
  }

  /** Begins an attempt at a place, unless it is settled or the job may not go on. Throws SchemaError on a damaged record. */
  async begin(id: string, place: number, worker: string): Promise<Beginning> {
    const now = Date.now();
    const [before, after] = beganEntry(now, place, worker);
    const reply = await beginScript(this.#redis, scriptKeys(id), [place, keys.changes(id), now, before, after]);
    const [state, ...fields] = reply as [string, ...string[]];
    if (state === "begun" || state === "settled" || state === "suspended" || state === "closed") {
      return { state, record: parseRecord(id, pairs(fields)) };
    }
    return { state: "unknown" };
  }

  /** Records a place's result or final failure: the first one wins. The command is sent before this returns. */
  async settle(settlement: Settlement): Promise<Settled> {
    const { id, place, outcome, attempt, follows, skipped, siblings } = settlement;
    const now = Date.now();
    const failed = "failure" in outcome;
    const reply = await settleScript(this.#redis, scriptKeys(id), [
      place,
      keys.changes(id),
      now,
      failed ? "e" : "r",
      JSON.stringify(failed ? outcome.failure : outcome.result),
      failed
        ? historyEntry(now, "failed", place, attempt, outcome.failure.code)
        : historyEntry(now, "completed", place, attempt, outcome.provider),
      now + SWEEP_AFTER_MS,
      follows,
      this.#ttlMs,
      id,
      skipped.join(","),
      ...siblings,
    ]);
    const state = SETTLED_STATES.find((known) => known === reply);
    if (state === undefined) throw new TypeError("Redis gave an unknown reply to guchiSettle");
    return state;
  }

  /** Notes an attempt that failed and will be tried again. */
  async noteRetry(id: string, place: number, attempt: number, code: string): Promise<void> {
    const now = Date.now();
    await this.#note(id, now, historyEntry(now, "retrying", place, attempt, code));
  }

  /** Notes that the sweep put the job back into a queue. */
  async noteRequeued(id: string, place: number): Promise<void> {
    const now = Date.now();
    await this.#note(id, now, historyEntry(now, "requeued", place));
  }

  /** Opens a failed job again at the place that failed it; false when it is not failed there. */
  async reopen(id: string, place: number): Promise<boolean> {
    const now = Date.now();
    const entry = historyEntry(now, "reopened", place);
    const args = [place, keys.changes(id), now, entry, now + SWEEP_AFTER_MS, id];
    return (await reopenScript(this.#redis, scriptKeys(id), args)) === 1;
  }

  /** Unfinished jobs of a shard that nobody moved for a while, longest first; at most `limit`. */
  async due(shard: number, limit: number): Promise<readonly string[]> {
    return this.#redis.zrange(keys.open(shard), 0, String(Date.now()), "BYSCORE", "LIMIT", 0, limit);
  }

  /** Lets the sweep look at the job again later, or never when it is gone. */
  async postpone(id: string, gone: boolean): Promise<void> {
    const open = keys.openOf(id);
    if (gone) await this.#redis.zrem(open, id);
    else await this.#redis.zadd(open, "XX", Date.now() + SWEEP_AFTER_MS, id);
  }

  async #note(id: string, now: number, entry: string): Promise<void> {
    await noteScript(this.#redis, scriptKeys(id), [keys.changes(id), now, entry]);
  }
}

function scriptKeys(id: string): readonly string[] {
  return [keys.job(id), keys.history(id), keys.openOf(id)];
}

function pairs(flat: readonly string[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (let index = 0; index + 1 < flat.length; index += 2) map.set(flat[index] ?? "", flat[index + 1] ?? "");
  return map;
}
