import { isSettled, type Basis, type JobRecord } from "./job/record.ts";
import type { Gathered, Position, Pipeline } from "./pipeline.ts";

/** Where a job goes after one of its places. */
export interface Onward {
  /** Places that are passed over for good (early exit). */
  readonly skipped: readonly number[];
  /** Places to hand the job to; none: the job is complete. */
  readonly next: readonly number[];
  /** Other members of the same parallel group: the job goes on only when each of them is settled. */
  readonly siblings: readonly number[];
}

/** The places that a new job is handed to. */
export function firstPositions(pipeline: Pipeline): readonly number[] {
  return inStep(pipeline, 0);
}

/**
 * Where the job goes after `position`. `result` is the stage's result, or undefined when an optional stage failed for
 * good (then there is no early exit).
 */
export function onward(pipeline: Pipeline, position: Position, result: unknown): Onward {
  const siblings = inStep(pipeline, position.step).filter((index) => index !== position.index);
  const exit = result === undefined ? undefined : pipeline.exits?.[position.spec.stage];
  const target = exit?.when(result) ? forward(pipeline, position, exit.to) : undefined;
  if (target === undefined) return { skipped: [], next: inStep(pipeline, position.step + 1), siblings };
  const between = pipeline.positions.filter(({ step }) => step > position.step && step < target.step);
  return { skipped: between.map(({ index }) => index), next: inStep(pipeline, target.step), siblings };
}

/** The input of the stage at `position`: what its step makes of the job, or everything so far under its stage's name. */
export function stageInput(pipeline: Pipeline, position: Position, gathered: Gathered): unknown {
  if (position.spec.input !== undefined) return position.spec.input(gathered);
  const byStage = pipeline.positions
    .filter(({ index }) => index < position.index && gathered.results.has(index))
    .map(({ index, spec }) => [spec.stage, gathered.results.get(index)] as const);
  return { ...gathered.input, ...Object.fromEntries(byStage) };
}

/**
 * What does not count any more when the failed place is opened again: of itself, `stalls` by its queue entry, and of the
 * unsettled members of its parallel group, which may have used their attempts up without the record taking notice, and
 * whose entries will be new ones.
 */
export function freshBases(pipeline: Pipeline, record: JobRecord, failed: number, stalls: number): readonly Basis[] {
  const step = pipeline.positions[failed]?.step;
  const group = step === undefined ? [] : inStep(pipeline, step);
  const others = group.filter((index) => index !== failed && !isSettled(record.place(index)));
  const at = Date.now();
  const base = (index: number, counted: number): Basis => {
    return [index, { stalls: counted, attempts: record.place(index).attempts, at }];
  };
  return [base(failed, stalls), ...others.map((index) => base(index, 0))];
}

/** The job's output once it is complete. */
export function jobOutput(pipeline: Pipeline, gathered: Gathered): unknown {
  return pipeline.gather === undefined
    ? gathered.results.get(pipeline.positions.length - 1)
    : pipeline.gather(gathered);
}

function forward(pipeline: Pipeline, from: Position, stage: string): Position | undefined {
  return pipeline.positions.find(({ step, spec }) => step > from.step && spec.stage === stage);
}

function inStep(pipeline: Pipeline, step: number): readonly number[] {
  return pipeline.positions.filter((position) => position.step === step).map(({ index }) => index);
}
