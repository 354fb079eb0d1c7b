import type { Attempt, Outcome, Settled } from "./job/attempt.ts";
import type { JobRecord } from "./job/record.ts";
import type { JobRecords } from "./job/records.ts";
import { StageError } from "./errors.ts";
import { faultPoint } from "./fault-points.ts";
import { onward, type Layout, type LayoutStep } from "./layout.ts";
import { owedSteps } from "./owed.ts";
import type { Step } from "./pipeline.ts";
import type { QueuedJob, Queues } from "./queues.ts";
import { parseAs } from "./schema.ts";

interface Deps {
  readonly records: JobRecords;
  readonly queues: Queues;
}

/** A step of a job, with what this version knows of it. */
interface Place {
  readonly layout: Layout;
  readonly step: LayoutStep;
  /** Needed after a result only. */
  readonly code?: Pick<Step, "stage" | "exit"> | undefined;
  /** How long the pipeline's jobs are kept after their end; default: as any. */
  readonly keptSeconds?: number | undefined;
}

/**
 * Records what a step came to and hands the job on.
 *
 * In sequence both commands leave in one burst: on one connection Redis runs them in order, so that
 * no next stage can begin before the result is there, at the cost of one round trip. If the record
 * turns out lost or closed, the extra hand-off harms nothing: a stage begins only what the record
 * lets it. In a parallel group only the record can tell whether this was the last member, so the
 * hand-off waits for it.
 *
 * Throws StageError, and has recorded nothing, when the result cannot be kept or an exit's `when`
 * fails over it.
 */
export async function handOff(
  { records, queues }: Deps,
  { layout, step, code, keptSeconds }: Place,
  attempt: Attempt,
  outcome: Outcome,
): Promise<Settled> {
  const failed = "failure" in outcome;
  const { next, skipped, siblings } = onward(layout, step, !failed && takesExit(step, code, outcome.result));
  const follows = failed && !step.optional ? "fail" : next.length === 0 ? "complete" : "go";
  const settling = records.settle(attempt, {
    outcome,
    follows,
    skipped: skipped.map(({ name }) => name),
    siblings: siblings.map(({ name }) => name),
    keptMs: keptSeconds === undefined ? undefined : keptSeconds * 1_000,
  });
  const fault = faultPoint("stage.recorded", settling);
  if (fault !== undefined) await fault;
  const inBurst = follows === "go" && siblings.length === 0;
  const [settled] = await Promise.all([settling, inBurst ? addAll(queues, attempt, next) : undefined]);
  if (settled === "go" && !inBurst) await addAll(queues, attempt, next);
  // Lost to another run, or to this very one: after a reconnect ioredis sends again what had no
  // answer.
  if (settled === "lost") await repeatHandOff({ queues }, await records.read(attempt.id));
  return settled;
}

function takesExit({ exit }: LayoutStep, code: Place["code"], result: unknown): boolean {
  if (exit === undefined || code?.exit === undefined) return false;
  try {
    return code.exit.when(parseAs(code.stage.output, result));
  } catch (cause) {
    const message = "The pipeline's exit could not judge the stage's output.";
    throw new StageError(message, { code: "internal", class: "permanent", cause });
  }
}

/**
 * Hands a job to every step that it is owed to and that did not run, as the record tells. For a job
 * whose process died between record and hand-off, whose queue entry came twice, or that the sweep
 * found standing still. What a queue still holds is not added again.
 */
export async function repeatHandOff({ queues }: Pick<Deps, "queues">, record: JobRecord | undefined): Promise<void> {
  if (record !== undefined) await addAll(queues, record, owedSteps(record));
}

/** Adds the job to the queue of each step. */
export async function addAll(queues: Queues, job: QueuedJob, steps: readonly LayoutStep[]): Promise<void> {
  await Promise.all(steps.map((step) => queues.add(job, step)));
}
