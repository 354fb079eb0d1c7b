import { DelayedError, UnrecoverableError, WaitingError, type Job } from "bullmq";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { StageError, toStageError } from "./errors.ts";
import { DamagedRecordError, gather, isSettled, mayOthersRead, type Failure, type JobRecord } from "./job/record.ts";
import type { Attempt, JobRecords, Settled } from "./job/records.ts";
import { isRefusedForNow, ofRedis } from "./redis/trouble.ts";
import { faultPoint } from "./fault-points.ts";
import { parseAs, SchemaError } from "./schema.ts";
import { Metrics } from "./telemetry/metrics.ts";
import { handOff, repeatHandOff, type Outcome } from "./hand-off.ts";
import type { Position, Pipeline } from "./pipeline.ts";
import { PacedWorker } from "./paced-worker.ts";
import { KEEP_COMPLETED, KEEP_FAILED, Payload, type Queues } from "./queues.ts";
import { isFinal, retryDelayMs } from "./retry.ts";
import { freshBases, stageInput } from "./route.ts";
import { Abort, runStage } from "./run-stage.ts";
import type { Stage } from "./stage.ts";
import {
  jobsFinished,
  providerCalls,
  providerCost,
  stageAttempts,
  stageErrors,
  stageQueueSeconds,
  stageWorkSeconds,
} from "./telemetry/chain-metrics.ts";

/** At most `jobs` jobs start in `seconds`. */
export interface RateLimit {
  readonly jobs: number;
  readonly seconds: number;
}

/**
 * How long a lock lives without renewal, and how often lost ones are looked for: an attempt whose
 * process died is taken up again after at most the sum, 15 s, which leaves time to answer within
 * LINE's reply token.
 */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** How often a process may die over one stage of one job before the stage is given up. */
export const MAX_CRASHES = 5;
/** How long `close` waits for running attempts before it takes their work back to the queue. */
export const DRAIN_MS = 8_000;
/**
 * An attempt that is over sooner is told to the record in one write with its end: nobody could have
 * seen it running, and short stages are where a second write would show.
 */
const TELL_AFTER_MS = 25;

/** Wait after an error of the chain itself, such as a full Redis. */
const UNFORESEEN_DELAY_MS = 2_000;
/**
 * Wait of a queue entry whose record only another process may be able to read, or whose pipeline
 * only another one knows.
 */
const MIN_UNREAD_DELAY_MS = 10_000;
const MAX_UNREAD_DELAY_MS = 300_000;
/** Wait of a queue entry that came before its turn. */
const EARLY_DELAY_MS = 1_000;
/**
 * Wait of a queue entry whose run is still under way here: each look counts against the stage's
 * rate limit.
 */
const STILL_RUNNING_DELAY_MS = 5_000;

/** Of an entry whose job was purged or has expired: it is removed as well. */
const GONE = "the job is gone";
/** Of an entry that lost all but its id: it is removed, and the sweep makes it anew. */
const LEFTOVER = "nothing is left of the entry";

const SHUTDOWN = new DOMException("The worker is shutting down", "AbortError");
const ENDED = new DOMException("The job was canceled or purged", "AbortError");

export interface StageWorkerDeps {
  readonly records: JobRecords;
  readonly queues: Queues;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  /** Connection for the worker; BullMQ opens a second one for its blocking call. */
  readonly redis: Redis;
  readonly log: Logger;
  /** Name of this process, in history and heartbeats. */
  readonly instance: string;
  readonly concurrency?: number | undefined;
  readonly rateLimit?: RateLimit | undefined;
  readonly metrics?: Metrics | undefined;
  /**
   * Told of each job that this worker brought to its end, before its queue entry ends. What it
   * throws is logged.
   */
  readonly onFinished?: ((record: JobRecord, status: "completed" | "failed") => Promise<void> | void) | undefined;
  /**
   * Told when a job was purged while this worker ran a stage of it, or when its entry is met
   * afterwards: what the stage left behind is nobody's. `record`: as it was when the stage began.
   */
  readonly onGone?: ((jobId: string, record?: JobRecord) => Promise<void>) | undefined;
}

/** A queue job together with what the record says of it. */
interface Work {
  readonly job: Job<Payload>;
  readonly token: string | undefined;
  readonly pipeline: Pipeline;
  readonly position: Position;
  readonly record: JobRecord;
  readonly abort: Abort;
}

/**
 * Reads one stage's queue: looks in the record, runs, records, hands on. What it may not run it
 * does not run.
 */
export class StageWorker {
  readonly stage: Stage;
  readonly #deps: StageWorkerDeps;
  readonly #log: Logger;
  readonly #worker: PacedWorker<Payload, string>;
  readonly #metrics: Metrics;
  readonly #running = new Set<{ readonly id: string; readonly place: number; readonly abort: Abort }>();
  #stopping = false;
  #atWork = 0;

  constructor(stage: Stage, deps: StageWorkerDeps) {
    this.stage = stage;
    this.#deps = deps;
    this.#log = deps.log.child({ stage: stage.name });
    this.#metrics = deps.metrics ?? new Metrics();
    this.#worker = new PacedWorker<Payload, string>(stage.name, (job, token) => this.#orLater(job, token), {
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
        job.remove().catch((error: unknown) => this.#log.warn({ err: error }, "entry not removed"));
    });
    this.#worker.on("error", (error) => this.#log.error({ err: ofRedis(error) }, "queue worker error"));
  }

  /** Whether no stage is run here just now. What only waits for Redis is no work. */
  get isIdle(): boolean {
    return this.#atWork === 0;
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
      this.#stopping = true;
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

  #isRunning(id: string, place: number): boolean {
    for (const running of this.#running) if (running.id === id && running.place === place) return true;
    return false;
  }

  /**
   * Retries are ours and not BullMQ's: the policy belongs to the stage, which whoever adds to its
   * queue does not know. A job that is to be tried again goes to the delayed list; what is final
   * has thrown UnrecoverableError.
   */
  async #orLater(job: Job<Payload>, token: string | undefined): Promise<string> {
    try {
      return await this.#process(job, token);
    } catch (error) {
      if (error instanceof UnrecoverableError || error instanceof WaitingError) throw error;
      // What does not validate fails this queue job alone, for good and visibly.
      if (error instanceof DamagedRecordError && !mayOthersRead(error, job.timestamp)) {
        throw new UnrecoverableError(`invalid_input: ${error.message}`);
      }
      const delayMs = this.#delayAfter(error, job);
      await this.#onceTaken(() => job.moveToDelayed(Date.now() + delayMs, token));
      throw new DelayedError();
    }
  }

  /** In ms. */
  #delayAfter(error: unknown, job: Job<Payload>): number {
    if (error instanceof RetryError) return error.delayMs;
    if (error instanceof DamagedRecordError || error instanceof NotLoadedError) {
      this.#log.warn({ job: job.data.job, reason: error.message }, "waits for a process that knows the job");
      // The longer it waits, the rarer the looks: each counts against the stage's rate limit.
      return Math.min(Math.max((Date.now() - job.timestamp) / 4, MIN_UNREAD_DELAY_MS), MAX_UNREAD_DELAY_MS);
    }
    this.#log.error({ job: job.data.job, err: error }, "the chain itself failed");
    return UNFORESEEN_DELAY_MS;
  }

  async #process(job: Job<Payload>, token: string | undefined): Promise<string> {
    if (Number.isNaN(job.timestamp)) return LEFTOVER;
    const { id, place } = payloadOf(job);
    // This process lost the entry's lock, took it again, and is still at it: two runs would only be
    // paid twice.
    if (this.#isRunning(id, place)) throw new RetryError("The stage still runs here.", STILL_RUNNING_DELAY_MS);
    const running = { id, place, abort: new Abort() }; // known before the record is read, so that no cancel falls in between
    this.#running.add(running);
    try {
      return await this.#proceed(job, token, id, place, running.abort);
    } finally {
      this.#running.delete(running);
    }
  }

  async #proceed(
    job: Job<Payload>,
    token: string | undefined,
    id: string,
    place: number,
    abort: Abort,
  ): Promise<string> {
    const record = await this.#deps.records.read(id);
    if (record === undefined) return await this.#dropped(id);
    const work = { job, token, record, abort, ...this.#locate(record, place) };
    if (isSettled(record.place(place))) return this.#replay(work);
    if (record.status !== "pending" && record.status !== "running") return `the job is ${record.status}`;
    await faultPoint("stage.taken");
    if (isEarly(work)) throw new RetryError("The stage before this one is not recorded yet.", EARLY_DELAY_MS);
    return this.#attempt(work);
  }

  /** A place that was settled before never runs again: only its hand-off is repeated. */
  async #replay({ job, token, pipeline, position, record, abort }: Work): Promise<string> {
    const { failure } = record.place(position.index);
    // Not a redelivery after a crash: somebody pressed Retry in Bull Board.
    const asked = failure !== undefined && job.stalledCounter <= failure.stalls && job.attemptsMade > 0;
    const bases = freshBases(pipeline, record, position.index, job.stalledCounter);
    if (asked && (await this.#deps.records.reopen(record, position.index, bases))) {
      return this.#proceed(job, token, record.id, position.index, abort);
    }
    await repeatHandOff(this.#deps, pipeline, record);
    if (failure !== undefined) throw unrecoverable(failure);
    return "done before";
  }

  async #attempt(work: Work): Promise<string> {
    const { job, pipeline, position, record, abort } = work;
    const place = record.place(position.index);
    const begunAt = Date.now();
    const attempt = {
      id: record.id,
      pipeline: record.pipeline,
      place: position.index,
      number: place.attempts + 1,
      begunAt,
      worker: this.#deps.instance,
      priority: record.priority,
      queueMs: place.attempts === 0 ? Math.max(0, begunAt - job.timestamp) : place.queueMs,
      told: false,
    };
    const tell = setTimeout(() => {
      attempt.told = true;
      this.#deps.records.begin(attempt).catch((error: unknown) => this.#log.warn({ err: error }, "begin not told"));
    }, TELL_AFTER_MS);
    let outcome: Outcome;
    try {
      outcome = await this.#run(work, attempt).finally(() => clearTimeout(tell));
    } catch (thrown) {
      if (abort.reason === ENDED) return await this.#dropped(record.id, record);
      if (this.#stopping && abort.reason === SHUTDOWN) return await this.#giveBack(work);
      if (isRefusedForNow(thrown)) throw thrown; // Redis' trouble is no failure of the stage
      outcome = { failure: await this.#failure(work, attempt, toStageError(thrown)) };
    }
    await faultPoint("stage.ran");
    let settled: Settled;
    try {
      settled = await this.#onceTaken(() => handOff(this.#deps, pipeline, position, attempt, outcome));
    } catch (thrown) {
      if ("failure" in outcome || !(thrown instanceof StageError)) throw thrown;
      outcome = { failure: await this.#failure(work, attempt, thrown) };
      settled = await this.#onceTaken(() => handOff(this.#deps, pipeline, position, attempt, outcome));
    }
    await faultPoint("stage.handed-on");
    this.#measure(attempt, "failure" in outcome ? "failed" : "completed");
    if (settled === "completed" || settled === "failed") await this.#finished(record, settled);
    if (settled === "unknown") return await this.#dropped(record.id, record);
    if ("failure" in outcome) throw unrecoverable(outcome.failure);
    return settled;
  }

  /**
   * What Redis refuses for now (it is full, or became a replica) is written again until it is
   * taken: a result in hand may have been paid for, and an entry that nobody puts back counts as a
   * crash. Writing twice is as writing once.
   */
  async #onceTaken<Written>(write: () => Promise<Written>): Promise<Written> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!isRefusedForNow(error) || this.#worker.closing !== undefined) throw error;
        this.#log.warn({ err: error }, "waits until Redis takes writes");
        await this.#worker.pauseAfterRefusal();
      }
    }
  }

  async #run({ job, pipeline, position, record, abort }: Work, attempt: Attempt): Promise<Outcome> {
    const crashes = job.stalledCounter - record.place(position.index).base.stalls;
    if (crashes > MAX_CRASHES) throw crashedTooOften(crashes);
    const input = stageInput(pipeline, position, gather(record, pipeline.positions.length));
    const about = {
      jobId: record.id,
      createdAt: new Date(record.createdAt),
      attempt: attempt.number,
      paid: (provider: string, costUsd: number) => this.#paid(attempt, provider, costUsd),
      metrics: this.#metrics,
      log: () => this.#logOf(attempt),
    };
    this.#atWork += 1;
    try {
      return await runStage(this.stage, input, about, abort);
    } finally {
      this.#atWork -= 1;
    }
  }

  async #paid(attempt: Attempt, provider: string, costUsd: number): Promise<void> {
    await this.#deps.records.notePaid(attempt, attempt.place, costUsd);
    await faultPoint("call.counted");
    const labels = { stage: this.stage.name, provider };
    this.#metrics.count(providerCalls, labels);
    this.#metrics.count(providerCost, labels, costUsd);
  }

  /** The job was canceled or purged while it was worked on: nothing of it is recorded. */
  async #dropped(id: string, record?: JobRecord): Promise<string> {
    if (await this.#deps.records.exists(id)) return "the job was canceled";
    await this.#deps.onGone?.(id, record);
    return GONE;
  }

  #measure({ number, begunAt, queueMs }: Attempt, outcome: "completed" | "failed" | "retrying"): void {
    const stage = this.stage.name;
    this.#metrics.count(stageAttempts, { stage, outcome });
    this.#metrics.observe(stageWorkSeconds, { stage }, (Date.now() - begunAt) / 1_000);
    if (number === 1) this.#metrics.observe(stageQueueSeconds, { stage }, (queueMs ?? 0) / 1_000);
  }

  /** The final failure of a stage. Throws RetryError instead when another attempt is due. */
  async #failure({ job, record, position }: Work, attempt: Attempt, error: StageError): Promise<Failure> {
    this.#logOf(attempt).warn({ code: error.code, class: error.class, err: error.cause ?? error }, "attempt failed");
    this.#metrics.count(stageErrors, { stage: this.stage.name, code: error.code });
    const attempts = attempt.number - record.place(position.index).base.attempts;
    if (isFinal(this.stage.retry, error, attempts)) {
      return { code: error.code, message: error.message, stalls: job.stalledCounter };
    }
    await this.#deps.records.noteRetry(attempt, error.code);
    this.#measure(attempt, "retrying");
    throw new RetryError(error.message, retryDelayMs(this.stage.retry, attempts, error.retryAfterMs));
  }

  async #finished(record: JobRecord, status: "completed" | "failed"): Promise<void> {
    const { id, pipeline, createdAt } = record;
    this.#log.info({ job: id, pipeline, ms: Date.now() - createdAt }, `job ${status}`);
    this.#metrics.count(jobsFinished, { pipeline, status });
    await faultPoint("job.finished");
    try {
      await this.#deps.onFinished?.(record, status);
    } catch (error) {
      // The end is recorded, and a callback that is owed is started by the sweep: no reason to meet
      // this entry again.
      this.#log.warn({ job: id, err: error }, "could not tell of the job's end");
    }
  }

  async #giveBack({ job, token }: Work): Promise<never> {
    await job.moveToWait(token);
    throw new WaitingError("given back at shutdown");
  }

  #locate(record: JobRecord, place: number): { pipeline: Pipeline; position: Position } {
    const pipeline = this.#deps.pipelines.get(record.pipeline);
    if (pipeline === undefined) throw new NotLoadedError(record.pipeline);
    const position = pipeline.positions[place];
    if (position === undefined || position.spec.stage !== this.stage.name) {
      throw new UnrecoverableError(`unknown_stage: this version has no place ${place} of "${record.pipeline}" here`);
    }
    return { pipeline, position };
  }

  #logOf({ id, number }: Attempt): Logger {
    return this.#log.child({ job: id, attempt: number });
  }
}

/** Another attempt is due after `delayMs`. */
class RetryError extends Error {
  override readonly name = "RetryError";
  readonly delayMs: number;

  constructor(message: string, delayMs: number) {
    super(message);
    this.delayMs = delayMs;
  }
}

/** This process was started without the extension that the job's pipeline is of. */
class NotLoadedError extends Error {
  override readonly name = "NotLoadedError";

  constructor(pipeline: string) {
    super(`The pipeline "${pipeline}" is not loaded here: EXTENSIONS must name its folder`);
  }
}

function payloadOf(job: Job<Payload>): { id: string; place: number } {
  try {
    const { job: id, place } = parseAs(Payload, job.data);
    return { id, place };
  } catch (error) {
    if (error instanceof SchemaError) throw new UnrecoverableError(`invalid_input: the payload: ${error.message}`);
    throw error;
  }
}

function unrecoverable({ code, message }: Failure): UnrecoverableError {
  return new UnrecoverableError(`${code}: ${message}`);
}

function crashedTooOften(crashes: number): StageError {
  return new StageError(`The process died ${crashes} times over this stage.`, {
    code: "stage_crashed",
    class: "permanent",
  });
}

/**
 * Whether this entry came before its turn. The hand-off is sent behind the record on one
 * connection, but when Redis has dropped its scripts (SCRIPT FLUSH, failover) the record's script
 * is sent again and comes second; and the loser of two overlapping runs may have handed the job
 * elsewhere than the winner. Waiting is no attempt: when its turn comes, this entry is the
 * hand-off.
 */
function isEarly({ pipeline, position, record }: Work): boolean {
  return pipeline.positions.some(({ index, step }) => step < position.step && !isSettled(record.place(index)));
}
