import { gather, stepInput } from "./gather.ts";
import type { JobRecord } from "./job/record.ts";
import { isQueued, type LayoutStep } from "./layout.ts";
import { owedSteps } from "./owed.ts";
import { kindOf, type Pipeline, type Step } from "./pipeline.ts";
import { fits } from "./schema.ts";

/** This version lacks what a job's layout asks for: the job waits for one that has it. */
export class UnknownStepError extends Error {
  override readonly name = "UnknownStepError";
}

/**
 * The code of a step of a job's layout. Throws UnknownStepError when this version has no such step,
 * or not as this job needs it.
 */
export function stepCode(pipeline: Pipeline, record: JobRecord, step: LayoutStep): Step {
  const code = pipeline.steps.get(step.name);
  const version = `This version of the pipeline "${pipeline.name}"`;
  if (code?.stage.name !== step.stage) {
    throw new UnknownStepError(`${version} has no step "${step.name}" of the stage "${step.stage}"`);
  }
  if (step.kind !== kindOf(code)) {
    throw new UnknownStepError(`${version} has another kind of step "${step.name}"`);
  }
  if (step.exit !== undefined && code.exit === undefined) {
    throw new UnknownStepError(`${version} cannot tell whether the job exits after the step "${step.name}"`);
  }
  if (isQueued(step) && record.layout.hash !== pipeline.layout.hash && !givesInput(code, record, step)) {
    throw new UnknownStepError(`${version} cannot make the input of the step "${step.name}" from this job`);
  }
  return code;
}

/** The steps that the job is at and that wait for another version, and why. */
export function waitingSteps(pipeline: Pipeline, record: JobRecord): readonly { step: string; message: string }[] {
  const pausedAt = record.layout.steps.filter(({ name }) => name === record.waitsAt);
  return [...owedSteps(record), ...pausedAt].flatMap((step) => {
    try {
      stepCode(pipeline, record, step);
      return [];
    } catch (error) {
      if (!(error instanceof UnknownStepError)) throw error;
      return [{ step: step.name, message: `${error.message}. The job waits for a version that can run it.` }];
    }
  });
}

/** Code of another layout may read results that this job never has. */
function givesInput(code: Step, record: JobRecord, { group }: LayoutStep): boolean {
  try {
    return fits(code.stage.input, stepInput(code, gather(record, group)));
  } catch {
    return false;
  }
}
