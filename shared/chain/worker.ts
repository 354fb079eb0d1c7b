import { DelayedError, UnrecoverableError, WaitingError, type Job } from "bullmq";
import type { Redis } from "ioredis";
import {
  delayAfter,
  EARLY_DELAY_MS,
  isEarly,
  needsOtherProcess,
  LaterError,
  locate,
  payloadOf,
  unrecoverable,
  type Work,
} from "./entry.ts";
import { faultPoint } from "./fault-points.ts";
import { repeatHandOff } from "./hand-off.ts";
import { DamagedRecordError, mayOthersRead } from "./job/damaged.ts";
import { isSettled } from "./job/record.ts";
import type { ChainLog } from "./log-codes.ts";
import { ItemRunner } from "./map/item-runner.ts";
import { PacedWorker } from "./paced-worker.ts";
import { KEEP_COMPLETED, KEEP_FAILED, type Payload } from "./queues.ts";
import { isRefusedForNow, ofRedis } from "./redis/trouble.ts";
import { freshBaselines } from "./retry.ts";
import type { Stage } from "./stage.ts";
import { Runs } from "./runs.ts";
import { sampledTrace } from "./telemetry/tracer.ts";
import { ENDED, GONE, SHUTDOWN, StepRunner, type StepRunnerDeps, type UntilTaken } from "./step-runner.ts";

/**
 * How long a lock lives without renewal, and how often lost ones are looked for: an attempt whose
 * process died is taken up again after at most the sum, 15 s.
 */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** How long `close` waits for running attempts before it takes their work back to the queue. */
export const DRAIN_MS = 8_000;
/**
 * Wait of a queue entry whose run is still under way here: each look counts against the stage's
 * rate limit.
 */
const STILL_RUNNING_DELAY_MS = 5_000;

/** Of an entry that lost all but its id: it is removed, and the sweep makes it anew. */
const LEFTOVER = "nothing is left of the entry";

/** At most `jobs` entries begin in `seconds`, all workers of the stage together. */
export interface RateLimit {
  readonly jobs: number;
  readonly seconds: number;
}

export interface StageWorkerDeps extends StepRunnerDeps {
  /** Connection for the worker; BullMQ opens a second one for its blocking call. */
  readonly redis: Redis;
  readonly concurrency?: number | undefined;
  readonly rateLimit?: RateLimit | undefined;
}

/** What is at work here. */
interface Running {
  readonly id: string;
  readonly step: string;
  readonly item?: number | undefined;
  readonly abort: AbortController;
}

/**
 * Reads one stage's queue: looks in the record, runs, records, hands on. What it may not run it
 * does not run.
 */
export class StageWorker {
  readonly stage: Stage;
  readonly #deps: StageWorkerDeps;
  readonly #log: ChainLog;
  readonly #worker: PacedWorker<Payload, string>;
  readonly #runs: Runs;
  readonly #runner: StepRunner;
  readonly #items: ItemRunner;
  readonly #running = new Set<Running>();

  constructor(stage: Stage, deps: StageWorkerDeps) {
    this.stage = stage;
    this.#deps = deps;
    this.#log = deps.log.child({ stage: stage.name });
    const untilTaken: UntilTaken = (write) => this.#untilTaken(write);
    this.#runs = new Runs(stage, deps);
    this.#runner = new StepRunner(stage, deps, this.#runs, untilTaken);
    this.#items = new ItemRunner(stage, deps, this.#runs, this.#runner, untilTaken);
    this.#worker = new PacedWorker<Payload, string>(stage.name, (job, token) => this.#workOrDelay(job, token), {
      connection: deps.redis,
      prefix: deps.queues.keys.queuePrefix(stage.name),
      name: deps.instance,
      concurrency: deps.concurrency ?? stage.concurrency ?? 1,
      ...(deps.rateLimit !== undefined && {
        limiter: { max: deps.rateLimit.jobs, duration: deps.rateLimit.seconds * 1_000 },
      }),
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      // The count that matters is MAX_CRASHES, enforced where the job record learns of it.
      maxStalledCount: 1_000,
      removeOnComplete: KEEP_COMPLETED,
      removeOnFail: KEEP_FAILED,
    });
    this.#worker.on("completed", (job, result) => {
      if (result === GONE || result === LEFTOVER)
        job
          .remove()
          .catch((error: unknown) => this.#log.warn({ code: "entry.not_removed", err: error }, "entry not removed"));
    });
    this.#worker.on("error", (error) =>
      this.#log.error({ code: "queue.failed", err: ofRedis(error) }, "queue worker error"),
    );
  }

  /** Whether no stage is run here just now. What only waits for Redis is no work. */
  get isIdle(): boolean {
    return this.#runs.isIdle;
  }

  async ready(): Promise<void> {
    await this.#worker.waitUntilReady();
  }

  /**
   * Takes no more work, waits up to 8 s for running attempts, then aborts them and puts their work
   * back at once.
   */
  async close(): Promise<void> {
    const timer = setTimeout(() => {
      for (const { abort } of this.#running) abort.abort(SHUTDOWN);
    }, DRAIN_MS);
    await this.#worker.close();
    clearTimeout(timer);
  }

  /** Aborts what runs here for a job that was canceled or purged. */
  jobEnded(id: string): void {
    for (const running of this.#running) if (running.id === id) running.abort.abort(ENDED);
  }

  /**
   * Aborts what runs here for jobs that were ended while this process was not told: its connection
   * was away.
   */
  async abortEnded(): Promise<void> {
    await Promise.all(
      [...this.#running].map(async ({ id, abort }) => {
        if (await this.#deps.records.isEnded(id)) abort.abort(ENDED);
      }),
    );
  }

  /**
   * Retries are ours and not BullMQ's: the policy belongs to the stage, which whoever adds to its
   * queue does not know. An entry that is to be met again goes to the delayed list; what is final
   * has thrown UnrecoverableError.
   */
  async #workOrDelay(job: Job<Payload>, token: string | undefined): Promise<string> {
    try {
      return await this.#workOnce(job, token);
    } catch (error) {
      if (error instanceof UnrecoverableError || error instanceof WaitingError) throw error;
      // What does not validate fails this queue job alone, for good and visibly.
      if (error instanceof DamagedRecordError && !mayOthersRead(error, job.timestamp)) {
        throw new UnrecoverableError(`invalid_input: ${error.message}`);
      }
      this.#logDelay(error, job);
      const delayMs = delayAfter(error, Date.now() - job.timestamp);
      await this.#untilTaken(async () => {
        const { link } = error instanceof LaterError ? error : {};
        if (link !== undefined && sampledTrace(link) !== undefined) await job.updateData({ ...job.data, link });
        await job.moveToDelayed(Date.now() + delayMs, token);
      });
      throw new DelayedError();
    }
  }

  #logDelay(error: unknown, { data: { job, step } }: Job<Payload>): void {
    if (needsOtherProcess(error)) {
      const about = { code: "job.needs_other_process", job, step, reason: error.message } as const;
      this.#log.warn(about, "waits for another process");
    } else if (!(error instanceof LaterError)) {
      this.#log.error({ code: "entry.failed", job, step, err: error }, "the chain itself failed");
    }
  }

  /** Works on the entry unless this process is at it already. */
  async #workOnce(job: Job<Payload>, token: string | undefined): Promise<string> {
    if (Number.isNaN(job.timestamp)) return LEFTOVER;
    const { job: id, step, item } = payloadOf(job);
    // This process lost the entry's lock, took it again, and is still at it: two runs would only be
    // paid twice.
    if (this.#isRunning(id, step, item)) throw new LaterError("The step still runs here.", STILL_RUNNING_DELAY_MS);
    // Known before the record is read, so that no cancel falls in between.
    const running = { id, step, item, abort: new AbortController() };
    this.#running.add(running);
    try {
      if (item !== undefined) return await this.#items.attempt({ ...running, job, token, item });
      return await this.#runIfDue(job, token, running);
    } finally {
      this.#running.delete(running);
    }
  }

  #isRunning(id: string, step: string, item: number | undefined): boolean {
    for (const each of this.#running) if (each.id === id && each.step === step && each.item === item) return true;
    return false;
  }

  /** Makes an attempt of the step if the record lets it. */
  async #runIfDue(job: Job<Payload>, token: string | undefined, running: Running): Promise<string> {
    const { id, step, abort } = running;
    const record = await this.#deps.records.read(id);
    if (record === undefined) return await this.#runner.gone(job, id);
    if (isSettled(record.step(step))) {
      if (await this.#reopen(job, record, step)) return this.#runIfDue(job, token, running);
      return this.#repeatHandOff(record, step);
    }
    if (record.status !== "pending" && record.status !== "running") return `the job is ${record.status}`;
    const work = { job, token, record, abort, ...locate(this.#deps.pipelines, record, this.stage.name, step) };
    await faultPoint("stage.taken");
    if (isEarly(work)) throw new LaterError("The step before this one is not recorded yet.", EARLY_DELAY_MS);
    return this.#runner.attempt(work);
  }

  /** Whether the entry is no redelivery after a crash: somebody pressed Retry in Bull Board. */
  async #reopen(job: Job<Payload>, record: Work["record"], step: string): Promise<boolean> {
    const { failure } = record.step(step);
    if (failure === undefined || job.stalledCounter > failure.stalls || job.attemptsMade === 0) return false;
    return this.#deps.records.reopen(record, step, freshBaselines(record, step, job.stalledCounter));
  }

  /** A step that was settled before never runs again: only its hand-off is repeated. */
  async #repeatHandOff(record: Work["record"], step: string): Promise<string> {
    const { failure } = record.step(step);
    await repeatHandOff(this.#deps, record);
    if (failure !== undefined) throw unrecoverable(failure);
    return "done before";
  }

  /**
   * What Redis refuses for now (it is full, or became a replica) is written again until it is
   * taken: a result in hand may have been paid for, and an entry that nobody puts back counts as a
   * crash. Writing twice is as writing once.
   */
  async #untilTaken<Written>(write: () => Promise<Written>): Promise<Written> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!isRefusedForNow(error) || this.#worker.closing !== undefined) throw error;
        this.#log.warn({ code: "redis.refuses_writes", err: error }, "waits until Redis takes writes");
        await this.#worker.pauseAfterRefusal();
      }
    }
  }
}
