import { defineCounter } from "@guchi/chain/telemetry/metric.ts";

export const filmsRecommended = defineCounter(
  "films_recommended_total",
  "Films that were recommended, by mode.",
  "mode",
);
export const filmsMissing = defineCounter(
  "films_missing_total",
  "Requests that got no film, since the store is empty or none in it may be shown.",
);
