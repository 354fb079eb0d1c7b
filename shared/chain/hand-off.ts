import type { Attempt, Outcome, Settled } from "./job/attempt.ts";
import type { JobRecord } from "./job/record.ts";
import type { JobRecords } from "./job/records.ts";
import { tellJob } from "./job/tell.ts";
import type { ChainLog } from "./log-codes.ts";
import { StageError } from "./errors.ts";
import { faultPoint } from "./fault-points.ts";
import { decided } from "./branch.ts";
import { childOf, outcomeOf, type Call } from "./call/call.ts";
import { makeChild, steerLate } from "./call/children.ts";
import { endOf, GONE, keepEnd } from "./call/end.ts";
import { gather } from "./gather.ts";
import { firstSteps, isQueued, onward, type Layout, type LayoutStep } from "./layout.ts";
import { owedSteps } from "./owed.ts";
import { dueOf, type Due } from "./pause.ts";
import type { Pipeline, Step } from "./pipeline.ts";
import type { QueuedJob, Queues } from "./queues.ts";
import { fillMap } from "./map/fill.ts";
import { fits, parseAs } from "./schema.ts";
import Type from "typebox";
import { stepCode, UnknownStepError } from "./step-code.ts";
import type { Tracer } from "./telemetry/tracer.ts";

export interface HandOffDeps {
  readonly records: JobRecords;
  readonly queues: Queues;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  /** Told of each job that was started. */
  readonly onStarted?: ((pipeline: string) => void) | undefined;
  readonly log?: ChainLog | undefined;
  readonly tracer?: Tracer | undefined;
}

/** A map's result that needs its items no more. */
const Inline = Type.Object({ inline: Type.Array(Type.Unknown()) });

/** A step of a job, with what this version knows of it. */
interface Place {
  readonly layout: Layout;
  readonly step: LayoutStep;
  /** Needed after a result only. */
  readonly code?: Pick<Step, "stage" | "exit"> | undefined;
}

/**
 * Records what a step came to and hands the job on.
 *
 * Both in one step of Redis, where that is possible (`Queues.entries`): the next stage begins with
 * the result there, and nobody can die in between. Else the hand-off waits for the record.
 *
 * `pause`: what ended a step that no stage works on. Throws StageError, and has recorded nothing,
 * when the result cannot be kept or an exit's `when` fails over it.
 */
export async function handOff(
  deps: HandOffDeps,
  { layout, step, code }: Place,
  attempt: Attempt,
  outcome: Outcome,
  pause?: "event" | "timeout",
): Promise<Settled> {
  const { records, queues, pipelines } = deps;
  const { keptSeconds } = pipelines.get(attempt.pipeline) ?? {};
  const failed = "failure" in outcome;
  const { next, skipped, siblings } = onward(layout, step, !failed && takesExit(step, code, outcome.result));
  const follows = failed && !step.optional ? "fail" : next.length === 0 ? "complete" : "go";
  const settlement = {
    outcome,
    follows,
    skipped: skipped.map(({ name }) => name),
    siblings: siblings.map(({ name }) => name),
    keptMs: keptSeconds === undefined ? undefined : keptSeconds * 1_000,
    pause,
  } as const;
  const [settled, inOne] = await queues.inOneStep(queues.entries(attempt, next), async (entries) =>
    records.settle(attempt, { ...settlement, entries }),
  );
  if (!inOne || next.length === 0) await faultPoint("stage.recorded");
  if (settled === "go" && !inOne) return handTo(deps, attempt, next);
  // Lost to another run, or to this very one: after a reconnect ioredis sends again what had no
  // answer.
  if (settled === "lost") await repeatHandOff(deps, await records.read(attempt.id));
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
export async function repeatHandOff(deps: HandOffDeps, record: JobRecord | undefined): Promise<void> {
  if (record !== undefined) await handTo(deps, record, owedSteps(record));
}

/**
 * Hands the job to steps of one group: into their queues, or into the pause that one is. Resolves
 * to `completed` or `failed` where that brought the job to its end, otherwise to `go`.
 */
export async function handTo(
  deps: HandOffDeps,
  job: QueuedJob,
  steps: readonly LayoutStep[],
): Promise<"go" | "completed" | "failed"> {
  const [step] = steps;
  if (step === undefined || isQueued(step)) {
    await addAll(deps.queues, job, steps);
    return "go";
  }
  const record = await deps.records.read(job.id);
  const settled = record && (await goOnAt(deps, record, step));
  return settled === "completed" || settled === "failed" ? settled : "go";
}

async function goOnAt(deps: HandOffDeps, record: JobRecord, step: LayoutStep): Promise<Settled | "waiting"> {
  if (step.kind === "map") return goOnWithMap(deps, record, step);
  return step.kind === "when" ? decideAt(deps, record, step) : pauseAt(deps, record, step);
}

/** Settles a point at which the job takes one way or another, and hands it on there. */
async function decideAt(deps: HandOffDeps, record: JobRecord, step: LayoutStep): Promise<Settled | "waiting"> {
  try {
    const pipeline = deps.pipelines.get(record.pipeline);
    const code = pipeline && stepCode(pipeline, record, step);
    if (code?.decision === undefined) return "waiting";
    const result = decided(code.decision, gather(record, step.group));
    return await settleHere(deps, record, step, { result, provider: "" }, undefined, code);
  } catch (error) {
    if (error instanceof UnknownStepError || isOfOther(deps, record)) return "waiting";
    if (!(error instanceof StageError)) throw error;
    return settleHere(deps, record, step, failureOf(error));
  }
}

/** Adds the job to the queue of each step. */
async function addAll(queues: Queues, job: QueuedJob, steps: readonly LayoutStep[]): Promise<void> {
  await Promise.all(steps.map((step) => queues.add(job, step)));
}

/**
 * Begins a map, or looks after one that was begun; settles it once its items are. Resolves to
 * `waiting` until then. Where this version has no code for the step, the job is left as it is.
 */
export async function goOnWithMap(
  deps: HandOffDeps,
  record: JobRecord,
  step: LayoutStep,
): Promise<Settled | "waiting"> {
  let outcome: Outcome | undefined;
  try {
    const pipeline = deps.pipelines.get(record.pipeline);
    outcome = pipeline && (await fillMap(deps, record, step, stepCode(pipeline, record, step)));
  } catch (error) {
    if (error instanceof UnknownStepError || isOfOther(deps, record)) return "waiting";
    if (!(error instanceof StageError)) throw error;
    outcome = failureOf(error);
  }
  if (outcome === undefined) return "waiting";
  const settled = await settleHere(deps, record, step, outcome);
  const isInline = "result" in outcome && fits(Inline, outcome.result);
  if (isInline && settled !== "closed") await deps.records.items.drop(record.id, step.name);
  return settled;
}

/**
 * Has the job wait at the step; goes on at once where the event is here already. Where this version
 * has no code for the step, the job is left as it is, for the sweep of one that has.
 */
async function pauseAt(deps: HandOffDeps, record: JobRecord, step: LayoutStep): Promise<Settled | "waiting"> {
  let due: Due | undefined;
  try {
    const pipeline = deps.pipelines.get(record.pipeline);
    const pause = pipeline && stepCode(pipeline, record, step).pause;
    if (pause === undefined) return "waiting";
    if (pause.kind === "call") await call(deps, record, step, pause);
    due = dueOf(pause, gather(record, step.group));
  } catch (error) {
    if (error instanceof UnknownStepError || isOfOther(deps, record)) return "waiting";
    if (!(error instanceof StageError)) throw error;
    return settleHere(deps, record, step, failureOf(error), "timeout");
  }
  const entered = await deps.records.pauses.enter(record, step.name, due);
  if (entered === "closed" && step.kind === "call") await steerLate(deps, record);
  if (entered === "waiting") tellJob(deps, record, "waiting", { step: step.name, for: step.kind });
  if (entered !== "event") return entered;
  const now = await deps.records.read(record.id);
  return now === undefined ? "closed" : endPause(deps, now, step);
}

/**
 * Starts the job that the step calls, however often this comes; where that one is at its end
 * already, this is kept, as an event that comes before the job waits.
 */
async function call(deps: HandOffDeps, record: JobRecord, step: LayoutStep, to: Call): Promise<void> {
  const made = await makeChild(deps, record, step, to);
  if (made?.status === "pending") await handTo(deps, made, firstSteps(made.layout));
  await faultPoint("call.queued");
  const child = await deps.records.read(childOf(record.id, step.name));
  const end = child === undefined ? GONE : endOf(deps.pipelines, child);
  if (end !== undefined) await keepEnd(deps, { parent: record.id, step: step.name }, end);
}

/** Whether the job has another layout: its code may read results that the job never has. */
function isOfOther({ pipelines }: HandOffDeps, { pipeline, layout }: JobRecord): boolean {
  return pipelines.get(pipeline)?.layout.hash !== layout.hash;
}

/**
 * Goes on with a job whose pause is over: with the event, where one came, else as its time says.
 * Does nothing for one that goes on already. Throws UnknownStepError when this version lacks the
 * step.
 */
export async function endPause(deps: HandOffDeps, record: JobRecord, step: LayoutStep): Promise<Settled> {
  const pipeline = deps.pipelines.get(record.pipeline);
  if (pipeline === undefined) throw new UnknownStepError(`The pipeline "${record.pipeline}" is not loaded`);
  const code = stepCode(pipeline, record, step);
  const { event, dueAt = 0 } = record.step(step.name);
  if (event !== undefined) {
    const outcome = code.pause?.kind === "call" ? outcomeOf(event) : { result: event, provider: "event" };
    return settlePause(deps, record, step, outcome, code);
  }
  if (code.pause?.kind === "timer") {
    const result = { until: new Date(dueAt).toISOString() };
    return settlePause(deps, record, step, { result, provider: "timer" }, code);
  }
  const onTimeout = code.pause?.kind === "wait" ? code.pause.onTimeout : undefined;
  const outcome = onTimeout === undefined ? failureOf(tooLate(step)) : { ...onTimeout, provider: "timeout" };
  return settlePause(deps, record, step, outcome, code);
}

async function settlePause(
  deps: HandOffDeps,
  record: JobRecord,
  step: LayoutStep,
  outcome: Outcome,
  code?: Step,
): Promise<Settled> {
  const pause = record.step(step.name).event === undefined ? "timeout" : "event";
  try {
    return await settleHere(deps, record, step, outcome, pause, code);
  } catch (thrown) {
    if ("failure" in outcome || !(thrown instanceof StageError)) throw thrown;
    return settleHere(deps, record, step, failureOf(thrown), pause, code);
  }
}

/** Settles a step that no worker has as a whole, and hands the job on. */
async function settleHere(
  deps: HandOffDeps,
  record: JobRecord,
  step: LayoutStep,
  outcome: Outcome,
  pause?: "event" | "timeout",
  code?: Step,
): Promise<Settled> {
  const { id, pipeline, layout, priority, trace } = record;
  const { attempts, begunAt = Date.now() } = record.step(step.name);
  const about = { id, pipeline, priority, trace, step: step.name, begunAt, worker: "", told: true };
  return handOff(deps, { layout, step, code }, { ...about, number: Math.max(attempts, 1) }, outcome, pause);
}

function tooLate({ name }: LayoutStep): StageError {
  return new StageError(`The event "${name}" did not come in time.`, { code: "wait_timeout", class: "permanent" });
}

function failureOf({ code, message }: StageError): Outcome {
  return { failure: { code, message, stalls: 0 } };
}
