import { DelayedError, UnrecoverableError, WaitingError, Worker, type Job } from "bullmq";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { RateLimit } from "../config/variables.ts";
import { StageError, toStageError } from "../errors.ts";
import { DamagedRecordError, gather, isSettled, type Failure, type JobRecord } from "../job/record.ts";
import type { Attempt, JobRecords } from "../job/records.ts";
import { queuePrefix } from "../redis/keys.ts";
import { parseAs, SchemaError } from "../schema.ts";
import { handOff, repeatHandOff, type Outcome } from "./hand-off.ts";
import type { Position, Route } from "./pipeline.ts";
import { KEEP_COMPLETED, KEEP_FAILED, Payload, type Queues } from "./queues.ts";
import { isFinal, retryDelayMs } from "./retry.ts";
import { stageInput } from "./route.ts";
import { Abort, runStage } from "./run-stage.ts";
import type { Stage } from "./stage.ts";

/**
 * How long a lock lives without renewal, and how often lost ones are looked for: an attempt whose process died is taken
 * up again after at most the sum, 15 s, which leaves time to answer within LINE's reply token.
 */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** How often a process may die over one stage of one job before the stage is given up. */
export const MAX_CRASHES = 5;
/** How long `close` waits for running attempts before it takes their work back to the queue. */
const DRAIN_MS = 8_000;
/**
 * An attempt that is over sooner is told to the record in one write with its end: nobody could have seen it running, and
 * short stages are where a second write would show.
 */
const TELL_AFTER_MS = 25;

/** Wait after an error of the chain itself, such as a full Redis. */
const UNFORESEEN_DELAY_MS = 2_000;
/** Wait of a queue entry that came before its turn. */
const EARLY_DELAY_MS = 1_000;

const SHUTDOWN = new DOMException("The worker is shutting down", "AbortError");

export interface StageWorkerDeps {
  readonly records: JobRecords;
  readonly queues: Queues;
  readonly routes: ReadonlyMap<string, Route>;
  /** Connection for the worker; BullMQ opens a second one for its blocking call. */
  readonly redis: Redis;
  readonly log: Logger;
  /** Name of this process, in history and heartbeats. */
  readonly instance: string;
  readonly concurrency?: number | undefined;
  readonly rateLimit?: RateLimit | undefined;
  /** Told of each job that this worker brought to its end. */
  readonly onFinished?: (jobId: string, status: "completed" | "failed") => void;
}

/** A queue job together with what the record says of it. */
interface Work {
  readonly job: Job<Payload>;
  readonly token: string | undefined;
  readonly route: Route;
  readonly position: Position;
  readonly record: JobRecord;
}

/** Reads one stage's queue: looks in the record, runs, records, hands on. What it may not run it does not run. */
export class StageWorker {
  readonly stage: Stage;
  readonly #deps: StageWorkerDeps;
  readonly #log: Logger;
  readonly #worker: Worker<Payload, string>;
  readonly #running = new Set<Abort>();
  #stopping = false;

  constructor(stage: Stage, deps: StageWorkerDeps) {
    this.stage = stage;
    this.#deps = deps;
    this.#log = deps.log.child({ stage: stage.name });
    this.#worker = new Worker<Payload, string>(stage.name, (job, token) => this.#orLater(job, token), {
      connection: deps.redis,
      prefix: queuePrefix(stage.name),
      name: deps.instance,
      concurrency: deps.concurrency ?? stage.concurrency,
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
    this.#worker.on("error", (error) => this.#log.error({ err: error }, "queue worker error"));
  }

  async ready(): Promise<void> {
    await this.#worker.waitUntilReady();
  }

  /** Takes no more work, waits up to 8 s for running attempts, then aborts them and puts their work back at once. */
  async close(): Promise<void> {
    const timer = setTimeout(() => {
      this.#stopping = true;
      for (const abort of this.#running) abort.abort(SHUTDOWN);
    }, DRAIN_MS);
    await this.#worker.close();
    clearTimeout(timer);
  }

  /**
   * Retries are ours and not BullMQ's: the policy belongs to the stage, which whoever adds to its queue does not know.
   * A job that is to be tried again goes to the delayed list; what is final has thrown UnrecoverableError.
   */
  async #orLater(job: Job<Payload>, token: string | undefined): Promise<string> {
    try {
      return await this.#process(job, token);
    } catch (error) {
      if (error instanceof UnrecoverableError || error instanceof WaitingError) throw error;
      // What does not validate fails this queue job alone, for good and visibly.
      if (error instanceof DamagedRecordError) throw new UnrecoverableError(`invalid_input: ${error.message}`);
      if (!(error instanceof RetryError)) this.#log.error({ job: job.data.job, err: error }, "the chain itself failed");
      await job.moveToDelayed(Date.now() + (error instanceof RetryError ? error.delayMs : UNFORESEEN_DELAY_MS), token);
      throw new DelayedError();
    }
  }

  async #process(job: Job<Payload>, token: string | undefined): Promise<string> {
    const { id, place } = payloadOf(job);
    const record = await this.#deps.records.read(id);
    if (record === undefined) return "the job is gone";
    const work = { job, token, record, ...this.#locate(record, place) };
    if (isSettled(record.place(place))) return this.#replay(work);
    if (record.status !== "pending" && record.status !== "running") return `the job is ${record.status}`;
    if (isEarly(work)) throw new RetryError("The stage before this one is not recorded yet.", EARLY_DELAY_MS);
    return this.#attempt(work);
  }

  /** A place that was settled before never runs again: only its hand-off is repeated. */
  async #replay({ job, token, route, position, record }: Work): Promise<string> {
    const { failure } = record.place(position.index);
    // Not a redelivery after a crash: somebody pressed Retry in Bull Board.
    const asked = failure !== undefined && job.stalledCounter <= failure.stalls && job.attemptsMade > 0;
    const base = { stalls: job.stalledCounter, attempts: record.place(position.index).attempts };
    if (asked && (await this.#deps.records.reopen(record.id, position.index, base))) return this.#process(job, token);
    await repeatHandOff(this.#deps, route, record);
    if (failure !== undefined) throw unrecoverable(failure);
    return "done before";
  }

  async #attempt(work: Work): Promise<string> {
    const { route, position, record } = work;
    const attempt = {
      id: record.id,
      place: position.index,
      number: record.place(position.index).attempts + 1,
      begunAt: Date.now(),
      worker: this.#deps.instance,
      told: false,
    };
    const tell = setTimeout(() => {
      attempt.told = true;
      this.#deps.records.begin(attempt).catch((error: unknown) => this.#log.warn({ err: error }, "begin not told"));
    }, TELL_AFTER_MS);
    const abort = new Abort();
    this.#running.add(abort);
    let outcome: Outcome;
    try {
      outcome = await this.#run(work, attempt, abort).finally(() => clearTimeout(tell));
    } catch (thrown) {
      if (this.#stopping && abort.reason !== undefined) return await this.#giveBack(work);
      outcome = { failure: await this.#failure(work, attempt, toStageError(thrown)) };
    } finally {
      this.#running.delete(abort);
    }
    const settled = await handOff(this.#deps, route, position, attempt, outcome);
    if (settled === "completed" || settled === "failed") this.#finished(record, settled);
    if ("failure" in outcome) throw unrecoverable(outcome.failure);
    return settled;
  }

  async #run({ job, route, position, record }: Work, attempt: Attempt, abort: Abort): Promise<Outcome> {
    const crashes = job.stalledCounter - record.place(position.index).base.stalls;
    if (crashes > MAX_CRASHES) throw crashedTooOften(crashes);
    const input = stageInput(route, position, gather(record, route.positions.length));
    const about = { jobId: record.id, createdAt: new Date(record.createdAt), attempt: attempt.number };
    return runStage(this.stage, input, { ...about, log: () => this.#logOf(attempt) }, abort);
  }

  /** The final failure of a stage. Throws RetryError instead when another attempt is due. */
  async #failure({ job, record, position }: Work, attempt: Attempt, error: StageError): Promise<Failure> {
    this.#logOf(attempt).warn({ code: error.code, class: error.class, err: error.cause ?? error }, "attempt failed");
    const attempts = attempt.number - record.place(position.index).base.attempts;
    if (isFinal(this.stage.retry, error, attempts)) {
      return { code: error.code, message: error.message, stalls: job.stalledCounter };
    }
    await this.#deps.records.noteRetry(attempt, error.code);
    throw new RetryError(error.message, retryDelayMs(this.stage.retry, attempts, error.retryAfterMs));
  }

  #finished({ id, pipeline, createdAt }: JobRecord, status: "completed" | "failed"): void {
    this.#log.info({ job: id, pipeline, ms: Date.now() - createdAt }, `job ${status}`);
    this.#deps.onFinished?.(id, status);
  }

  async #giveBack({ job, token }: Work): Promise<never> {
    await job.moveToWait(token);
    throw new WaitingError("given back at shutdown");
  }

  #locate(record: JobRecord, place: number): { route: Route; position: Position } {
    const route = this.#deps.routes.get(record.pipeline);
    const position = route?.positions[place];
    if (route === undefined || position === undefined || position.spec.stage !== this.stage.name) {
      throw new UnrecoverableError(`unknown_stage: this version has no place ${place} of "${record.pipeline}" here`);
    }
    return { route, position };
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
 * Whether this entry came before its turn. The hand-off is sent behind the record on one connection, but when Redis has
 * dropped its scripts (SCRIPT FLUSH, failover) the record's script is sent again and comes second; and the loser of two
 * overlapping runs may have handed the job elsewhere than the winner. Waiting is no attempt: when its turn comes, this
 * entry is the hand-off.
 */
function isEarly({ route, position, record }: Work): boolean {
  return route.positions.some(({ index, step }) => step < position.step && !isSettled(record.place(index)));
}
