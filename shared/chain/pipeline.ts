import type { TSchema } from "typebox";
import type { Decision } from "./branch.ts";
import { hasStage, layoutOf, NAME, type Layout, type LayoutStep } from "./layout.ts";
import type { MapSpec } from "./map/map.ts";
import type { Repeat } from "./repeat.ts";
import type { Pause } from "./pause.ts";
import type { StageContract } from "./stage.ts";

/** What a step's own `input` function may read: the job's input and the results so far. */
export interface JobSoFar {
  readonly input: unknown;
  /** Step → result, in their order; without steps that were skipped, failed or did not run. */
  readonly results: object;
}

/** An early exit: the later step to go on with, and the results after which it is taken. */
export interface Exit {
  readonly to: string;
  when(result: unknown): boolean;
}

/** What is said of a stage at one place of a pipeline. */
export interface StepOptions {
  /** Default: the stage's name. Unique in the pipeline; what a job has done is known by it. */
  readonly name?: string;
  /** Whether the job goes on when the step fails for good; it then holds a warning. */
  readonly optional?: boolean;
  /**
   * Makes the stage's input. Without it: the job's input merged with the results of earlier groups,
   * each under its step's name.
   */
  input?(job: JobSoFar): unknown;
  /** What lies between is skipped. Not out of a parallel group. */
  readonly exit?: Exit;
}

/** A stage at one place of a pipeline, or a pause. */
export interface Step extends StepOptions {
  /** Of a pause, what it gives; nobody works on it. */
  readonly stage: StageContract;
  readonly pause?: Pause;
  /** Of a stage that runs once for each item. */
  readonly map?: MapSpec;
  /** Of a point at which the job takes one way or another. */
  readonly decision?: Decision;
  /** Of a stage that runs again until its result will do. */
  readonly repeat?: Repeat;
}

/** What a pipeline is besides its steps. */
export interface PipelineAbout<Input extends TSchema = TSchema, Output extends TSchema = TSchema> {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly about: string;
  readonly input: Input;
  readonly output: Output;
  /** The output as the API shows it, where that is not `output` itself. For the API page. */
  readonly view?: TSchema;
  /**
   * True for work of the system's own, which nobody starts by name and no list shows unless asked
   * for.
   */
  readonly hidden?: boolean;
  /** How long a job is kept after its end, in seconds; default: as any. */
  readonly keptSeconds?: number;
  /** True where whoever has no key may start it, as on a page that is open to all. */
  readonly forGuests?: boolean;
  /** Fields of the input that only the system itself fills: refused from outside, never shown. */
  readonly internal?: readonly string[];
}

/** What a job of a pipeline takes and gives: all that another pipeline needs to call it. */
export type PipelineContract<Input extends TSchema = TSchema, Output extends TSchema = TSchema> = Pick<
  PipelineAbout<Input, Output>,
  "name" | "input" | "output"
>;

export interface PipelineSpec extends PipelineAbout {
  /** Single steps, and groups of steps that run in parallel and are joined before the next one. */
  readonly steps: readonly (Step | readonly Step[])[];
  /** Makes the job's output; without it, the last step's result is the output. */
  gather?(job: JobSoFar): unknown;
}

/** A pipeline that was checked: its layout, and the code of its steps by their names. */
export interface Pipeline<Input extends TSchema = TSchema, Output extends TSchema = TSchema>
  extends Omit<PipelineSpec, "steps" | "input" | "output">, Pick<PipelineAbout<Input, Output>, "input" | "output"> {
  readonly layout: Layout;
  readonly steps: ReadonlyMap<string, Step>;
}

const checked = new WeakSet<object>();

/**
 * Checks a pipeline and lays out its steps. Throws TypeError when it has no step, a bad name, a
 * name twice, an exit that does not lead forward, or a pause, call, map or repetition in a parallel
 * group.
 */
export function checkPipeline<Input extends TSchema, Output extends TSchema>(
  spec: PipelineSpec & PipelineAbout<Input, Output>,
): Pipeline<Input, Output> {
  const groups = spec.steps.map((step) => (isGroup(step) ? step : [step]));
  const layout = layoutOf(groups.flatMap((members, group) => members.map((step) => laidOut(step, group))));
  const problem = problemOf(spec.name, layout);
  if (problem !== undefined) throw new TypeError(`Pipeline "${spec.name}": ${problem}`);
  const steps = new Map(groups.flat().map((step) => [nameOf(step), step]));
  const pipeline = { ...spec, steps, layout };
  checked.add(pipeline);
  return pipeline;
}

/** Whether a value from code that is not ours was checked. */
export function isPipeline(value: unknown): value is Pipeline {
  return typeof value === "object" && value !== null && checked.has(value);
}

/** Every stage that the pipelines lead through, once. */
export function stagesOf(pipelines: ReadonlyMap<string, Pipeline>): readonly string[] {
  const steps = [...pipelines.values()].flatMap(({ layout }) => layout.steps);
  return [...new Set(steps.filter(hasStage).map(({ stage }) => stage))];
}

function isGroup(step: Step | readonly Step[]): step is readonly Step[] {
  return Array.isArray(step);
}

function nameOf({ name, stage }: Step): string {
  return name ?? stage.name;
}

function laidOut(step: Step, group: number): LayoutStep {
  const { stage, optional = false, exit } = step;
  const kind = kindOf(step);
  return {
    name: nameOf(step),
    stage: stage.name,
    group,
    optional,
    ...(exit !== undefined && { exit: exit.to }),
    ...(kind !== undefined && { kind }),
  };
}

/** What the step is besides a stage at one place: see LayoutStep. */
export function kindOf({ pause, map, repeat, decision }: Step): LayoutStep["kind"] {
  if (map !== undefined) return "map";
  if (decision !== undefined) return "when";
  return repeat === undefined ? pause?.kind : "repeat";
}

function problemOf(pipeline: string, { steps }: Layout): string | undefined {
  const names = steps.map(({ name }) => name);
  const bad = [pipeline, ...names, ...steps.map(({ stage }) => stage)].find((name) => !NAME.test(name));
  if (steps.length === 0) return "it has no step";
  if (bad !== undefined) return `the name "${bad}" must match ${NAME}`;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `two steps are called "${twice}": give one another name`;
  const crowded = steps.find((step) => step.kind !== undefined && !isAlone(steps, step));
  if (crowded !== undefined) return `"${crowded.name}" must not be part of a parallel group`;
  const astray = steps.find((step) => step.exit !== undefined && !leadsForward(steps, step));
  return astray && `the exit from "${astray.name}" to "${astray.exit}" must lead forward, not out of a group`;
}

function leadsForward(steps: readonly LayoutStep[], from: LayoutStep): boolean {
  return isAlone(steps, from) && steps.some(({ name, group }) => name === from.exit && group > from.group);
}

function isAlone(steps: readonly LayoutStep[], { group }: LayoutStep): boolean {
  return steps.filter((each) => each.group === group).length === 1;
}
