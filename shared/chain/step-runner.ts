import type { Logger } from "pino";
import { WaitingError } from "bullmq";
import { StageError, toStageError } from "./errors.ts";
import { LaterError, unrecoverable, waitForRecord, type Work } from "./entry.ts";
import { faultPoint } from "./fault-points.ts";
import { gather, stepInput } from "./gather.ts";
import { handOff } from "./hand-off.ts";
import type { Attempt, Outcome, Settled } from "./job/attempt.ts";
import type { Failure, JobRecord } from "./job/record.ts";
import type { JobRecords } from "./job/records.ts";
import { tellFailed, tellJob } from "./job/tell.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Queues } from "./queues.ts";
import { tooLate, type Repeat } from "./repeat.ts";
import { parseAs } from "./schema.ts";
import { isRefusedForNow } from "./redis/trouble.ts";
import { isFinal, retryDelayMs } from "./retry.ts";
import type { Runs } from "./runs.ts";
import type { Stage } from "./stage.ts";
import { jobsFinished } from "./telemetry/chain-metrics.ts";
import { placeOf, traceAttempt } from "./telemetry/job-spans.ts";
import type { Metrics } from "./telemetry/metrics.ts";
import type { Tracer } from "./telemetry/tracer.ts";

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
  readonly tracer?: Tracer | undefined;
  /** Told of each job that was started since another one calls it. */
  readonly onStarted?: ((pipeline: string) => void) | undefined;
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
export type UntilTaken = <Written>(write: () => Promise<Written>) => Promise<Written>;

/** Makes attempts of one stage's steps: runs it, records what came of it, hands the job on. */
export class StepRunner {
  readonly #stage: Stage;
  readonly #deps: StepRunnerDeps;
  readonly #untilTaken: UntilTaken;
  readonly #runs: Runs;

  constructor(stage: Stage, deps: StepRunnerDeps, runs: Runs, untilTaken: UntilTaken) {
    this.#stage = stage;
    this.#deps = deps;
    this.#runs = runs;
    this.#untilTaken = untilTaken;
  }

  /**
   * One attempt. Resolves to what became of the job, for the queue entry. Throws LaterError when
   * another attempt is due, UnrecoverableError when the step failed for good.
   */
  async attempt(work: Work): Promise<string> {
    const { record, step, job } = work;
    const about = {
      id: record.id,
      pipeline: record.pipeline,
      step: step.name,
      stage: this.#stage.name,
      number: record.step(step.name).attempts + 1,
      place: placeOf(record, step),
      link: job.data.link,
    };
    return traceAttempt(this.#deps.tracer, about, (traced) => this.#attempt(work, this.#begin(work, traced)));
  }

  async #attempt(work: Work, attempt: NewAttempt): Promise<string> {
    const { record, abort } = work;
    let outcome: Outcome;
    try {
      outcome = await this.#runTold(work, attempt);
    } catch (thrown) {
      if (abort.signal.reason === ENDED) return await this.dropped(record.id, record);
      if (abort.signal.reason === SHUTDOWN) return await this.giveBack(work);
      if (isRefusedForNow(thrown)) throw thrown; // Redis' trouble is no failure of the stage
      outcome = { failure: await this.#finalFailure(work, attempt, toStageError(thrown)) };
    }
    await faultPoint("stage.ran");
    if (work.code.repeat !== undefined && "result" in outcome) {
      const next = await this.#judge(work, attempt, work.code.repeat, outcome.result);
      if (next === "again") return "waits for its next run";
      if (next === "closed") return this.dropped(record.id, record);
      if (next !== "done") outcome = { failure: await this.#finalFailure(work, attempt, next) };
    }
    return this.#settle(work, attempt, outcome);
  }

  /** Whether the result of a repetition will do; if not, has the job wait for the next run. */
  async #judge(
    { code }: Work,
    attempt: Attempt,
    repeat: Repeat,
    result: unknown,
  ): Promise<"done" | "again" | "closed" | StageError> {
    try {
      if (repeat.until(parseAs(code.stage.output, result))) return "done";
    } catch (cause) {
      const message = "The pipeline could not judge the stage's output.";
      return new StageError(message, { code: "internal", class: "permanent", cause });
    }
    const again = await this.#untilTaken(() => this.#deps.records.pauses.again(attempt, repeat));
    if (again === "closed") return "closed";
    if (again === "late") return tooLate(attempt.step);
    this.#runs.measure(attempt, "completed");
    return "again";
  }

  /** The entry's job has no record. Throws LaterError while that may still come. */
  async gone(job: Work["job"], id: string): Promise<string> {
    waitForRecord(job, await this.#deps.records.wasPurged(id));
    return this.dropped(id);
  }

  /** The job was canceled or purged while it was worked on: nothing of it is recorded. */
  async dropped(id: string, record?: JobRecord): Promise<string> {
    if (await this.#deps.records.exists(id)) return "the job was canceled";
    await this.#deps.onGone?.(id, record);
    return GONE;
  }

  #begin({ job, record, step }: Work, traced: Pick<Attempt, "trace" | "isOwnTrace">): NewAttempt {
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
      ...traced,
    };
  }

  /** Runs the stage; an attempt that is not over soon is told to the record. */
  async #runTold(work: Work, attempt: NewAttempt): Promise<Outcome> {
    const tell = setTimeout(() => {
      attempt.told = true;
      this.#deps.records
        .begin(attempt)
        .catch((error: unknown) => this.#runs.log.warn({ code: "step.begin_not_told", err: error }, "begin not told"));
    }, TELL_AFTER_MS);
    try {
      return await this.#run(work, attempt);
    } finally {
      clearTimeout(tell);
    }
  }

  async #run({ job, record, step, code, abort }: Work, attempt: Attempt): Promise<Outcome> {
    const crashes = job.stalledCounter - record.step(step.name).base.stalls;
    const input = stepInput(code, gather(record, step.group));
    return this.#runs.run(attempt, { input, createdAt: record.createdAt, crashes }, abort);
  }

  async #settle(work: Work, attempt: Attempt, outcome: Outcome): Promise<string> {
    const { record, step } = work;
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
    this.#runs.measure(attempt, "failure" in final ? "failed" : "completed");
    if (settled === "completed") await this.finished(record, settled);
    if (settled === "failed")
      await this.finished(record, settled, step.name, "failure" in final ? final.failure.code : undefined);
    if (settled === "unknown") return await this.dropped(record.id, record);
    if ("failure" in final) throw unrecoverable(final.failure);
    return settled;
  }

  async #handOff({ record, step, code }: Work, attempt: Attempt, outcome: Outcome): Promise<Settled> {
    const place = { layout: record.layout, step, code };
    return this.#untilTaken(() => handOff(this.#deps, place, attempt, outcome));
  }

  /** The final failure of a step. Throws LaterError instead when another attempt is due. */
  async #finalFailure({ job, record, step }: Work, attempt: Attempt, error: StageError): Promise<Failure> {
    this.#runs.failed(attempt, error);
    const attempts = attempt.number - record.step(step.name).base.attempts;
    if (isFinal(this.#stage.retry, error, attempts)) {
      return { code: error.code, message: error.message, stalls: job.stalledCounter };
    }
    await this.#deps.records.noteRetry(attempt, error.code);
    this.#runs.measure(attempt, "retrying");
    throw new LaterError(error.message, retryDelayMs(this.#stage.retry, attempts, error.retryAfterMs), attempt.trace);
  }

  /** Tells of a job that this worker brought to its end. */
  async finished(record: JobRecord, status: "completed" | "failed", step?: string, error?: string): Promise<void> {
    const { id, pipeline } = record;
    if (status === "completed") tellJob(this.#deps, record, status);
    else tellFailed(this.#deps, record, step, error);
    this.#runs.metrics.count(jobsFinished, { pipeline, status });
    await faultPoint("job.finished");
    try {
      await this.#deps.onFinished?.(record, status);
    } catch (error) {
      // The end is recorded, and a callback that is owed is started by the sweep: no reason to meet
      // this entry again.
      this.#runs.log.warn({ code: "job.end_not_told", job: id, err: error }, "could not tell of the job's end");
    }
  }

  /** Puts the entry back for another process: this one ends. */
  async giveBack({ job, token }: Pick<Work, "job" | "token">): Promise<never> {
    await job.moveToWait(token);
    throw new WaitingError("given back at shutdown");
  }
}
