import { StageError } from "../errors.ts";
import { faultPoint } from "../fault-points.ts";
import { gather } from "../gather.ts";
import { isAllowed } from "../job/actions.ts";
import type { JobRecord } from "../job/record.ts";
import type { JobRecords } from "../job/records.ts";
import type { LayoutStep } from "../layout.ts";
import type { Pipeline } from "../pipeline.ts";
import type { Queues } from "../queues.ts";
import { parseAs, SchemaError } from "../schema.ts";
import { UnknownStepError } from "../step-code.ts";
import type { Tracer } from "../telemetry/tracer.ts";
import { unqueue } from "../unqueue.ts";
import { childOf, childrenOf, type Call } from "./call.ts";

interface Deps {
  readonly records: JobRecords;
  readonly queues: Queues;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly onStarted?: ((pipeline: string) => void) | undefined;
  readonly tracer?: Tracer | undefined;
  readonly onEnded?: ((record: JobRecord, status: "canceled") => Promise<void> | void) | undefined;
}

/**
 * The job that the job `parent` calls at the step; made where it is not there. Undefined when it
 * was purged. Throws UnknownStepError when its pipeline is not loaded, and StageError when the
 * parent's code gives no input for it.
 */
export async function makeChild(
  { records, pipelines, onStarted, tracer }: Deps,
  parent: JobRecord,
  step: LayoutStep,
  call: Call,
): Promise<JobRecord | undefined> {
  const id = childOf(parent.id, step.name);
  const known = await records.read(id);
  if (known !== undefined || (await records.wasPurged(id))) return known;
  const pipeline = pipelines.get(step.stage);
  if (pipeline === undefined) throw new UnknownStepError(`The pipeline "${step.stage}" is not loaded`);
  const input = inputFor(pipeline, parent, step, call);
  const { name, layout } = pipeline;
  const owes = { parent: parent.id, step: step.name };
  await records.keepLayout(layout);
  const fingerprint = records.fingerprint(name, input);
  const trace = tracer?.current().context ?? parent.trace;
  const job = { id, pipeline: name, layout, input, fingerprint, owes, priority: parent.priority, trace };
  if ((await records.create(job)) !== "known") onStarted?.(name);
  await faultPoint("call.recorded");
  return records.read(id);
}

function inputFor(pipeline: Pipeline, parent: JobRecord, { group }: LayoutStep, call: Call): unknown {
  try {
    return parseAs(pipeline.input, call.input(gather(parent, group)));
  } catch (cause) {
    const code = cause instanceof SchemaError ? "invalid_input" : "internal";
    const message = `The pipeline could not make the input for "${pipeline.name}".`;
    throw new StageError(message, { code, class: "permanent", cause });
  }
}

/** Whether the children of the job are to end, or to stand still, as it does. */
export function isSteered(parent: JobRecord): boolean {
  return (parent.status === "canceled" || parent.status === "suspended") && childrenOf(parent).length > 0;
}

/** Cancels or suspends what the job called, and what that called, where the job itself is so. */
export async function steerDown(deps: Deps, parent: Pick<JobRecord, "id" | "layout" | "status">): Promise<void> {
  if (parent.status !== "canceled" && parent.status !== "suspended") return;
  const action = parent.status === "suspended" ? "suspend" : "cancel";
  for (const id of childrenOf(parent)) {
    const child = await deps.records.readHead(id);
    if (child === undefined || !isAllowed(action, child.status)) continue;
    if (!(await deps.records.steer(child, action))) continue;
    await unqueue(deps.queues, child.layout, id);
    const now = await deps.records.readHead(id);
    if (now !== undefined) await steerDown(deps, now);
    if (now?.status === "canceled") await deps.onEnded?.(now, "canceled");
  }
}

/** The job was steered, or purged, while it called another one, which nobody steered then. */
export async function steerLate(deps: Deps, { id, layout }: JobRecord): Promise<void> {
  const { status } = (await deps.records.readHead(id)) ?? { status: "canceled" as const };
  await steerDown(deps, { id, layout, status });
}
