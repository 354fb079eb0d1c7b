import { StageError } from "../errors.ts";
import { faultPoint } from "../fault-points.ts";
import { gather } from "../gather.ts";
import type { Outcome } from "../job/attempt.ts";
import { issuedItems } from "../job/map-state.ts";
import type { JobRecord, StepRecord } from "../job/record.ts";
import type { JobRecords } from "../job/records.ts";
import type { LayoutStep } from "../layout.ts";
import type { Step } from "../pipeline.ts";
import type { Queues } from "../queues.ts";
import { MAX_ITEMS, type MapSpec } from "./map.ts";
import { resultsOf } from "./results.ts";

/** Results of up to so many characters of JSON together are kept in the job record itself. */
const INLINE_CHARS = 16_384;

interface Deps {
  readonly records: JobRecords;
  readonly queues: Queues;
}

/**
 * Begins a map, or looks after one that was begun: puts each item into the queue that must be there
 * and is not. Resolves to what the map came to, once it has. However many processes do this, each
 * item has one result, and the map one.
 */
export async function fillMap(
  deps: Deps,
  found: JobRecord,
  step: LayoutStep,
  code: Step,
): Promise<Outcome | undefined> {
  if (code.map === undefined) return undefined;
  const isNew = found.step(step.name).map === undefined;
  if (isNew) {
    const problem = await begin(deps, found, step, code, code.map);
    if (problem !== undefined) return problem;
    await faultPoint("map.opened");
  }
  const record = isNew ? await deps.records.readHead(found.id) : found;
  const map = record?.step(step.name).map;
  if (record === undefined || map === undefined) return undefined; // it goes on no more
  const states = await deps.records.items.settled(record.id, step.name, issuedItems(map, map.done));
  const failed = states.indexOf("e");
  if (map.done === map.total || (failed !== -1 && map.onError === "fail")) return outcomeOf(deps, record, step, map);
  const missing = states.flatMap((state, item) => (state === undefined ? [item] : []));
  if (isNew) await deps.queues.addItems(record, step, missing);
  else await Promise.all(missing.map((item) => restoreItem(deps, record, step, item)));
  return undefined;
}

/**
 * Lets the failed items of a failed job's map run again. Items beyond them may have been turned
 * away meanwhile: their ended entries go, as they would block those that are called next.
 */
export async function reopenItems({ records, queues }: Deps, record: JobRecord, step: LayoutStep): Promise<void> {
  const { map } = record.step(step.name);
  if (map === undefined) return;
  const failed = await records.items.clearFailed(record.id, step.name);
  for (let item = issuedItems(map, map.done - failed); item < issuedItems(map, map.done); item += 1) {
    const state = await queues.itemState(record, step, item);
    if (state === "completed") await queues.removeItem(record, step, item);
  }
}

/** Keeps the items and begins the map. Resolves to a failure when the pipeline gives none. */
async function begin(
  { records }: Deps,
  record: JobRecord,
  step: LayoutStep,
  { stage }: Step,
  map: MapSpec,
): Promise<Outcome | undefined> {
  let inputs: unknown;
  try {
    inputs = map.items(gather(record, step.group));
  } catch (cause) {
    const message = "The pipeline could not tell the items of the map.";
    throw new StageError(message, { code: "internal", class: "permanent", cause });
  }
  if (!Array.isArray(inputs) || inputs.length > MAX_ITEMS) {
    return failure("invalid_input", `The map over the stage "${stage.name}" takes a list of up to ${MAX_ITEMS} items.`);
  }
  const { concurrency, onError } = map;
  await records.items.open(record, step.name, { total: inputs.length, concurrency, onError }, inputs);
  return undefined;
}

/** What a map came to whose items are settled, or of which one failed that must not. */
async function outcomeOf(
  { records }: Deps,
  record: JobRecord,
  { name }: LayoutStep,
  { total, onError }: NonNullable<StepRecord["map"]>,
): Promise<Outcome | undefined> {
  const outcomes = await records.items.outcomes(record, name, total);
  if (onError === "fail") {
    const item = outcomes.findIndex((each) => each !== undefined && "failure" in each);
    const first = outcomes[item];
    if (first !== undefined && "failure" in first) {
      return failure(first.failure.code, `Item ${item}: ${first.failure.message}`);
    }
  }
  const results = resultsOf(outcomes, onError);
  if (results === undefined) return undefined;
  const isSmall = JSON.stringify(results).length <= INLINE_CHARS;
  return { result: isSmall ? { inline: results } : { outside: total }, provider: "" };
}

/**
 * Puts an item back that is in no queue. One whose entry failed without its worker telling of it is
 * failed, as nobody could work on it.
 */
async function restoreItem({ records, queues }: Deps, record: JobRecord, step: LayoutStep, item: number) {
  const state = await queues.itemState(record, step, item);
  if (state === "failed") {
    const reason = { code: "internal", message: "The queue entry failed; the queue holds the reason.", stalls: 0 };
    const { map } = record.step(step.name);
    if (map !== undefined) await records.items.settle(record, step.name, item, { failure: reason }, map);
  } else if (state === "unknown" || state === "completed") {
    await queues.removeItem(record, step, item);
    await queues.addItems(record, step, [item]);
  }
}

function failure(code: string, message: string): Outcome {
  return { failure: { code, message, stalls: 0 } };
}
