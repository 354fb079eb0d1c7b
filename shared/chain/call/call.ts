import Type, { type Static } from "typebox";
import type { Outcome } from "../job/attempt.ts";
import { jobIdOf } from "../job/id.ts";
import type { Layout } from "../layout.ts";
import type { JobSoFar, PipelineContract, Step, StepOptions } from "../pipeline.ts";
import { fits } from "../schema.ts";

/** A job of another pipeline that the step starts. The job waits for that one's end. */
export interface Call {
  readonly kind: "call";
  /** Makes the other job's input. */
  input(job: JobSoFar): unknown;
}

/** What may be said of a call. */
export interface CallOptions extends Pick<StepOptions, "optional" | "exit">, Pick<Call, "input"> {
  readonly pipeline: PipelineContract;
}

/** The step at which a job of the pipeline is started, whose output becomes the result. */
export function callStep(name: string, { pipeline, input, ...options }: CallOptions): Step {
  const stage = { name: pipeline.name, input: pipeline.input, output: pipeline.output };
  return { ...options, name, stage, pause: { kind: "call", input } };
}

/** The id of the job that a job starts at the step: however often it does, it is the same one. */
export function childOf(parent: string, step: string): string {
  return jobIdOf(`call:${parent}:${step}`);
}

/** The ids of all jobs that the job has started at its steps, or will start. */
export function childrenOf({ id, layout }: { readonly id: string; readonly layout: Layout }): readonly string[] {
  return layout.steps.filter(({ kind }) => kind === "call").map(({ name }) => childOf(id, name));
}

/** How a job ended that another one had called, as that one keeps it until it goes on. */
const CallEnd = Type.Union([
  Type.Object({ output: Type.Unknown() }),
  Type.Object({ error: Type.Object({ code: Type.String(), message: Type.String() }) }),
]);
export type CallEnd = Static<typeof CallEnd>;

/** What the step comes to that called the job. */
export function outcomeOf(end: unknown): Outcome {
  if (!fits(CallEnd, end)) throw new TypeError("This is no end of a called job");
  return "error" in end ? { failure: { ...end.error, stalls: 0 } } : { result: end.output, provider: "" };
}
