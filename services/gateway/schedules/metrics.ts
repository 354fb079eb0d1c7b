import { defineCounter } from "@guchi/chain/telemetry/metric.ts";

export const scheduleTicks = defineCounter(
  "schedule_ticks_total",
  "Ticks of schedules, by what became of them.",
  "outcome",
);
