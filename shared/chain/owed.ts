import { DamagedRecordError, isSettled, type JobRecord } from "./job/record.ts";
import { SchemaError } from "./schema.ts";
import type { Position, Pipeline } from "./pipeline.ts";
import { firstPositions, onward, type Onward } from "./route.ts";

/**
 * The places that the job should be in right now, as its record tells: the first ones, and those
 * after each settled place (of a parallel group: after its last), less what is settled. None when
 * the job is not on its way. Throws DamagedRecordError when an exit cannot judge a recorded result.
 */
export function owedPlaces(pipeline: Pipeline, record: JobRecord): readonly number[] {
  if (record.status !== "pending" && record.status !== "running") return [];
  const settled = (index: number) => isSettled(record.place(index));
  const reached = new Set(firstPositions(pipeline));
  for (const position of pipeline.positions) {
    const place = record.place(position.index);
    if (!settled(position.index) || place.skipped) continue;
    const { next, siblings } = onwardAgain(pipeline, position, place.result);
    if (siblings.every(settled)) for (const index of next) reached.add(index);
  }
  return [...reached].filter((index) => !settled(index));
}

/**
 * The process that recorded the result could judge it: one that cannot is of another version, as
 * amid an upgrade.
 */
function onwardAgain(pipeline: Pipeline, position: Position, result: unknown): Onward {
  try {
    return onward(pipeline, position, result);
  } catch (cause) {
    if (!(cause instanceof SchemaError)) throw cause;
    const message = `The recorded result of "${position.spec.stage}" is not one of this version: ${cause.message}`;
    throw new DamagedRecordError(message, { cause, isNewer: true });
  }
}
