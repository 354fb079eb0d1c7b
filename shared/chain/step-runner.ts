import type { Logger } from "pino";
import { WaitingError } from "bullmq";
import { StageError, toStageError } from "./errors.ts";
import { LaterError, unrecoverable, type Work } from "./entry.ts";
import { faultPoint } from "./fault-points.ts";
import { gather, stepInput } from "./gather.ts";
import { handOff } from "./hand-off.ts";
import type { Attempt, Outcome, Settled } from "./job/attempt.ts";
import type { Failure, JobRecord } from "./job/record.ts";
import type { JobRecords } from "./job/records.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Queues } from "./queues.ts";
import { isRefusedForNow } from "./redis/trouble.ts";
import { isFinal, retryDelayMs } from "./retry.ts";
import { runStage } from "./run-stage.ts";
import type { Stage } from "./stage.ts";
import {
  jobsFinished,
  providerCalls,
  providerCost,
  providerRefundedCost,
  providerRefunds,
  stageAttempts,
  stageErrors,
  stageQueueSeconds,
  stageWorkSeconds,
} from "./telemetry/chain-metrics.ts";
import { Metrics } from "./telemetry/metrics.ts";

/** How often a process may die over one step of one job before the step is given up. */
export const MAX_CRASHES = 5;
/**
 * An attempt that is over sooner is told to the record in one write with its end: nobody could have
 * seen it running, and short stages are where a second write would show.
 */
const TELL_AFTER_MS = 25;

/** Why an attempt was aborted. */
export const SHUTDOWN = new DOMException("The worker is shutting down", "AbortError");
export const ENDED = new DOMException("The job was canceled or purged", "AbortError");

/** Of an entry whose job was purged or has expired: it is removed as well. */
export const GONE = "the job is gone";

export interface StepRunnerDeps {
  readonly records: JobRecords;
  readonly queues: Queues;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly log: Logger;
  /** Name of this process, in history and heartbeats. */
  readonly instance: string;
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

/** One that the record may be told of while it is under way. */
type NewAttempt = Omit<Attempt, "told"> & { told: boolean };

/** Writes again until Redis takes it. */
type UntilTaken = <Written>(write: () => Promise<Written>) => Promise<Written>;

/** Makes attempts of one stage's steps: runs it, records what came of it, hands the job on. */
export class StepRunner {
  readonly #stage: Stage;
  readonly #deps: StepRunnerDeps;
  readonly #untilTaken: UntilTaken;
  readonly #log: Logger;
  readonly #metrics: Metrics;
  #atWork = 0;

  constructor(stage: Stage, deps: StepRunnerDeps, untilTaken: UntilTaken) {
    this.#stage = stage;
    this.#deps = deps;
    this.#untilTaken = untilTaken;
    this.#log = deps.log.child({ stage: stage.name });
    this.#metrics = deps.metrics ?? new Metrics();
  }

  /** Whether no stage is run here just now. What only waits for Redis is no work. */
  get isIdle(): boolean {
    return this.#atWork === 0;
  }

  /**
   * One attempt. Resolves to what became of the job, for the queue entry. Throws LaterError when
   * another attempt is due, UnrecoverableError when the step failed for good.
   */
  async attempt(work: Work): Promise<string> {
    const { record, abort } = work;
    const attempt = this.#begin(work);
    let outcome: Outcome;
    try {
      outcome = await this.#runTold(work, attempt);
    } catch (thrown) {
      if (abort.signal.reason === ENDED) return await this.dropped(record.id, record);
      if (abort.signal.reason === SHUTDOWN) return await this.#giveBack(work);
      if (isRefusedForNow(thrown)) throw thrown; // Redis' trouble is no failure of the stage
      outcome = { failure: await this.#finalFailure(work, attempt, toStageError(thrown)) };
    }
    await faultPoint("stage.ran");
    return this.#settle(work, attempt, outcome);
  }

  /** The job was canceled or purged while it was worked on: nothing of it is recorded. */
  async dropped(id: string, record?: JobRecord): Promise<string> {
    if (await this.#deps.records.exists(id)) return "the job was canceled";
    await this.#deps.onGone?.(id, record);
    return GONE;
  }

  #begin({ job, record, step }: Work): NewAttempt {
    const { attempts, queueMs } = record.step(step.name);
    const begunAt = Date.now();
    return {
      id: record.id,
      pipeline: record.pipeline,
      step: step.name,
      number: attempts + 1,
      begunAt,
      worker: this.#deps.instance,
      priority: record.priority,
      queueMs: attempts === 0 ? Math.max(0, begunAt - job.timestamp) : queueMs,
      told: false,
    };
  }

  /** Runs the stage; an attempt that is not over soon is told to the record. */
  async #runTold(work: Work, attempt: NewAttempt): Promise<Outcome> {
    const tell = setTimeout(() => {
      attempt.told = true;
      this.#deps.records.begin(attempt).catch((error: unknown) => this.#log.warn({ err: error }, "begin not told"));
    }, TELL_AFTER_MS);
    try {
      return await this.#run(work, attempt);
    } finally {
      clearTimeout(tell);
    }
  }

  async #run({ job, record, step, code, abort }: Work, attempt: Attempt): Promise<Outcome> {
    const crashes = job.stalledCounter - record.step(step.name).base.stalls;
    if (crashes > MAX_CRASHES) throw crashedTooOften(crashes);
    const input = stepInput(code, gather(record, step.group));
    const about = {
      jobId: record.id,
      createdAt: new Date(record.createdAt),
      attempt: attempt.number,
      paid: (provider: string, costUsd: number) => this.#paid(attempt, provider, costUsd),
      refund: (provider: string, costUsd: number) => this.#refund(attempt, provider, costUsd),
      metrics: this.#metrics,
      log: () => this.#logOf(attempt),
    };
    this.#atWork += 1;
    try {
      return await runStage(this.#stage, input, about, abort);
    } finally {
      this.#atWork -= 1;
    }
  }

  async #settle(work: Work, attempt: Attempt, outcome: Outcome): Promise<string> {
    const { record } = work;
    let final = outcome;
    let settled: Settled;
    try {
      settled = await this.#handOff(work, attempt, final);
    } catch (thrown) {
      if ("failure" in outcome || !(thrown instanceof StageError)) throw thrown;
      final = { failure: await this.#finalFailure(work, attempt, thrown) };
      settled = await this.#handOff(work, attempt, final);
    }
    await faultPoint("stage.handed-on");
    this.#measure(attempt, "failure" in final ? "failed" : "completed");
    if (settled === "completed" || settled === "failed") await this.#finished(record, settled);
    if (settled === "unknown") return await this.dropped(record.id, record);
    if ("failure" in final) throw unrecoverable(final.failure);
    return settled;
  }

  async #handOff({ record, step, code }: Work, attempt: Attempt, outcome: Outcome): Promise<Settled> {
    return this.#untilTaken(() => handOff(this.#deps, { layout: record.layout, step, code }, attempt, outcome));
  }

  /** The final failure of a step. Throws LaterError instead when another attempt is due. */
  async #finalFailure({ job, record, step }: Work, attempt: Attempt, error: StageError): Promise<Failure> {
    this.#logOf(attempt).warn({ code: error.code, class: error.class, err: error.cause ?? error }, "attempt failed");
    this.#metrics.count(stageErrors, { stage: this.#stage.name, code: error.code });
    const attempts = attempt.number - record.step(step.name).base.attempts;
    if (isFinal(this.#stage.retry, error, attempts)) {
      return { code: error.code, message: error.message, stalls: job.stalledCounter };
    }
    await this.#deps.records.noteRetry(attempt, error.code);
    this.#measure(attempt, "retrying");
    throw new LaterError(error.message, retryDelayMs(this.#stage.retry, attempts, error.retryAfterMs));
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

  async #paid(attempt: Attempt, provider: string, costUsd: number): Promise<void> {
    await this.#deps.records.notePaid(attempt, attempt.step, costUsd);
    await faultPoint("call.counted");
    const labels = { stage: this.#stage.name, provider };
    this.#metrics.count(providerCalls, labels);
    this.#metrics.count(providerCost, labels, costUsd);
  }

  async #refund(attempt: Attempt, provider: string, costUsd: number): Promise<void> {
    await this.#deps.records.noteRefund(attempt, attempt.step, costUsd);
    const labels = { stage: this.#stage.name, provider };
    this.#metrics.count(providerRefunds, labels);
    this.#metrics.count(providerRefundedCost, labels, costUsd);
  }

  #measure({ number, begunAt, queueMs }: Attempt, outcome: "completed" | "failed" | "retrying"): void {
    const stage = this.#stage.name;
    this.#metrics.count(stageAttempts, { stage, outcome });
    this.#metrics.observe(stageWorkSeconds, { stage }, (Date.now() - begunAt) / 1_000);
    if (number === 1) this.#metrics.observe(stageQueueSeconds, { stage }, (queueMs ?? 0) / 1_000);
  }

  #logOf({ id, step, number }: Attempt): Logger {
    return this.#log.child({ job: id, step, attempt: number });
  }
}

function crashedTooOften(crashes: number): StageError {
  return new StageError(`The process crashed ${crashes} times while running this step.`, {
    code: "stage_crashed",
    class: "permanent",
  });
}
