import type { Redis } from "ioredis";
import { SHARDS } from "../redis/keys.ts";
import type { ChainKeys } from "../redis/keys.ts";
import { JobStatus } from "./record.ts";

/** Every status, in the order of a job's life. */
export const STATUSES: readonly JobStatus[] = JobStatus.enum;

/** Members that are looked at in one go when the index is tidied. */
const TRIM_BATCH = 200;
/**
 * Jobs older than the time to live whose records are still there, that one tidying looks at: they
 * finished late, or JOB_TTL was made shorter. There may be many for days, and nothing can be done
 * about them.
 */
const MAX_TRIM_LIVE = 5_000;

/** A job's place in the order of the list: newest first, and by id within one millisecond. */
export interface ListPlace {
  /** ms since the epoch. */
  readonly createdAt: number;
  readonly id: string;
}

export interface ListQuery {
  readonly pipelines: readonly string[];
  readonly statuses: readonly JobStatus[];
  /** Bounds of createdAt, inclusive, in ms since the epoch. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** The page begins behind this place. */
  readonly after?: ListPlace | undefined;
  readonly limit: number;
}

/**
 * The jobs in the order of their creation: sorted sets by pipeline and status, in each shard, that
 * the record's scripts keep in the same atomic step as the status. A page costs what it shows and
 * not what is kept.
 */
export class JobIndex {
  readonly #redis: Redis;
  readonly #keys: ChainKeys;
  /** Where the next tidying begins: a set by its number, and a rank in it. */
  #trimFrom = { set: 0, rank: 0 };

  constructor(redis: Redis, keys: ChainKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /**
   * The next `limit` jobs of the query, newest first and each once. Jobs that are added meanwhile
   * are newer and change no later page. The sets are read one by one: a job that moves between two
   * of them during the read (its status changes) may be missed on this page, when its old set is
   * read after the move and its new one was read past its place before.
   */
  async page(query: ListQuery): Promise<readonly ListPlace[]> {
    const sources = allShards().flatMap((shard) =>
      query.pipelines.flatMap((pipeline) =>
        query.statuses.map((status) => new Source(this.#redis, `${this.#keys.jobs(shard, pipeline)}:${status}`, query)),
      ),
    );
    await Promise.all(sources.map((source) => source.fill()));
    const page: ListPlace[] = [];
    while (page.length < query.limit) {
      const [newest] = sources.filter(({ head }) => head !== undefined).toSorted((a, b) => byNewest(a.head, b.head));
      const next = await newest?.take();
      if (next === undefined) break;
      // A job whose status changed during the read is in two sets, at the same place of the order.
      if (page.at(-1)?.id !== next.id) page.push(next);
    }
    return page;
  }

  /** How many jobs are kept of each pipeline and status. */
  async counts(
    pipelines: readonly string[],
  ): Promise<readonly { pipeline: string; status: JobStatus; jobs: number }[]> {
    const of = async (pipeline: string, status: JobStatus) => {
      const cards = allShards().map((shard) => this.#redis.zcard(`${this.#keys.jobs(shard, pipeline)}:${status}`));
      return { pipeline, status, jobs: (await Promise.all(cards)).reduce((sum, each) => sum + each, 0) };
    };
    return Promise.all(pipelines.flatMap((pipeline) => STATUSES.map((status) => of(pipeline, status))));
  }

  /**
   * Takes jobs out whose records Redis let expire: those that were created before `before` (ms
   * since the epoch) and are gone. Records expire by themselves; this only keeps the index from
   * growing. What it does not come to, it begins with the next time.
   */
  async trim(pipelines: readonly string[], before: number): Promise<void> {
    const sets = allShards().flatMap((shard) =>
      pipelines.flatMap((pipeline) => STATUSES.map((status) => `${this.#keys.jobs(shard, pipeline)}:${status}`)),
    );
    let live = 0;
    let { set, rank } = this.#trimFrom;
    for (let done = 0; done < sets.length && live < MAX_TRIM_LIVE; done += 1) {
      const trimmed = await this.#trim(sets[set % sets.length] ?? "", before, rank, MAX_TRIM_LIVE - live);
      live += trimmed.live;
      rank = trimmed.next ?? 0;
      if (trimmed.next === undefined) set = (set + 1) % sets.length;
    }
    this.#trimFrom = { set, rank };
  }

  /**
   * Tidies one set from `rank` on until it has met `most` jobs that are there. Resolves to how many
   * it met, and to the rank at which to go on; undefined at the end. By rank: by score, Redis would
   * walk over all that is kept before, for each batch.
   */
  async #trim(key: string, before: number, rank: number, most: number): Promise<{ live: number; next?: number }> {
    let old = await this.#redis.zcount(key, "-inf", before);
    let next = rank;
    while (next < old) {
      if (next - rank >= most) return { live: next - rank, next };
      const ids = await this.#redis.zrange(key, next, String(Math.min(next + TRIM_BATCH, old) - 1));
      const there = await Promise.all(ids.map((id) => this.#redis.exists(this.#keys.job(id))));
      const gone = ids.filter((_, index) => there[index] === 0);
      if (gone.length > 0) await this.#redis.zrem(key, ...gone);
      if (ids.length === 0) break; // others took them out meanwhile
      old -= gone.length;
      next += ids.length - gone.length;
    }
    return { live: Math.max(0, next - rank) };
  }
}

/** One sorted set of the merge: holds a few members and gets more when they are taken. */
class Source {
  readonly #redis: Redis;
  readonly #key: string;
  readonly #from: number | "-inf";
  readonly #chunk: number;
  #after: ListPlace | undefined;
  #to: number | "+inf";
  #buffer: ListPlace[] = [];
  #ended = false;

  constructor(redis: Redis, key: string, { from, to, after, limit }: ListQuery) {
    this.#redis = redis;
    this.#key = key;
    this.#from = from ?? "-inf";
    this.#after = after;
    this.#to = Math.min(to ?? Number.POSITIVE_INFINITY, after?.createdAt ?? Number.POSITIVE_INFINITY);
    if (this.#to === Number.POSITIVE_INFINITY) this.#to = "+inf";
    // Ids spread evenly over the shards; a little more than the share makes a second round rare.
    this.#chunk = Math.ceil(limit / SHARDS) + 4;
  }

  get head(): ListPlace | undefined {
    return this.#buffer[0];
  }

  async take(): Promise<ListPlace | undefined> {
    const taken = this.#buffer.shift();
    if (this.#buffer.length === 0) await this.fill();
    return taken;
  }

  /**
   * Reads on behind the last place that was read. Members of one millisecond come in one order, so
   * none is met twice.
   */
  async fill(): Promise<void> {
    let offset = 0;
    while (this.#buffer.length === 0 && !this.#ended) {
      const page = [this.#key, this.#to, this.#from, "WITHSCORES", "LIMIT", offset, this.#chunk] as const;
      const flat = await this.#redis.zrevrangebyscore(...page);
      const places = pairs(flat);
      this.#ended = places.length < this.#chunk;
      offset += places.length;
      const after = this.#after;
      this.#buffer = places.filter((place) => after === undefined || byNewest(after, place) < 0);
    }
    const last = this.#buffer.at(-1);
    if (last === undefined) return;
    this.#after = last;
    this.#to = last.createdAt;
  }
}

function pairs(flat: readonly string[]): ListPlace[] {
  const places: ListPlace[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    places.push({ id: flat[index] ?? "", createdAt: Number(flat[index + 1]) });
  }
  return places;
}

/**
 * As Redis orders a reversed range: the higher score first, then the id that comes later byte by
 * byte.
 */
function byNewest(a: ListPlace | undefined, b: ListPlace | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (a.createdAt !== b.createdAt) return b.createdAt - a.createdAt;
  return a.id === b.id ? 0 : a.id > b.id ? -1 : 1;
}

function allShards(): readonly number[] {
  return Array.from({ length: SHARDS }, (_, shard) => shard);
}
