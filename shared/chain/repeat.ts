import { durationMs, type Duration } from "./duration.ts";
import { StageError } from "./errors.ts";
import type { Step, StepOptions } from "./pipeline.ts";
import type { StageContract } from "./stage.ts";

/** Most runs of one step: each leaves a line in the job's history. */
const MOST_RUNS = 10_000;

/** A stage that runs again, after a pause, until its result will do. */
export interface Repeat {
  readonly everyMs: number;
  /** Counted from the first result; then the step fails with `wait_timeout`. */
  readonly withinMs: number;
  until(result: unknown): boolean;
}

/** What may be said of a repetition. */
export interface RepeatOptions extends StepOptions {
  /** The pause between a result that will not do and the next run. */
  readonly every: Duration;
  /** How long it may take in all. */
  readonly within: Duration;
  /** Whether the result will do. */
  until(result: unknown): boolean;
}

/**
 * The step at which the stage runs until its result will do. Throws TypeError for more than 10,000
 * runs.
 */
export function repeatStep(stage: StageContract, options: RepeatOptions): Step {
  const { every, within, ...step } = options;
  const [everyMs, withinMs] = [durationMs(every), durationMs(within)];
  if (everyMs === 0 || withinMs / everyMs > MOST_RUNS) {
    throw new TypeError(`"${stage.name}" every ${every} within ${within} would run more than ${MOST_RUNS} times`);
  }
  return { ...step, stage, repeat: { everyMs, withinMs, until: (result) => options.until(result) } };
}

/** Of a repetition whose time is over. */
export function tooLate(step: string): StageError {
  return new StageError(`The step "${step}" had no result that will do in time.`, {
    code: "wait_timeout",
    class: "permanent",
  });
}
