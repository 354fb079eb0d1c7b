import type { JobRecord } from "../job/record.ts";
import { DelayedError, UnrecoverableError, WaitingError } from "bullmq";
import { LaterError } from "../entry.ts";
import type { Attempt } from "../job/attempt.ts";
import type { LayoutStep } from "../layout.ts";
import { sampledTrace, UNTRACED, type Facts, type SpanStart, type Tracer } from "./tracer.ts";

/**
 * What begins later than this after a trace did is in a trace of its own, linked to that one, in
 * ms: a job may wait for days, and traces are kept and shown as what happens at once.
 */
const ONE_TRACE_MS = 3_600_000;

type Place = Pick<SpanStart, "parent" | "continues">;

/** What a span tells of the job that it belongs to. */
export function jobFacts({ id, pipeline }: Pick<JobRecord, "id" | "pipeline">): Facts {
  return { "job.id": id, "job.pipeline": pipeline };
}

/** Where a span stands that belongs to a trace begun at `begunAt`, in ms since the epoch. */
export function placeAfter(context: string | undefined, begunAt: number): Place {
  return Date.now() - begunAt > ONE_TRACE_MS ? { continues: context } : { parent: context };
}

/**
 * Where the span of an attempt stands: in the job's trace, or in the one that the last step before
 * it began for itself.
 */
export function placeOf(
  record: Pick<JobRecord, "trace" | "createdAt" | "layout" | "step">,
  { group }: Pick<LayoutStep, "group">,
): Place {
  if (record.trace === undefined) return {};
  const before = record.layout.steps.filter((step) => step.group < group).map(({ name }) => record.step(name));
  const own = before.findLast(({ ownTrace }) => ownTrace !== undefined);
  return placeAfter(own?.ownTrace ?? record.trace, own?.begunAt ?? record.createdAt);
}

/**
 * Starts a job of a pipeline as a span, which its steps will be parts of. `trace`: what it belongs
 * to where nothing is under way here.
 */
export async function traceStart<Value extends Pick<JobRecord, "id">>(
  tracer: Tracer = UNTRACED,
  pipeline: string,
  trace: string | undefined,
  start: (trace: string | undefined) => Promise<Value>,
): Promise<Value> {
  const parent = tracer.current().context ?? trace;
  return tracer.span(`start ${pipeline}`, { kind: "producer", parent }, async (span) => {
    const started = await start(span.context);
    span.tell(jobFacts({ id: started.id, pipeline }));
    return started;
  });
}

/** The tracer for what is done for a job; of one without a trace nothing is traced. */
export function tracerFor(tracer: Tracer | undefined, { trace }: Pick<JobRecord, "trace">): Tracer {
  return tracer === undefined || trace === undefined ? UNTRACED : tracer;
}

/** An attempt that is about to begin. */
export interface AttemptAbout extends Pick<JobRecord, "id" | "pipeline"> {
  readonly step: string;
  readonly stage: string;
  /** 1 for the first. */
  readonly number: number;
  readonly item?: number | undefined;
  readonly place: Place;
  /** What put its queue entry there. */
  readonly link: string | undefined;
}

/** Makes an attempt as a span; of a job without a trace nothing is traced. */
export async function traceAttempt<Value>(
  tracer: Tracer | undefined,
  { step, stage, number, item, place, link, ...job }: AttemptAbout,
  attempt: (traced: Pick<Attempt, "trace" | "isOwnTrace">) => Promise<Value>,
): Promise<Value> {
  const { parent, continues } = place;
  if (tracer === undefined || (parent ?? continues) === undefined) return attempt({});
  const facts = { ...jobFacts(job), "job.step": step, "job.attempt": number, "job.stage": stage };
  const start: SpanStart = {
    kind: "consumer",
    ...place,
    links: link === undefined ? [] : [link],
    facts: item === undefined ? facts : { ...facts, "job.item": item },
  };
  return tracer.span(`run ${step}`, start, async (span) => {
    const isOwnTrace = continues !== undefined && sampledTrace(span.context) !== undefined;
    try {
      return await attempt({ trace: span.context, isOwnTrace });
    } catch (error) {
      if (!isTold(error)) span.fail("internal");
      throw error;
    }
  });
}

/** Whether it only tells BullMQ what becomes of the entry. */
function isTold(error: unknown): boolean {
  const told = [LaterError, UnrecoverableError, WaitingError, DelayedError];
  return told.some((Told) => error instanceof Told);
}
