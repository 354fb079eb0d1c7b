import { defineCounter } from "@guchi/chain/telemetry/metric.ts";

export const webhookEvents = defineCounter(
  "line_webhook_events_total",
  "Events of LINE's webhook, by how they were taken in.",
  "how",
  "channel",
);
