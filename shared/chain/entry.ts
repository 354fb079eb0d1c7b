import { UnrecoverableError, type Job } from "bullmq";
import { DamagedRecordError } from "./job/damaged.ts";
import { isSettled, type Failure, type JobRecord } from "./job/record.ts";
import type { LayoutStep } from "./layout.ts";
import type { Pipeline, Step } from "./pipeline.ts";
import { Payload } from "./queues.ts";
import { parseAs, SchemaError } from "./schema.ts";
import { stepCode, UnknownStepError } from "./step-code.ts";

/** Wait after an error of the chain itself, such as a full Redis. */
const UNFORESEEN_DELAY_MS = 2_000;
/** Wait of an entry that only a process with another key or version can work on. */
const MIN_UNREAD_DELAY_MS = 10_000;
const MAX_UNREAD_DELAY_MS = 300_000;

/** A queue entry together with what the record says of it. */
export interface Work {
  readonly job: Job<Payload>;
  readonly token: string | undefined;
  readonly record: JobRecord;
  readonly step: LayoutStep;
  readonly code: Step;
  readonly abort: AbortController;
}

/** The entry is met again after `delayMs`. */
export class LaterError extends Error {
  override readonly name = "LaterError";
  readonly delayMs: number;
  /** W3C traceparent of the attempt that failed: the next one is linked to it. */
  readonly link: string | undefined;

  constructor(message: string, delayMs: number, link?: string) {
    super(message);
    this.delayMs = delayMs;
    this.link = link;
  }
}

/** This process was started without the extension that the job's pipeline is of. */
export class NotLoadedError extends Error {
  override readonly name = "NotLoadedError";

  constructor(pipeline: string) {
    super(`The pipeline "${pipeline}" is not loaded in this process`);
  }
}

/** What the entry asks for. Throws UnrecoverableError when its payload does not validate. */
export function payloadOf(job: Job<Payload>): Payload {
  try {
    return parseAs(Payload, job.data);
  } catch (error) {
    if (error instanceof SchemaError) throw new UnrecoverableError(`invalid_input: the payload: ${error.message}`);
    throw error;
  }
}

/**
 * The step of the job's layout that an entry in this stage's queue is of, and its code. Throws
 * UnrecoverableError when the layout has no such step, UnknownStepError or NotLoadedError when this
 * process lacks the code.
 */
export function locate(
  pipelines: ReadonlyMap<string, Pipeline>,
  record: JobRecord,
  stage: string,
  name: string,
): Pick<Work, "step" | "code"> {
  const step = record.layout.steps.find((each) => each.name === name);
  if (step?.stage !== stage) {
    throw new UnrecoverableError(`unknown_step: the job has no step "${name}" of the stage "${stage}"`);
  }
  const pipeline = pipelines.get(record.pipeline);
  if (pipeline === undefined) throw new NotLoadedError(record.pipeline);
  return { step, code: stepCode(pipeline, record, step) };
}

/**
 * Whether this entry arrived before its step is due. That happens when Redis lost its scripts and
 * the record's script was sent again after the entry, or when the loser of two overlapping runs
 * handed the job on elsewhere. Waiting does not count as an attempt.
 */
export function isEarly({ step, record }: Work): boolean {
  return record.layout.steps.some(({ name, group }) => group < step.group && !isSettled(record.step(name)));
}

/** Whether the error says that only another process can work on the entry. */
export function needsOtherProcess(error: unknown): error is Error {
  return error instanceof DamagedRecordError || error instanceof NotLoadedError || error instanceof UnknownStepError;
}

/**
 * In how many ms the entry is to be met again after an error. `waitedMs`: how long it has been in
 * the queue.
 */
export function delayAfter(error: unknown, waitedMs: number): number {
  if (error instanceof LaterError) return error.delayMs;
  if (!needsOtherProcess(error)) return UNFORESEEN_DELAY_MS;
  // The longer it waits, the rarer the looks: each counts against the stage's rate limit.
  return Math.min(Math.max(waitedMs / 4, MIN_UNREAD_DELAY_MS), MAX_UNREAD_DELAY_MS);
}

/**
 * An entry without a record that is younger than this, in ms, is met again: the record is late (it
 * is on another node of a cluster, say). An older one's job was purged or has expired.
 */
const RECORD_WITHIN_MS = 5_000;
/** Wait of a queue entry that came before its turn. */
export const EARLY_DELAY_MS = 1_000;

/** Throws LaterError for an entry whose record may still come. */
export function waitForRecord({ timestamp }: Job<Payload>, isPurged: boolean): void {
  if (!isPurged && Date.now() - timestamp < RECORD_WITHIN_MS)
    throw new LaterError("The job's record is not there yet.", EARLY_DELAY_MS);
}

/** Ends the entry as failed: the record has the failure. */
export function unrecoverable({ code, message }: Failure): UnrecoverableError {
  return new UnrecoverableError(`${code}: ${message}`);
}
