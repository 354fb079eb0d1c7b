import type { Job } from "bullmq";
import type { Redis } from "ioredis";
import { ConflictError } from "../client.ts";
import { faultPoint } from "../fault-points.ts";
import { jobIdOf } from "../job/id.ts";
import type { JobRecords } from "../job/records.ts";
import type { ChainLog } from "../log-codes.ts";
import { PacedWorker } from "../paced-worker.ts";
import type { ChainKeys } from "../redis/keys.ts";
import { ofRedis } from "../redis/trouble.ts";
import { SchemaError } from "../schema.ts";
import type { Schedule } from "./schedule.ts";
import { TICKS, type Schedules } from "./store.ts";

/** A tick that nothing has started for so long, in ms, is missed. */
const MISSED_AFTER_MS = 60_000;
/** As of a stage's worker: what a dead process had in hand is taken up within 15 s. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
const CONCURRENCY = 16;

/** What became of a tick. */
export type TickOutcome = "started" | "overlap" | "missed" | "refused" | "gone";

export interface TickerDeps {
  /** BullMQ opens a second connection for its blocking call. */
  readonly redis: Redis;
  readonly keys: ChainKeys;
  readonly schedules: Pick<Schedules, "find" | "noteStart">;
  readonly records: Pick<JobRecords, "isUnfinished">;
  /** Starts the job; what it throws is tried again. */
  readonly start: (schedule: Schedule, cause: string) => Promise<unknown>;
  readonly onTick?: ((outcome: TickOutcome) => void) | undefined;
  readonly log: ChainLog;
  readonly instance: string;
}

/**
 * Starts a job at each tick. Any number of processes may: a tick is one entry of one queue, and its
 * job's id is derived from it.
 */
export class Ticker {
  readonly #deps: TickerDeps;
  readonly #worker: PacedWorker<unknown, TickOutcome>;

  constructor(deps: TickerDeps) {
    this.#deps = deps;
    this.#worker = new PacedWorker<unknown, TickOutcome>(TICKS, (entry) => this.#work(entry), {
      connection: deps.redis,
      prefix: deps.keys.queuePrefix(TICKS),
      name: deps.instance,
      concurrency: CONCURRENCY,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: 1_000,
    });
    this.#worker.on("error", (error) =>
      deps.log.error({ code: "queue.failed", err: ofRedis(error) }, "schedule worker error"),
    );
  }

  async ready(): Promise<void> {
    await this.#worker.waitUntilReady();
  }

  async close(): Promise<void> {
    await this.#worker.close();
  }

  async #work({ id = "" }: Pick<Job, "id">): Promise<TickOutcome> {
    const [, name = "", at = ""] = /^repeat:(.+):(\d+)$/.exec(id) ?? [];
    const about = { schedule: name, tick: new Date(Number(at)).toISOString() };
    try {
      const outcome = await this.#tick(name, Number(at));
      this.#deps.onTick?.(outcome);
      this.#deps.log.info({ code: "schedule.ticked", ...about, outcome }, "schedule");
      return outcome;
    } catch (error) {
      this.#deps.log.warn({ code: "schedule.tick_failed", ...about, err: error }, "a tick could not start its job yet");
      throw error;
    }
  }

  async #tick(name: string, at: number): Promise<TickOutcome> {
    const { schedules, start, records } = this.#deps;
    const schedule = await schedules.find(name);
    if (schedule === undefined || schedule.spec.paused === true) return "gone";
    const { overlap, missed } = schedule.spec;
    if (missed !== "once" && Date.now() - at > MISSED_AFTER_MS) return "missed";
    const cause = tickCause(name, at);
    const job = jobIdOf(cause);
    const { last } = schedule;
    const isOther = overlap !== "allow" && last !== undefined && last.job !== job;
    if (isOther && (await records.isUnfinished(last.job))) return "overlap";
    try {
      await start(schedule, cause);
    } catch (error) {
      if (error instanceof SchemaError) return "refused"; // the pipeline takes another input by now
      // Started by a process that died, and the schedule has changed since: that one counts.
      if (!(error instanceof ConflictError)) throw error;
    }
    await faultPoint("tick.started");
    await schedules.noteStart(name, { at, job });
    return "started";
  }
}

/** What starts the job of a tick (ms since the epoch): the same tick is the same job. */
export function tickCause(name: string, tick: number): string {
  return `schedule:${name}:${tick}`;
}

/** What starts a job of a schedule by hand, once for each key. */
export function runCause(name: string, key: string): string {
  return `schedule:${name}:run:${key}`;
}
