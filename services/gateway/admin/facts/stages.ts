import type { Queues } from "@guchi/chain/queues.ts";
import type { StageDetail } from "@guchi/contracts/admin.ts";
import type { StageState } from "@guchi/contracts/stages.ts";
import { baseOf } from "../../charts/points.ts";
import { between, name, ofKind, steps, type Counts, type Sample } from "../../charts/sample.ts";
import { LATELY_MS } from "../../charts/samples.ts";
import type { Active } from "./active.ts";
import { HOUR_MS } from "./failures.ts";

/** After fewer attempts in a day nobody knows what is usual. */
const FEW_ATTEMPTS = 5;
const LAST_ERRORS = 3;

export type LastErrors = StageDetail["lastErrors"];

/** Samples of the last hour, of the last day, and of now. */
export interface Counted {
  readonly hour: readonly Sample[];
  readonly day: readonly Sample[];
  /** Of the last five minutes. */
  readonly lately: readonly Sample[];
  readonly now: Sample;
}

/** What is counted of the last `ms`, and since when that really is, in ms since the epoch. */
export function countedSince(
  { hour, day, now }: Counted,
  ms: number,
): { readonly counts: Counts; readonly since: number } {
  const samples = ms > HOUR_MS ? day : hour;
  const base = baseOf(samples, now.at - ms) ?? now;
  return { counts: between(base, now), since: base.at };
}

/** How the stages are, beside what `GET /stages` tells: how fast they go, and what went wrong. */
export function detailStages(
  states: readonly StageState[],
  counted: Counted,
  errors: ReadonlyMap<string, LastErrors>,
  active: ReadonlyMap<string, Active>,
): readonly StageDetail[] {
  const rate = countedSince(counted, LATELY_MS);
  const minutes = Math.max(1, (counted.now.at - rate.since) / 60_000);
  const { counts: hour } = countedSince(counted, HOUR_MS);
  return states.map((state) => {
    const work = meanSeconds(rate.counts, state.name);
    const usual = usualSeconds(counted, state.name);
    const running = active.get(state.name)?.runningSeconds;
    return {
      ...state,
      perMinute: (rate.counts[name("done", state.name)] ?? 0) / minutes,
      ...(work !== undefined && { workSeconds: work }),
      ...(usual !== undefined && { usualSeconds: usual }),
      ...(running !== undefined && { runningSeconds: running }),
      errors: ofKind(hour, "error")
        .filter(({ labels: [stage] }) => stage === state.name)
        .map(({ labels: [, code = ""], count }) => ({ code, count }))
        .toSorted((a, b) => b.count - a.count),
      lastErrors: errors.get(state.name) ?? [],
    };
  });
}

/**
 * What an attempt takes in the middle one of the day's slots of time, or of those of the last hour,
 * so that some slow ones change it little. Before the first slot is full: the mean.
 */
function usualSeconds({ hour, day, now }: Counted, stage: string): number | undefined {
  const [first = now] = day;
  const all = between(first, now);
  if ((all[name("attempts", stage)] ?? 0) < FEW_ATTEMPTS) return undefined;
  const means = [day, hour]
    .flatMap(steps)
    .map((counts) => meanSeconds(counts, stage))
    .filter((mean) => mean !== undefined)
    .toSorted((a, b) => a - b);
  return means[Math.floor((means.length - 1) / 2)] ?? meanSeconds(all, stage);
}

function meanSeconds(counts: Counts, stage: string): number | undefined {
  const attempts = counts[name("attempts", stage)] ?? 0;
  return attempts === 0 ? undefined : (counts[name("seconds", stage)] ?? 0) / attempts;
}

/** What the last failures of each stage said. */
export async function lastErrors(queues: Queues, stages: readonly string[]): Promise<ReadonlyMap<string, LastErrors>> {
  const all = stages.map(async (stage) => {
    const queue = queues.get(stage);
    const failed = await queue.getFailed(0, LAST_ERRORS - 1);
    const told = failed.flatMap((entry) => {
      const { finishedOn: at, failedReason: reason } = entry;
      if (at === undefined || reason === "") return [];
      return { at: new Date(at).toISOString(), message: reason.slice(0, 500), job: entry.data.job };
    });
    return [stage, told] as const;
  });
  return new Map(await Promise.all(all));
}
