import { defineCounter, type AnyMetric } from "@guchi/chain/telemetry/metric.ts";

export const lineEvents = defineCounter(
  "line_events_total",
  "Webhook events from LINE, by what was done about them.",
  "what",
);
export const lineSends = defineCounter(
  "line_sends_total",
  "Requests that send an answer to LINE, by what LINE's answer meant.",
  "way",
  "verdict",
  "channel",
);

export const LINE_METRICS: readonly AnyMetric[] = [lineEvents, lineSends];
