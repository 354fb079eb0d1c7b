import type { TSchema } from "typebox";

/**
 * What a step's own `input` function may read: the job's input and the results so far, by position.
 */
export interface Gathered {
  readonly input: Readonly<Record<string, unknown>>;
  /** Position in the pipeline → result; absent where a stage was skipped, failed or has not run. */
  readonly results: ReadonlyMap<number, unknown>;
}

/** A stage at one place of a pipeline. */
export interface StepSpec {
  readonly stage: string;
  /**
   * Makes the stage's input. Without it: the job's input merged with the results so far, each under
   * its stage's name.
   */
  readonly input?: (gathered: Gathered) => unknown;
}

/** One stage, or a group of stages that run in parallel and are joined before the next step. */
export type Step = string | StepSpec | readonly (string | StepSpec)[];

/** An early exit: the later stage to go on with, and the results after which it is taken. */
export interface Exit {
  readonly to: string;
  readonly when: (result: unknown) => boolean;
}

/** A named route through stages. Plain data but for its functions, which are pure. */
export interface PipelineSpec {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly about: string;
  readonly input: TSchema;
  readonly output: TSchema;
  /** The output as the API shows it, where that is not `output` itself. For the API page. */
  readonly view?: TSchema;
  readonly steps: readonly Step[];
  /** Stages without which the job goes on when they fail for good; the job then holds a warning. */
  readonly optional?: readonly string[];
  /**
   * After a stage: when its result says so, go to a later stage at once. What lies between is
   * skipped.
   */
  readonly exits?: Readonly<Record<string, Exit>>;
  /**
   * True for work of the system's own, which nobody starts by name and no list shows unless asked
   * for.
   */
  readonly hidden?: boolean;
  /** Makes the job's output; without it, the last position's result is the output. */
  readonly gather?: (gathered: Gathered) => unknown;
  /**
   * Fields of the input that only the system itself fills: refused from outside and never shown.
   */
  readonly internal?: readonly string[];
}

/**
 * One place of a pipeline, in the order of the steps; a group's members follow each other and share
 * their `step`.
 */
export interface Position {
  readonly index: number;
  readonly step: number;
  readonly spec: StepSpec;
  readonly optional: boolean;
}

/** A pipeline that was checked, with its places laid out. */
export interface Pipeline extends PipelineSpec {
  readonly positions: readonly Position[];
}

const defined = new WeakSet<object>();

const NAME = /^[a-z][a-z0-9-]{0,62}$/;

/**
 * Checks a pipeline and lays out its places. Throws TypeError when it has no step, a bad name, or
 * an exit or optional stage that it does not hold.
 */
export function definePipeline(spec: PipelineSpec): Pipeline {
  const optional = new Set(spec.optional);
  const positions = spec.steps
    .flatMap((step, index) => specs(step).map((each) => ({ step: index, spec: each })))
    .map(({ step, spec: each }, index) => ({ index, step, spec: each, optional: optional.has(each.stage) }));
  const stages = new Set(positions.map((each) => each.spec.stage));
  if (positions.length === 0) throw new TypeError(`Pipeline "${spec.name}" has no step`);
  for (const name of [spec.name, ...stages]) {
    if (!NAME.test(name)) throw new TypeError(`Pipeline "${spec.name}": the name "${name}" must match ${NAME}`);
  }
  for (const named of [...optional, ...Object.keys(spec.exits ?? {})]) {
    if (!stages.has(named)) throw new TypeError(`Pipeline "${spec.name}" has no stage "${named}"`);
  }
  for (const [from, { to }] of Object.entries(spec.exits ?? {})) {
    const [last] = positions.filter((each) => each.spec.stage === from).toReversed();
    const alone = positions.filter(({ step }) => step === last?.step).length === 1;
    if (last === undefined || !alone || !positions.some((each) => each.step > last.step && each.spec.stage === to)) {
      throw new TypeError(
        `Pipeline "${spec.name}": the exit from "${from}" to "${to}" must lead forward, not out of a group`,
      );
    }
  }
  const pipeline = { ...spec, positions };
  defined.add(pipeline);
  return pipeline;
}

/** Whether a value from code that is not ours came from definePipeline, and so was checked. */
export function isPipeline(value: unknown): value is Pipeline {
  return typeof value === "object" && value !== null && defined.has(value);
}

/** Every stage that the pipelines lead through, once. */
export function stagesOf(pipelines: ReadonlyMap<string, Pipeline>): readonly string[] {
  return [...new Set([...pipelines.values()].flatMap(({ positions }) => positions.map(({ spec }) => spec.stage)))];
}

function specs(step: Step): readonly StepSpec[] {
  const members: readonly (string | StepSpec)[] = Array.isArray(step) ? step : [step as string | StepSpec];
  return members.map((member) => (typeof member === "string" ? { stage: member } : member));
}
