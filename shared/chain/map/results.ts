import type { ItemOutcome } from "../job/items.ts";
import type { JobRecord } from "../job/record.ts";
import type { Collected, OnError } from "./map.ts";

/** A map's result: those of its items in order; undefined while one is not settled. */
export function resultsOf(
  outcomes: readonly (ItemOutcome | undefined)[],
  onError: OnError,
): readonly unknown[] | undefined {
  const results: unknown[] = [];
  for (const outcome of outcomes) {
    if (outcome === undefined) return undefined;
    if (onError === "fail" && "result" in outcome) results.push(outcome.result);
    else results.push(collected(outcome));
  }
  return results;
}

function collected(outcome: ItemOutcome): Collected<unknown> {
  if ("result" in outcome) return { status: "completed", result: outcome.result };
  const { code, message } = outcome.failure;
  return { status: "failed", error: { code, message } };
}

/** The record with results that were read from beside it. */
export function withResults(record: JobRecord, results: ReadonlyMap<string, unknown>): JobRecord {
  const step = (name: string) => {
    const known = record.step(name);
    return results.has(name) ? { ...known, result: results.get(name) } : known;
  };
  return { ...record, step };
}
