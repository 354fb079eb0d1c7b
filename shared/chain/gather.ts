import { OUTSIDE, type JobRecord } from "./job/record.ts";
import type { JobSoFar, Pipeline, Step } from "./pipeline.ts";
import { fits } from "./schema.ts";

/** The job's input and the results so far; with `before`, those of the groups before that one. */
export function gather(record: JobRecord, before = Number.POSITIVE_INFINITY): Gathered {
  const results: Record<string, unknown> = {};
  for (const { name, group } of record.layout.steps) {
    const { result } = record.step(name);
    if (group < before && result !== undefined) results[name] = result;
  }
  return { input: record.input, results };
}

interface Gathered extends JobSoFar {
  readonly input: JobRecord["input"];
  readonly results: Readonly<Record<string, unknown>>;
}

/** The input of a step's stage: what its code makes of the job, or everything so far. */
export function stepInput(step: Step, job: Gathered): unknown {
  return step.input === undefined ? { ...job.input, ...job.results } : step.input(job);
}

/**
 * The job's output once it is complete; undefined when the job has another layout than this
 * version's, whose code makes nothing of it that fits, and when not all of the record was read.
 */
export function jobOutput(pipeline: Pipeline, record: JobRecord): unknown {
  if (record.layout.steps.some(({ name }) => record.step(name).result === OUTSIDE)) return undefined;
  if (record.layout.hash === pipeline.layout.hash) return outputOf(pipeline, record);
  try {
    const output = outputOf(pipeline, record);
    return fits(pipeline.output, output) ? output : undefined;
  } catch {
    return undefined; // code of another layout may read results that this job never had
  }
}

function outputOf(pipeline: Pipeline, record: JobRecord): unknown {
  const job = gather(record);
  if (pipeline.gather !== undefined) return pipeline.gather(job);
  const last = record.layout.steps.at(-1);
  return last && job.results[last.name];
}
