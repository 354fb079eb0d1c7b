import { defineCounter, defineHistogram, type AnyMetric } from "./metric.ts";

export const jobsStarted = defineCounter("jobs_started_total", "Jobs accepted.", "pipeline");
export const jobsFinished = defineCounter("jobs_finished_total", "Jobs that came to their end.", "pipeline", "status");
export const stageAttempts = defineCounter(
  "stage_attempts_total",
  "Attempts of a stage, by how they ended.",
  "stage",
  "outcome",
);
export const stageErrors = defineCounter(
  "stage_errors_total",
  "Failed attempts of a stage, by error code.",
  "stage",
  "code",
);
export const stageQueueSeconds = defineHistogram(
  "stage_queue_seconds",
  "Time from the hand-off to a stage's first attempt.",
  "stage",
);
export const stageWorkSeconds = defineHistogram("stage_work_seconds", "Time of one attempt of a stage.", "stage");
export const providerCalls = defineCounter(
  "provider_calls_total",
  "Provider calls that were counted as paid before they left.",
  "stage",
  "provider",
);
export const providerCost = defineCounter(
  "provider_cost_usd_total",
  "Estimated cost of provider calls in US dollars.",
  "stage",
  "provider",
);

/** Of the calls above, those that turned out to be on no bill: a counter never goes down. */
export const providerRefunds = defineCounter(
  "provider_refunds_total",
  "Of the counted provider calls, those that are on no bill after all.",
  "stage",
  "provider",
);
export const providerRefundedCost = defineCounter(
  "provider_refunded_usd_total",
  "Estimated cost of these in US dollars.",
  "stage",
  "provider",
);

/** Counted by whoever delivers. One that failed for good is a failed job of its hidden pipeline. */
export const deliveries = defineCounter(
  "deliveries_total",
  "Answers that a messenger was to bring, by what became of them.",
  "messenger",
  "status",
);

/** Everything that the engine itself counts. */
export const CHAIN_METRICS: readonly AnyMetric[] = [
  jobsStarted,
  jobsFinished,
  stageAttempts,
  stageErrors,
  stageQueueSeconds,
  stageWorkSeconds,
  providerCalls,
  providerCost,
  providerRefunds,
  providerRefundedCost,
  deliveries,
];
