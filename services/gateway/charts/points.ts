import type { Point } from "@guchi/contracts/admin.ts";
import { between, type Sample } from "./sample.ts";

/** What happened between each two samples that follow each other. */
export function pointsOf(samples: readonly Sample[]): readonly Point[] {
  return samples.slice(1).flatMap((to, at) => {
    const from = samples[at];
    if (from === undefined) return [];
    const counts = between(from, to);
    const count = (name: string) => counts[name] ?? 0;
    return {
      at: new Date(to.at).toISOString(),
      started: count("started"),
      completed: count("completed"),
      failed: count("failed"),
      errors: count("errors"),
      costUsd: count("usd"),
      waiting: to.waiting,
    };
  });
}

/**
 * The sample from which to count what happened since `time` (ms since the epoch): the last one up
 * to then, or else the first one that there is.
 */
export function baseOf(samples: readonly Sample[], time: number): Sample | undefined {
  return samples.findLast(({ at }) => at <= time) ?? samples[0];
}
