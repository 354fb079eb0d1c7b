import type { JobSoFar, Step, StepOptions } from "../pipeline.ts";
import type { StageContract } from "../stage.ts";

/** Most items of one map. */
export const MAX_ITEMS = 10_000;
/** Most items of one map that are in the queue at a time. */
const MAX_AT_ONCE = 1_000;
const AT_ONCE = 10;

/**
 * What an item that failed for good means: the step fails, or it is told in the item's place. What
 * is done is kept in both cases.
 */
export type OnError = "fail" | "collect";

/** What became of an item, where failed ones are collected. */
export type Collected<Result> =
  | { readonly status: "completed"; readonly result: Result }
  | { readonly status: "failed"; readonly error: { readonly code: string; readonly message: string } };

/** A stage that runs once for each item. */
export interface MapSpec {
  /** The items: what the stage gets, one by one. */
  items(job: JobSoFar): unknown;
  /** Items that are in the queue or in work at a time. */
  readonly concurrency: number;
  readonly onError: OnError;
}

/** The items themselves, or what tells them from the job. */
export type MapItems = readonly unknown[] | MapSpec["items"];

/** What may be said of a map. */
export interface MapOptions extends Pick<StepOptions, "name" | "optional"> {
  /** Items in work at a time, over all workers of the stage: 1 to 1,000. Default: 10. */
  readonly concurrency?: number;
  /** Default: `fail`. */
  readonly onError?: OnError;
}

/** The step at which the stage runs once for each item. Throws TypeError for a bad concurrency. */
export function mapStep(
  items: MapItems,
  stage: StageContract,
  { concurrency = AT_ONCE, onError = "fail", ...options }: MapOptions = {},
): Step {
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MAX_AT_ONCE) {
    throw new TypeError(`A map's concurrency must be a whole number from 1 to ${MAX_AT_ONCE}, not ${concurrency}`);
  }
  const of = typeof items === "function" ? items : () => items;
  return { ...options, stage, map: { items: of, concurrency, onError } };
}
