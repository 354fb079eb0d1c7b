import { UnrecoverableError, WaitingError, Worker, type Job } from "bullmq";
import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { RateLimit } from "../config/variables.ts";
import { StageError, toStageError } from "../errors.ts";
import type { Failure, JobRecord } from "../job/record.ts";
import { gather, isSettled } from "../job/record.ts";
import type { JobRecords } from "../job/records.ts";
import { queuePrefix } from "../redis/keys.ts";
import { parseAs, SchemaError } from "../schema.ts";
import { handOff, repeatHandOff, type Outcome } from "./hand-off.ts";
import type { Position, Route } from "./pipeline.ts";
import { KEEP_COMPLETED, KEEP_FAILED, Payload, type Queues } from "./queues.ts";
import { isFinal, retryDelayMs } from "./retry.ts";
import { stageInput } from "./route.ts";
import { runStage } from "./run-stage.ts";
import type { Stage } from "./stage.ts";

/** How long a lock lives without renewal, and how often lost ones are looked for: an attempt whose process died is taken
 * up again after at most the sum, 15 s, which leaves time to answer within LINE's reply token. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
/** How often a process may die over one stage of one job before the stage is given up. */
export const MAX_CRASHES = 5;
/** How long `close` waits for running attempts before it takes their work back to the queue. */
const DRAIN_MS = 8_000;

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
}

/** Reads one stage's queue: begins, runs, records, hands on. What it may not run it does not run. */
export class StageWorker {
  readonly stage: Stage;
  readonly #deps: StageWorkerDeps;
  readonly #log: Logger;
  readonly #worker: Worker<Payload, string>;
  readonly #stopping = new AbortController();

  constructor(stage: Stage, deps: StageWorkerDeps) {
    this.stage = stage;
    this.#deps = deps;
    this.#log = deps.log.child({ stage: stage.name });
    this.#worker = new Worker<Payload, string>(
      stage.name,
      (job, token, signal) => this.#process(job, token, signal),
      {
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
        settings: { backoffStrategy: (failures, _type, error) => this.#backoff(failures, error) },
      },
    );
    this.#worker.on("error", (error) => this.#log.error({ err: error }, "queue worker error"));
  }

  async ready(): Promise<void> {
    await this.#worker.waitUntilReady();
  }

  /** Takes no more work, waits up to 8 s for running attempts, then aborts them and puts their work back at once. */
  async close(): Promise<void> {
    const drained = this.#worker.close();
    const timer = setTimeout(() => this.#stopping.abort(SHUTDOWN), DRAIN_MS);
    await drained;
    clearTimeout(timer);
  }

  async #process(job: Job<Payload>, token: string | undefined, signal: AbortSignal | undefined): Promise<string> {
    const payload = parseOrFail(() => parseAs(Payload, job.data));
    const { records } = this.#deps;
    const beginning = await parseOrFail(() => records.begin(payload.job, payload.place, this.#deps.instance));
    if (beginning.state === "unknown") return "the job is gone";
    const { record } = beginning;
    const { route, position } = this.#locate(record, payload.place);
    if (beginning.state === "settled") return this.#replay(job, token, signal, route, position, record);
    if (beginning.state !== "begun") return `the job is ${record.status}`;
    return this.#attempt(job, token, signal, route, position, record);
  }

  /** A place that was settled before never runs again: only its hand-off is repeated. */
  async #replay(
    job: Job<Payload>,
    token: string | undefined,
    signal: AbortSignal | undefined,
    route: Route,
    position: Position,
    record: JobRecord,
  ): Promise<string> {
    const { failure } = record.place(position.index);
    const asked = failure !== undefined && job.stalledCounter <= failure.stalls && job.attemptsMade > 0;
    if (asked && (await this.#deps.records.reopen(record.id, position.index))) {
      return this.#process(job, token, signal); // somebody pressed Retry in Bull Board
    }
    await repeatHandOff(this.#deps, route, record);
    if (failure !== undefined) throw unrecoverable(failure);
    return "done before";
  }

  async #attempt(
    job: Job<Payload>,
    token: string | undefined,
    signal: AbortSignal | undefined,
    route: Route,
    position: Position,
    record: JobRecord,
  ): Promise<string> {
    const { attempts: attempt } = record.place(position.index);
    const log = this.#log.child({ job: record.id, attempt });
    const signals = signal === undefined ? [this.#stopping.signal] : [signal, this.#stopping.signal];
    let outcome: Outcome;
    try {
      if (job.stalledCounter > MAX_CRASHES) throw crashedTooOften(job.stalledCounter);
      const gathered = gather(record, route.positions.length);
      assertPredecessors(route, position, record);
      const input = stageInput(route, position, gathered);
      outcome = await runStage(this.stage, input, { jobId: record.id, attempt, log }, signals);
    } catch (thrown) {
      if (this.#stopping.signal.aborted) return this.#giveBack(job, token);
      const error = toStageError(thrown);
      log.warn({ code: error.code, class: error.class, err: error.cause ?? error }, "attempt failed");
      if (!isFinal(this.stage.retry, error, job.attemptsMade + 1)) {
        await this.#deps.records.noteRetry(record.id, position.index, attempt, error.code);
        throw new RetryError(error);
      }
      outcome = { failure: { code: error.code, message: error.message, stalls: job.stalledCounter } };
    }
    const settled = await handOff(this.#deps, route, { id: record.id, position, attempt, outcome });
    log.debug({ settled }, "settled");
    if (settled === "completed" || settled === "failed") {
      log.info({ pipeline: record.pipeline, ms: Date.now() - record.createdAt }, `job ${settled}`);
    }
    if ("failure" in outcome) throw unrecoverable(outcome.failure);
    return settled;
  }

  async #giveBack(job: Job<Payload>, token: string | undefined): Promise<never> {
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

  #backoff(failures: number, error: Error | undefined): number {
    return retryDelayMs(this.stage.retry, failures, error instanceof RetryError ? error.retryAfterMs : undefined);
  }
}

/** What BullMQ gets to see of an error: code and our own message, never a cause that may hold a user's words. */
class RetryError extends Error {
  override readonly name = "RetryError";
  readonly retryAfterMs: number | undefined;

  constructor(error: StageError) {
    super(`${error.code}: ${error.message}`);
    this.retryAfterMs = error.retryAfterMs;
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
 * The hand-off is sent behind the record on one connection, but after a restart of Redis the record's script may have to
 * be sent again and then comes second. Then this place is early, and tries again in a moment.
 */
function assertPredecessors(route: Route, position: Position, record: JobRecord): void {
  const early = route.positions.some(({ index, step }) => step < position.step && !isSettled(record.place(index)));
  if (early) {
    throw new StageError("The stage before this one is not recorded yet.", { code: "internal", class: "transient" });
  }
}

/** Runs a reader of stored data; what does not fit fails this queue job alone, for good and visibly. */
function parseOrFail<Value>(read: () => Value): Value {
  const failed = (error: unknown) =>
    error instanceof SchemaError ? new UnrecoverableError(`invalid_input: ${error.message}`) : error;
  try {
    const value = read();
    if (value instanceof Promise) return value.catch((error: unknown) => Promise.reject(failed(error))) as Value;
    return value;
  } catch (error) {
    throw failed(error);
  }
}
