import type { BannerLine } from "../../shared/platform/service/service.ts";

interface Facts {
  /** What is told of Redis and of each service. */
  readonly lines: readonly BannerLine[];
  /** What could be used here and is not. */
  readonly offers: readonly string[];
  /** Lines that the operator should not miss. */
  readonly warnings: readonly string[];
  readonly tookMs: number;
  /** How others get in; none where nobody else shall. */
  readonly lan?: readonly string[];
}

/** What the operator sees once all is ready. */
export function banner({ lines, offers, warnings, tookMs, lan = [] }: Facts): string {
  const all = [
    ...lines,
    ...offers.map((offer) => ["offer", offer]),
    ...warnings.map((warning) => ["WARNING", warning]),
  ];
  return [
    "",
    `  Guchi is ready (${(tookMs / 1_000).toFixed(1)} s)`,
    "",
    ...all.map(([label = "", text]) => `  ${label.padEnd(11)} ${text}`),
    "",
    ...(lan.length === 0 ? [] : [...lan.map((line) => `  ${line}`), ""]),
    "  Ctrl-C stops everything; unfinished jobs go on at the next start.",
    "",
  ].join("\n");
}
