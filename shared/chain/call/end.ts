import { faultPoint } from "../fault-points.ts";
import { jobOutput } from "../gather.ts";
import { isFinished } from "../job/actions.ts";
import type { EventTaken } from "../job/pauses.ts";
import type { JobRecord } from "../job/record.ts";
import type { JobRecords } from "../job/records.ts";
import type { Pipeline } from "../pipeline.ts";
import type { CallEnd } from "./call.ts";

interface Deps {
  readonly records: JobRecords;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
}

/** Of a called job that was purged. */
export const GONE: CallEnd = { error: { code: "call_canceled", message: "The job that the step called was purged." } };

/** How the called job ended; undefined: it has not. */
export function endOf(pipelines: Deps["pipelines"], record: JobRecord): CallEnd | undefined {
  if (!isFinished(record.status)) return undefined;
  const { id, pipeline: name, stopped = "" } = record;
  if (record.status === "canceled") {
    return { error: { code: "call_canceled", message: `The job ${id}, which the step called, was canceled.` } };
  }
  const failure = stopped === "" ? undefined : record.step(stopped).failure;
  if (failure !== undefined) {
    return { error: { code: failure.code, message: `The job ${id} failed at "${stopped}": ${failure.message}` } };
  }
  const pipeline = pipelines.get(name);
  const output = pipeline && jobOutput(pipeline, record);
  if (output !== undefined) return { output };
  return { error: { code: "unknown_step", message: `This version cannot tell the output of the job ${id}.` } };
}

/**
 * Keeps for the job `parent` how the one ended that it called at the step: the first telling
 * counts, and it may come before that job waits.
 */
export async function keepEnd(
  { records }: Pick<Deps, "records">,
  { parent, step }: { readonly parent: string; readonly step: string },
  end: CallEnd,
): Promise<EventTaken> {
  const value = records.sealResult(parent, step, end);
  const taken = await records.pauses.keepEvent({ id: parent, pipeline: "" }, { step, value, key: undefined });
  await faultPoint("call.ended");
  return taken;
}
