import type { Redis } from "ioredis";
import Type from "typebox";
import { SHARDS } from "../redis/keys.ts";
import type { ChainKeys } from "../redis/keys.ts";
import { parseAs } from "../schema.ts";
import { countScript, listScript } from "./index-scripts.ts";
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
  /** In place of newest first. */
  readonly oldestFirst?: boolean | undefined;
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
   * The next `limit` jobs of the query, in their order and each once. Jobs that are added meanwhile
   * are newer and change no later page. It takes a command for each shard, all at once, and now and
   * then a second one for some.
   */
  async page(query: ListQuery): Promise<readonly ListPlace[]> {
    const sources = allShards().map((shard) => new Source(this.#redis, this.#keys, shard, query));
    await Promise.all(sources.map((source) => source.fill()));
    const order = orderOf(query);
    const page: ListPlace[] = [];
    while (page.length < query.limit) {
      const [newest] = sources.filter(({ head }) => head !== undefined).toSorted((a, b) => order(a.head, b.head));
      const next = await newest?.take();
      if (next === undefined) break;
      page.push(next);
    }
    return page;
  }

  /** How many jobs are kept of each pipeline and status. It takes a command for each shard. */
  async counts(
    pipelines: readonly string[],
    statuses: readonly JobStatus[] = STATUSES,
  ): Promise<readonly { pipeline: string; status: JobStatus; jobs: number }[]> {
    const kinds = pipelines.flatMap((pipeline) => statuses.map((status) => ({ pipeline, status })));
    const ofShards = await Promise.all(
      allShards().map(async (shard) => {
        const sets = setsOf(this.#keys, shard, { pipelines, statuses });
        return parseAs(Counts, await countScript(this.#redis, { shard: this.#keys.open(shard) }, { sets }));
      }),
    );
    const sum = (at: number) => ofShards.reduce((all, counts) => all + (counts[at] ?? 0), 0);
    return kinds.map(({ pipeline, status }, at) => ({ pipeline, status, jobs: sum(at) }));
  }

  /**
   * Takes jobs out whose records Redis let expire: those that were created before `before` (ms
   * since the epoch) and are gone. Records expire by themselves; this only keeps the index from
   * growing. What it does not come to, it begins with the next time. `others`: further sorted sets
   * of jobs by the time of their creation.
   */
  async trim(pipelines: readonly string[], before: number, others: readonly string[] = []): Promise<void> {
    const indexed = allShards().flatMap((shard) => setsOf(this.#keys, shard, { pipelines, statuses: STATUSES }));
    const sets = [...indexed, ...others];
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

/** One shard of the merge: holds a few members and gets more when they are taken. */
class Source {
  readonly #redis: Redis;
  readonly #shard: string;
  readonly #sets: readonly string[];
  readonly #from: number;
  readonly #to: number;
  readonly #chunk: number;
  readonly #isUpward: boolean;
  #after: ListPlace | undefined;
  #buffer: ListPlace[] = [];
  #ended = false;

  constructor(redis: Redis, keys: ChainKeys, shard: number, query: ListQuery) {
    const { from, to, after, limit, oldestFirst = false } = query;
    this.#redis = redis;
    this.#shard = keys.open(shard);
    this.#sets = setsOf(keys, shard, query);
    this.#isUpward = oldestFirst;
    this.#from = from ?? Number.NEGATIVE_INFINITY;
    this.#to = to ?? Number.POSITIVE_INFINITY;
    this.#after = after;
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

  /** Reads on behind the last place that was read. */
  async fill(): Promise<void> {
    if (this.#ended) return;
    const { createdAt, id } = this.#after ?? {};
    const bounds = this.#isUpward
      ? [Math.max(this.#from, createdAt ?? Number.NEGATIVE_INFINITY), this.#to]
      : [this.#from, Math.min(this.#to, createdAt ?? Number.POSITIVE_INFINITY)];
    const [from = 0, to = 0] = bounds;
    const reply = await listScript(
      this.#redis,
      { shard: this.#shard },
      {
        upward: this.#isUpward ? 1 : "",
        from: scoreOf(from),
        to: scoreOf(to),
        after: createdAt ?? "",
        afterId: id ?? "",
        limit: this.#chunk,
        sets: this.#sets,
      },
    );
    this.#buffer = pairs(parseAs(Places, reply));
    this.#ended = this.#buffer.length < this.#chunk;
    this.#after = this.#buffer.at(-1) ?? this.#after;
  }
}

/** As Redis writes the bounds of a range. */
function scoreOf(bound: number): number | "-inf" | "+inf" {
  if (Number.isFinite(bound)) return bound;
  return bound < 0 ? "-inf" : "+inf";
}

/** What the scripts reply. */
const Places = Type.Array(Type.String());
const Counts = Type.Array(Type.Integer());

/** The sets of a shard, by pipeline and status. */
function setsOf(
  keys: ChainKeys,
  shard: number,
  { pipelines, statuses }: Pick<ListQuery, "pipelines" | "statuses">,
): readonly string[] {
  return pipelines.flatMap((pipeline) => statuses.map((status) => `${keys.jobs(shard, pipeline)}:${status}`));
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

function orderOf({ oldestFirst = false }: Pick<ListQuery, "oldestFirst">): typeof byNewest {
  return oldestFirst ? (a, b) => byNewest(b, a) : byNewest;
}

function allShards(): readonly number[] {
  return Array.from({ length: SHARDS }, (_, shard) => shard);
}
