import { faultPoint } from "./fault-points.ts";
import { endPause, type HandOffDeps } from "./hand-off.ts";
import type { Settled } from "./job/attempt.ts";
import type { EventTaken } from "./job/pauses.ts";
import type { JobRecord } from "./job/record.ts";
import { requeue } from "./requeue.ts";
import { parseAs } from "./schema.ts";
import { stepCode, UnknownStepError } from "./step-code.ts";

/** What became of an event; `no-wait`: the job never waits for one of this name. */
export type EventOutcome = EventTaken | "purged" | "no-wait";

/** Keeps an event for the step of its name. `waiting`: the job is to go on now. */
export async function keepEvent(
  { records, pipelines }: HandOffDeps,
  record: JobRecord,
  name: string,
  payload: unknown,
  key: string | undefined,
): Promise<EventOutcome> {
  const step = record.layout.steps.find((each) => each.name === name && each.kind === "wait");
  if (step === undefined) return "no-wait";
  const pipeline = pipelines.get(record.pipeline);
  if (pipeline === undefined) throw new UnknownStepError(`The pipeline "${record.pipeline}" is not loaded`);
  const { stage } = stepCode(pipeline, record, step);
  const value = records.sealResult(record.id, name, parseAs(stage.output, payload));
  const taken = await records.pauses.keepEvent(record, { step: name, value, key });
  await faultPoint("event.kept");
  return taken;
}

/** Ends the wait of a job at a step whose event came, or whose time has come. */
export async function endWait(deps: HandOffDeps, record: JobRecord, name: string): Promise<Settled | undefined> {
  const step = record.layout.steps.find((each) => each.name === name);
  if (step === undefined) return undefined;
  const { event, dueAt = Number.POSITIVE_INFINITY } = record.step(name);
  // A look at the index may be older than the wait.
  if (event === undefined && dueAt > (await deps.records.pauses.now())) return undefined;
  return step.kind === "repeat" ? runAgain(deps, record, name) : endPause(deps, record, step);
}

/** Queues a step for its next run. */
async function runAgain(deps: HandOffDeps, { id, pipeline }: JobRecord, name: string): Promise<undefined> {
  if (!(await deps.records.pauses.start({ id, pipeline }, name))) return undefined;
  await faultPoint("repeat.recorded");
  const record = await deps.records.read(id);
  if (record !== undefined) await requeue(deps, record);
  return undefined;
}
