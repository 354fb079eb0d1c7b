/**
 * Upper bounds of the histogram buckets, in seconds: from a record's write to the longest time
 * limit of a stage.
 */
export const SECONDS_BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] as const;

interface Metric<Type extends "counter" | "histogram", Label extends string> {
  readonly type: Type;
  readonly help: string;
  readonly labels: readonly Label[];
}

const counter = <const Label extends string>(help: string, ...labels: Label[]): Metric<"counter", Label> => ({
  type: "counter",
  help,
  labels,
});
const histogram = <const Label extends string>(help: string, ...labels: Label[]): Metric<"histogram", Label> => ({
  type: "histogram",
  help,
  labels,
});

/**
 * Everything that is counted. Names follow https://prometheus.io/docs/practices/naming/ (base
 * units, `_total`).
 */
export const METRICS = {
  guchi_jobs_started_total: counter("Jobs accepted.", "pipeline"),
  guchi_jobs_finished_total: counter("Jobs that came to their end.", "pipeline", "status"),
  guchi_stage_attempts_total: counter("Attempts of a stage, by how they ended.", "stage", "outcome"),
  guchi_stage_errors_total: counter("Failed attempts of a stage, by error code.", "stage", "code"),
  guchi_stage_queue_seconds: histogram("Time from the hand-off to a stage's first attempt.", "stage"),
  guchi_stage_work_seconds: histogram("Time of one attempt of a stage.", "stage"),
  guchi_provider_calls_total: counter("Paid provider calls.", "stage", "provider"),
  guchi_provider_cost_usd_total: counter("Estimated cost of provider calls in US dollars.", "stage", "provider"),
  guchi_provider_failures_total: counter("Provider calls that gave no answer, by why.", "provider", "kind"),
  guchi_provider_alarms_total: counter("Provider failures that only the operator can mend.", "provider", "kind"),
  guchi_words_replaced_total: counter(
    "Words of a text model that were not said, by why; her own took their place.",
    "why",
  ),
  guchi_moderation_unavailable_total: counter(
    "Times that the moderation did not answer, so that the local check stood alone.",
    "stage",
  ),
  guchi_model_warnings_total: counter(
    "Checks that found a configured model missing or about to be shut down.",
    "setting",
    "problem",
  ),
  guchi_line_events_total: counter("Webhook events from LINE, by what was done about them.", "what"),
  guchi_line_sends_total: counter(
    "Requests that send an answer to LINE, by what LINE's answer meant.",
    "way",
    "verdict",
  ),
} as const;

type Names = keyof typeof METRICS;
export type CounterName = { [Name in Names]: (typeof METRICS)[Name]["type"] extends "counter" ? Name : never }[Names];
export type HistogramName = Exclude<Names, CounterName>;
/** A value for each label of the metric. */
export type LabelsOf<Name extends Names> = { readonly [Label in (typeof METRICS)[Name]["labels"][number]]: string };
