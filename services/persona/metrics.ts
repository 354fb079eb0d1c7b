import { defineCounter } from "@guchi/chain/telemetry/metric.ts";

export const wordsReplaced = defineCounter(
  "words_replaced_total",
  "Words of a text model that were not said, by why; her own took their place.",
  "why",
);
