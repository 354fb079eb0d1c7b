import type { JobSchedulerJson } from "bullmq";
import type { Redis } from "ioredis";
import Type from "typebox";
import { PLAIN, UnreadableError, type Cipher } from "../crypto/cipher.ts";
import { faultPoint } from "../fault-points.ts";
import { DamagedRecordError } from "../job/damaged.ts";
import { jsonOrUndefined } from "../json.ts";
import type { Queues, StageQueue } from "../queues.ts";
import { noteErased } from "../redis/erased.ts";
import { fits, parseAs, SchemaError } from "../schema.ts";
import { LastStart, ScheduleName, ScheduleSpec, type Schedule } from "./schedule.ts";
import { nextTick, repeatOf, timeProblems } from "./times.ts";

/** The queue of the ticks. No stage can be called so. */
export const TICKS = "schedule.ticks";

/** A try again every 5 s, for an hour: the job's queue, or the pipeline, may be away or full. */
const TICK_OPTIONS = {
  attempts: 720,
  backoff: { type: "fixed", delay: 5_000 },
  removeOnComplete: true,
  removeOnFail: { age: 86_400, count: 1_000 },
} as const;

/** How a schedule is kept: sealed, and when it was written (ms since the epoch). */
const KeptSchedule = Type.Object({ at: Type.Integer(), text: Type.String() });

/** What a kept schedule is sealed as. */
export function scheduleContext(name: string): string {
  return `schedule/${name}`;
}

/** The kept text with its sealed part changed; undefined: it needs no change. */
export function changedSchedule(
  kept: string,
  change: (text: string, writtenAt: number) => string | undefined,
): string | undefined {
  const json = jsonOrUndefined(kept);
  if (!fits(KeptSchedule, json)) return undefined;
  const text = change(json.text, json.at);
  return text === undefined ? undefined : JSON.stringify({ ...json, text });
}

interface Deps {
  readonly redis: Redis;
  readonly queues: Queues;
  readonly cipher?: Cipher;
}

/**
 * The schedules. A record says what is wanted; a job scheduler of BullMQ makes the ticks. A process
 * that dies between both leaves them apart, until `settle`.
 */
export class Schedules {
  readonly #redis: Redis;
  readonly #queues: Queues;
  readonly #cipher: Cipher;

  constructor({ redis, queues, cipher = PLAIN }: Deps) {
    this.#redis = redis;
    this.#queues = queues;
    this.#cipher = cipher;
  }

  /**
   * Keeps a schedule, in place of one of that name. Tells whether there was none. Throws
   * SchemaError for a name or times that cannot be; the input is for its jobs to refuse.
   */
  async put(name: string, spec: ScheduleSpec): Promise<boolean> {
    parseAs(ScheduleName, name);
    const problems = timeProblems(spec);
    if (problems.length > 0) throw new SchemaError(problems);
    const text = this.#cipher.seal(JSON.stringify(spec), scheduleContext(name));
    const kept = JSON.stringify({ at: Date.now(), text });
    const isNew = (await this.#redis.hset(this.#keys.schedules, name, kept)) === 1;
    if (!isNew) await noteErased(this.#redis, this.#keys);
    await faultPoint("schedule.recorded");
    await this.#settle(name);
    return isNew;
  }

  /** Throws DamagedRecordError for one that cannot be read. */
  async find(name: string): Promise<Schedule | undefined> {
    const { schedules, scheduleStarts } = this.#keys;
    const [kept, last] = await Promise.all([this.#redis.hget(schedules, name), this.#redis.hget(scheduleStarts, name)]);
    return kept === null ? undefined : { name, spec: this.#open(name, kept), last: lastOf(last) };
  }

  /** The names, in order. */
  async names(): Promise<readonly string[]> {
    return (await this.#redis.hkeys(this.#keys.schedules)).toSorted();
  }

  /** Erases a schedule; the jobs that it started go on. Tells whether there was one. */
  async remove(name: string): Promise<boolean> {
    const { schedules, scheduleStarts } = this.#keys;
    const removed = await this.#redis.hdel(schedules, name);
    await faultPoint("schedule.removed");
    await this.#redis.hdel(scheduleStarts, name);
    await this.#settle(name);
    await noteErased(this.#redis, this.#keys);
    return removed === 1;
  }

  /** Notes a start of a schedule that there still is. */
  async noteStart(name: string, last: LastStart): Promise<void> {
    const { schedules, scheduleStarts } = this.#keys;
    await this.#redis.hset(scheduleStarts, name, JSON.stringify(last));
    if ((await this.#redis.hexists(schedules, name)) === 0) await this.#redis.hdel(scheduleStarts, name);
  }

  /** Makes the ticks be as the records say. Any number of processes may do it at once. */
  async settle(): Promise<void> {
    const ticking = await this.#queue.getJobSchedulers();
    const names = new Set([...ticking.map(({ key }) => key), ...(await this.names())]);
    for (const name of names) await this.#settle(name).catch(isDamage);
  }

  async #settle(name: string): Promise<void> {
    const ticking = await this.#queue.getJobScheduler(name);
    const spec = (await this.find(name))?.spec;
    if (spec === undefined || spec.paused === true) return this.#stop(name, ticking);
    if (isOf(ticking, spec)) return undefined; // a tick that is late stays due
    if (nextTick(spec, Date.now()) === undefined) return this.#stop(name, ticking);
    await this.#queue.upsertJobScheduler(name, repeatOf(spec), { name: "tick", opts: TICK_OPTIONS });
    return undefined;
  }

  async #stop(name: string, ticking: JobSchedulerJson | undefined): Promise<void> {
    if (ticking !== undefined) await this.#queue.removeJobScheduler(name);
  }

  #open(name: string, text: string): ScheduleSpec {
    try {
      const kept = jsonOrUndefined(text);
      if (!fits(KeptSchedule, kept)) throw new TypeError("not as it is kept");
      const spec = jsonOrUndefined(this.#cipher.open(kept.text, scheduleContext(name), kept.at));
      if (!fits(ScheduleSpec, spec)) throw new TypeError("not as it is kept");
      return spec;
    } catch (cause) {
      if (!(cause instanceof UnreadableError || cause instanceof TypeError)) throw cause;
      throw new DamagedRecordError(`The schedule ${name} cannot be read`, { cause });
    }
  }

  get #queue(): StageQueue {
    return this.#queues.get(TICKS);
  }

  get #keys() {
    return this.#queues.keys;
  }
}

function lastOf(text: string | null): LastStart | undefined {
  const last = text === null ? undefined : jsonOrUndefined(text);
  return fits(LastStart, last) ? last : undefined;
}

/** Whether BullMQ makes the ticks of this rule. */
function isOf(ticking: JobSchedulerJson | undefined, spec: ScheduleSpec): boolean {
  const { pattern, tz, startDate, endDate } = repeatOf(spec);
  return (
    ticking?.pattern === pattern && ticking.tz === tz && ticking.startDate === startDate && ticking.endDate === endDate
  );
}

/** One that cannot be read stays as it is, and does not keep others waiting. */
function isDamage(error: unknown): void {
  if (!(error instanceof DamagedRecordError)) throw error;
}
