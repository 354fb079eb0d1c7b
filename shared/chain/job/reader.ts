import type { Redis } from "ioredis";
import { PLAIN, type Cipher } from "../crypto/cipher.ts";
import type { ChainKeys } from "../redis/keys.ts";
import { parseHistory, type HistoryEntry } from "./history.ts";
import { knownLayout, readLayout } from "./layouts.ts";
import { Items } from "./items.ts";
import { resultsOf, withResults } from "../map/results.ts";
import { fits } from "../schema.ts";
import { isFinished } from "./actions.ts";
import { JobStatus, OUTSIDE, parseRecord, PURGED, type JobRecord, type RedisFields } from "./record.ts";
import type { RecentRecords } from "./recent-records.ts";
import { readScript } from "./scripts.ts";

export interface ReaderOptions {
  readonly keys: ChainKeys;
  /** How inputs and results are kept. */
  readonly cipher?: Cipher;
  /** Where the same jobs are asked for again and again. */
  readonly recent?: RecentRecords | undefined;
}

/** Reads job records, whole or in part. */
export class JobReader {
  readonly keys: ChainKeys;
  /** What lies beside the records. */
  readonly items: Items;
  readonly #redis: Redis;
  readonly #cipher: Cipher;
  readonly #recent: RecentRecords | undefined;

  constructor(redis: Redis, { keys, cipher = PLAIN, recent }: ReaderOptions) {
    this.keys = keys;
    this.items = new Items(redis, keys, cipher);
    this.#redis = redis;
    this.#cipher = cipher;
    this.#recent = recent;
  }

  /** The whole record. Throws DamagedRecordError when it does not validate. */
  async read(id: string): Promise<JobRecord | undefined> {
    const record = await this.readHead(id);
    return record && this.#withOutside(record);
  }

  /** The record; OUTSIDE stands for results that lie beside it. Throws as `read` does. */
  async readHead(id: string): Promise<JobRecord | undefined> {
    const text = String(await readScript(this.#redis, { record: this.keys.job(id) }, {}));
    const known = this.#recent?.get(id, text);
    if (known !== undefined) return known;
    const fields = fieldsOf(text) ?? (await this.#redis.hgetall(this.keys.job(id)));
    if (fields["status"] === undefined || fields["status"] === PURGED) return undefined;
    const { layout: hash = "" } = fields;
    const layout = knownLayout(hash) ?? (await readLayout(this.#redis, this.keys, hash));
    const record = parseRecord(id, fields, layout, this.#cipher);
    this.#recent?.keep(text, record);
    return record;
  }

  async #withOutside(record: JobRecord): Promise<JobRecord> {
    const results = new Map<string, unknown>();
    for (const { name, kind } of record.layout.steps) {
      if (kind !== "map" || record.step(name).result !== OUTSIDE) continue;
      const { total = 0, onError = "fail" } = record.step(name).map ?? {};
      results.set(name, resultsOf(await this.items.outcomes(record, name, total), onError));
    }
    return results.size === 0 ? record : withResults(record, results);
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

  /** Whether there is such a job, and it has not come to its end: it may be suspended, too. */
  async isUnfinished(id: string): Promise<boolean> {
    const status = await this.#redis.hget(this.keys.job(id), "status");
    return fits(JobStatus, status) && !isFinished(status);
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
}

/**
 * The fields in a reply of `readScript`; undefined when a value holds a NUL of its own, so that
 * they cannot be told apart.
 */
function fieldsOf(reply: string): RedisFields | undefined {
  const strings = reply.split("\0");
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
