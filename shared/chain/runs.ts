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

/** How often a process may die over one step of one job before the step is given up. */
const MAX_CRASHES = 5;

export interface RunsDeps {
  readonly records: JobRecords;
  readonly log: Logger;
  readonly metrics?: Metrics | undefined;
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
  #atWork = 0;

  constructor(stage: Stage, { records, log, metrics = new Metrics() }: RunsDeps) {
    this.#stage = stage;
    this.#records = records;
    this.#log = log.child({ stage: stage.name });
    this.#metrics = metrics;
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
      this.#logOf(attempt).fatal({ crashes }, "given up: its process died over it too often");
      throw crashedTooOften(crashes);
    }
    const ended = new AbortController();
    const teller = new ProgressTeller((json) => this.#records.noteProgress(attempt, json), ended.signal);
    const about = {
      jobId: attempt.id,
      createdAt: new Date(createdAt),
      attempt: attempt.number,
      ...(item !== undefined && { item }),
      paid: (provider: string, costUsd: number) => this.#paid(attempt, provider, costUsd),
      refund: (provider: string, costUsd: number) => this.#refund(attempt, provider, costUsd),
      progress: (progress: Progress) => (item === undefined ? teller.tell(progress) : undefined),
      metrics: this.#metrics,
      log: () => this.#logOf(attempt),
    };
    this.#atWork += 1;
    try {
      return await runStage(this.#stage, input, about, abort);
    } finally {
      ended.abort();
      this.#atWork -= 1;
    }
  }

  /** Tells of an attempt that failed. */
  failed(attempt: Attempt, error: StageError): void {
    this.#logOf(attempt).warn({ code: error.code, class: error.class, err: error.cause ?? error }, "attempt failed");
    this.#metrics.count(stageErrors, { stage: this.#stage.name, code: error.code });
  }

  measure({ number, begunAt, queueMs }: Attempt, outcome: "completed" | "failed" | "retrying"): void {
    const stage = this.#stage.name;
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
