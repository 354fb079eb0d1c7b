import type { JobRecord } from "./job/record.ts";
import type { Attempt, JobRecords, Settled, Settlement } from "./job/records.ts";
import { StageError } from "./errors.ts";
import { faultPoint } from "./fault-points.ts";
import { owedPlaces } from "./owed.ts";
import type { Position, Pipeline } from "./pipeline.ts";
import type { Queues } from "./queues.ts";
import { onward, type Onward } from "./route.ts";

/** What a stage's run came to, before it is recorded. */
export type Outcome = Settlement["outcome"];

interface Deps {
  readonly records: JobRecords;
  readonly queues: Queues;
}

/**
 * Records what a place came to and hands the job on.
 *
 * In sequence both commands leave in one burst: on one connection Redis runs them in order, so that no next stage can
 * begin before the result is there, at the cost of one round trip. If the record turns out lost or closed, the extra
 * hand-off harms nothing: a stage begins only what the record lets it. In a parallel group only the record can tell
 * whether this was the last member, so the hand-off waits for it.
 *
 * Throws StageError, and has recorded nothing, when the result cannot be kept or an exit's `when` fails over it.
 */
export async function handOff(
  { records, queues }: Deps,
  pipeline: Pipeline,
  position: Position,
  attempt: Attempt,
  outcome: Outcome,
): Promise<Settled> {
  const failed = "failure" in outcome;
  const { next, skipped, siblings } = goOn(pipeline, position, failed ? undefined : outcome.result);
  const follows = failed && !position.optional ? "fail" : next.length === 0 ? "complete" : "go";
  const settling = records.settle(attempt, { outcome, follows, skipped, siblings });
  const fault = faultPoint("stage.recorded", settling);
  if (fault !== undefined) await fault;
  const inBurst = follows === "go" && siblings.length === 0;
  const [settled] = await Promise.all([settling, inBurst ? add(queues, pipeline, attempt, next) : undefined]);
  if (settled === "go" && !inBurst) await add(queues, pipeline, attempt, next);
  // Lost to another run, or to this very one: after a reconnect ioredis sends again what had no answer.
  if (settled === "lost") await repeatHandOff({ queues }, pipeline, await records.read(attempt.id));
  return settled;
}

function goOn(pipeline: Pipeline, position: Position, result: unknown): Onward {
  try {
    return onward(pipeline, position, result);
  } catch (cause) {
    const message = "The pipeline's exit could not judge the stage's output.";
    throw new StageError(message, { code: "internal", class: "permanent", cause });
  }
}

/**
 * Hands a job to every place that it is owed to and that did not run, as the record tells. For a job whose process died
 * between record and hand-off, whose queue entry came twice, or that the sweep found standing still. What a queue still
 * holds is not added again.
 */
export async function repeatHandOff(
  { queues }: Pick<Deps, "queues">,
  pipeline: Pipeline,
  record: JobRecord | undefined,
): Promise<void> {
  if (record !== undefined) await add(queues, pipeline, record, owedPlaces(pipeline, record));
}

async function add(
  queues: Queues,
  pipeline: Pipeline,
  job: Attempt | JobRecord,
  places: readonly number[],
): Promise<void> {
  await Promise.all(
    places.map(async (index) => {
      const position = pipeline.positions[index];
      if (position === undefined) throw new RangeError(`Pipeline "${pipeline.name}" has no place ${index}`);
      await queues.add(position.spec.stage, job, index);
    }),
  );
}
