import type { Logger } from "pino";
import { StageError } from "./errors.ts";
import { faultPoint } from "./fault-points.ts";
import type { Attempt, Outcome } from "./job/attempt.ts";
import type { JobRecords } from "./job/records.ts";
import { ProgressTeller, type Progress } from "./progress.ts";
import { runStage } from "./run-stage.ts";
import type { Stage } from "./stage.ts";
import {
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
import { UNTRACED, type Tracer } from "./telemetry/tracer.ts";

/** How often a process may die over one step of one job before the step is given up. */
const MAX_CRASHES = 5;

export interface RunsDeps {
  readonly records: JobRecords;
  readonly log: Logger;
  readonly metrics?: Metrics | undefined;
  readonly tracer?: Tracer | undefined;
}

/** What a run of a stage is about. */
export interface About {
  readonly input: unknown;
  /** The job's, in ms since the epoch. */
  readonly createdAt: number;
  /** How often a process died over it. */
  readonly crashes: number;
  /** Of a map: which item. */
  readonly item?: number;
}

/** Runs one stage, of steps and of items alike, and counts what it does. */
export class Runs {
  readonly #stage: Stage;
  readonly #records: JobRecords;
  readonly #log: Logger;
  readonly #metrics: Metrics;
  readonly #tracer: Tracer;
  #atWork = 0;

  constructor(stage: Stage, { records, log, metrics = new Metrics(), tracer = UNTRACED }: RunsDeps) {
    this.#stage = stage;
    this.#records = records;
    this.#log = log.child({ stage: stage.name });
    this.#metrics = metrics;
    this.#tracer = tracer;
  }

  /** Whether no stage is run here just now. What only waits for Redis is no work. */
  get isIdle(): boolean {
    return this.#atWork === 0;
  }

  get log(): Logger {
    return this.#log;
  }

  get metrics(): Metrics {
    return this.#metrics;
  }

  /** One run. Throws StageError. */
  async run(attempt: Attempt, { input, createdAt, crashes, item }: About, abort: AbortController): Promise<Outcome> {
    if (crashes > MAX_CRASHES) {
      this.#logOf(attempt).fatal({ code: "step.given_up", crashes }, "given up: its process died over it too often");
      throw crashedTooOften(crashes);
    }
    if (crashes > 0) {
      this.#logOf(attempt).warn({ code: "step.crashed", crashes }, "its process died over it; it is begun again");
    }
    const teller = new ProgressTeller((json) => this.#records.noteProgress(attempt, json));
    const about = {
      jobId: attempt.id,
      stage: this.#stage.name,
      createdAt: new Date(createdAt),
      attempt: attempt.number,
      ...(item !== undefined && { item }),
      paid: (provider: string, costUsd: number) => this.#paid(attempt, provider, costUsd),
      refund: (provider: string, costUsd: number) => this.#refund(attempt, provider, costUsd),
      progress: (progress: Progress) => (item === undefined ? teller.tell(progress) : undefined),
      metrics: this.#metrics,
      tracer: this.#tracer,
      log: () => this.#logOf(attempt),
    };
    this.#atWork += 1;
    try {
      return await runStage(this.#stage, input, about, abort);
    } finally {
      teller.end();
      this.#atWork -= 1;
    }
  }

  /** Tells of an attempt that failed. */
  failed(attempt: Attempt, error: StageError): void {
    const { code, cause = error } = error;
    const about = { code: "step.attempt_failed", error: code, class: error.class, err: cause };
    this.#logOf(attempt).warn(about, "attempt failed");
    this.#tracer.current().fail(error.code);
    this.#metrics.count(stageErrors, { stage: this.#stage.name, code: error.code });
  }

  measure(attempt: Attempt, outcome: "completed" | "failed" | "retrying"): void {
    const { id, step, number, begunAt, queueMs } = attempt;
    const stage = this.#stage.name;
    const about = { code: "step.ended", job: id, step, attempt: number, outcome, ms: Date.now() - begunAt };
    this.#log.debug(about, "attempt ended");
    this.#metrics.count(stageAttempts, { stage, outcome });
    this.#metrics.observe(stageWorkSeconds, { stage }, (Date.now() - begunAt) / 1_000);
    if (number === 1) this.#metrics.observe(stageQueueSeconds, { stage }, (queueMs ?? 0) / 1_000);
  }

  async #paid(attempt: Attempt, provider: string, costUsd: number): Promise<void> {
    await this.#records.notePaid(attempt, attempt.step, costUsd);
    await faultPoint("call.counted");
    const labels = { stage: this.#stage.name, provider };
    this.#metrics.count(providerCalls, labels);
    this.#metrics.count(providerCost, labels, costUsd);
  }

  async #refund(attempt: Attempt, provider: string, costUsd: number): Promise<void> {
    await this.#records.noteRefund(attempt, attempt.step, costUsd);
    const labels = { stage: this.#stage.name, provider };
    this.#metrics.count(providerRefunds, labels);
    this.#metrics.count(providerRefundedCost, labels, costUsd);
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
