import { defineCounter, type AnyMetric } from "@guchi/chain/telemetry/metric.ts";

export const providerFailures = defineCounter(
  "provider_failures_total",
  "Provider calls that gave no answer, by why.",
  "stage",
  "provider",
  "kind",
);
export const providerAnswers = defineCounter(
  "provider_answers_total",
  "Provider calls that gave an answer.",
  "stage",
  "provider",
);
export const providerAlarms = defineCounter(
  "provider_alarms_total",
  "Provider failures that only the operator can mend.",
  "provider",
  "kind",
);
export const moderationUnavailable = defineCounter(
  "moderation_unavailable_total",
  "Times that the moderation did not answer, so that the local check stood alone.",
  "stage",
);
export const modelProblems = defineCounter(
  "model_warnings_total",
  "Checks that found a configured model missing or about to be shut down.",
  "setting",
  "problem",
);

/** What is counted where providers are asked: of every service that asks some. */
export const PROVIDER_METRICS: readonly AnyMetric[] = [
  providerFailures,
  providerAnswers,
  providerAlarms,
  moderationUnavailable,
  modelProblems,
];
