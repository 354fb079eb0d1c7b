import type { Static, TObject, TSchema } from "typebox";
import type { Logger } from "pino";
import { NAME } from "./layout.ts";
import type { Progress } from "./progress.ts";
import type { Metrics } from "./telemetry/metrics.ts";
import type { Tracer } from "./telemetry/tracer.ts";

/** How often and how soon a stage is tried again. */
export interface RetryPolicy {
  /**
   * Attempts in all, the first one included: 1 to 100, or Infinity for what is given up only when
   * its process dies over it too often.
   */
  readonly attempts: number;
  /** Delay before the second attempt in ms; doubles with each further one, with full jitter. */
  readonly backoffMs: number;
  /**
   * Longest delay between two attempts in ms. A provider's Retry-After is honoured up to this
   * bound.
   */
  readonly maxBackoffMs: number;
}

/** What `run` gets besides its input. */
export interface StageContext {
  readonly jobId: string;
  /** The stage's name. */
  readonly stage: string;
  /** When the job was started. The same for every attempt, unlike the clock. */
  readonly createdAt: Date;
  /** Of a stage that runs once for each item of a map: which one, from 0 on. */
  readonly item?: number;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /**
   * Aborts on the stage's time limit, when the job is canceled, and when the worker must give it
   * back. Pass it to every call.
   */
  readonly signal: AbortSignal;
  /** Bound to job id, stage and attempt. Never log a user's words. */
  readonly log: Logger;
  /**
   * Counts a paid call of a provider, with its estimated cost, against the job: call it right
   * before the request leaves. It is recorded whatever becomes of the attempt. Rejects when Redis
   * does; then do not pay.
   */
  readonly paid: (provider: string, costUsd: number) => Promise<void>;
  /** Takes a counted call back that is surely on no bill, with the cost that was counted for it. */
  readonly refund: (provider: string, costUsd: number) => Promise<void>;
  /**
   * Tells how far this attempt has come, for the job's view and its events: the latest telling, at
   * most twice a second; lost when the process dies. Of an item of a map nothing is shown. Throws
   * TypeError for more than 1,000 characters of JSON.
   */
  readonly progress: (progress: Progress) => void;
  readonly metrics: Metrics;
  /** Draws parts of the work as spans of the job's trace. Never tell it a user's words. */
  readonly tracer: Tracer;
}

/** What a stage takes and gives: all that a pipeline needs to know of it. */
export interface StageContract<
  StageName extends string = string,
  Input extends TSchema = TSchema,
  Output extends TSchema = TSchema,
> {
  /** Name of the stage and of its queue: lower-case letters, digits and hyphens. */
  readonly name: StageName;
  /**
   * Validated before `run`, which gets only what fits. Unknown properties are allowed and ignored.
   */
  readonly input: Input;
  /** Validated after `run`; what does not fit fails the attempt. */
  readonly output: Output;
  /**
   * The fields of a result that whoever may read the job sees before the job's output is there, as
   * the API shows them. Without it: none.
   */
  readonly view?: TObject;
}

/** A contract with its types. Throws TypeError on a bad name. */
export function defineContract<const StageName extends string, Input extends TSchema, Output extends TSchema>(
  contract: StageContract<StageName, Input, Output>,
): StageContract<StageName, Input, Output> {
  if (!NAME.test(contract.name)) throw new TypeError(`Stage name "${contract.name}" must match ${NAME}`);
  return contract;
}

/** How a service does the work of a stage. */
export interface StageWork<Input extends TSchema = TSchema, Output extends TSchema = TSchema> {
  readonly retry: RetryPolicy;
  /** Time limit of one attempt in ms, enforced through `StageContext.signal`. */
  readonly timeoutMs: number;
  /**
   * Jobs that one worker runs at the same time, where its own option says nothing; 1 without both.
   */
  readonly concurrency?: number;
  /**
   * The work. Throw a StageError with a class to say whether another attempt makes sense. An output
   * with a `provider` string tells who made it; the job shows that.
   */
  run(input: Static<Input>, context: StageContext): Promise<Static<Output>>;
}

/** A contract and the work that fulfills it. */
export interface Stage<Input extends TSchema = TSchema, Output extends TSchema = TSchema>
  extends StageContract<string, Input, Output>, StageWork<Input, Output> {}

/** The stage of a contract. Throws TypeError on a value out of bounds. */
export function defineStage<Input extends TSchema, Output extends TSchema>(
  { name, input, output }: StageContract<string, Input, Output>,
  work: StageWork<Input, Output>,
): Stage<Input, Output> {
  const { attempts } = work.retry;
  if (attempts !== Number.POSITIVE_INFINITY) inBounds(name, "retry.attempts", attempts, 1, 100);
  inBounds(name, "retry.backoffMs", work.retry.backoffMs, 0, 3_600_000);
  inBounds(name, "retry.maxBackoffMs", work.retry.maxBackoffMs, work.retry.backoffMs, 86_400_000);
  inBounds(name, "timeoutMs", work.timeoutMs, 1, 3_600_000);
  inBounds(name, "concurrency", work.concurrency ?? 1, 1, 1_000);
  return { name, input, output, ...work };
}

function inBounds(stage: string, field: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new TypeError(`Stage "${stage}": ${field} must be a whole number from ${min} to ${max}, not ${value}`);
  }
}
