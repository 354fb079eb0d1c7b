import { childOf } from "@guchi/chain/call/call.ts";
import { jobOutput } from "@guchi/chain/gather.ts";
import type { LayoutStep } from "@guchi/chain/layout.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { waitingSteps } from "@guchi/chain/step-code.ts";
import type { HistoryView, JobError, JobProgress, JobView, StageView, WaitingFor } from "@guchi/contracts/job.ts";
import { ALLOWED, isAllowed, isUndelivered, type JobAction } from "@guchi/chain/job/actions.ts";
import type { HistoryEntry } from "@guchi/chain/job/history.ts";
import type { Caller } from "@guchi/chain/job/owed.ts";
import { isSettled, JobStatus, type JobRecord, type StepRecord } from "@guchi/chain/job/record.ts";
import { fits } from "@guchi/chain/schema.ts";
import { sampledTrace } from "@guchi/chain/telemetry/tracer.ts";
import Type from "typebox";
import { isOfSystem } from "./internal.ts";
import { withMediaUrls } from "./media-urls.ts";
import { shownResult } from "./shown-result.ts";

const JOB_STATUSES: readonly JobStatus[] = JobStatus.enum;

/** Makes a URL of a media key. */
type MediaUrl = (key: string) => string;

/** How a client reaches what belongs to a job. */
export interface Urls {
  readonly media: MediaUrl;
  /** In front of each path: empty, or one such as `/guchi`. */
  readonly basePath: string;
}

/**
 * The job as a client sees it: the record's state, told in the contract's words, with URLs in place
 * of media keys.
 */
export function viewJob(pipeline: Pipeline, record: JobRecord, urls: Urls): JobView {
  const stages = record.layout.steps.map((step) => {
    const result = record.status === "completed" ? undefined : shownResult(pipeline, record, step, urls);
    return { ...viewStep(step, record.step(step.name), record), ...(result !== undefined && { result }) };
  });
  const errors = stages.flatMap(({ name, error }) => (error === undefined ? [] : [{ step: name, ...error }]));
  const mediaUrl = record.mediaRemovedAt === undefined ? urls.media : undefined;
  const output = record.status === "completed" ? jobOutput(pipeline, record) : undefined;
  const stopped = errors.find(({ step }) => step === record.stopped);
  const progress = viewProgress(record);
  const traceId = sampledTrace(record.trace);
  return {
    id: record.id,
    pipeline: record.pipeline,
    status: record.status,
    ...(record.owes !== undefined && "parent" in record.owes && { parent: parentOf(record.owes) }),
    ...(record.status === "waiting" && { waitingFor: viewWaiting(record) }),
    ...(progress !== undefined && { progress }),
    input: visible(pipeline, record.input),
    ...(output !== undefined && { output: withMediaUrls(record.id, output, mediaUrl) }),
    ...(stopped !== undefined && { error: stopped }),
    warnings: [
      ...errors.filter((error) => error !== stopped),
      ...versionWarnings(pipeline, record, output),
      ...mediaWarnings(record),
    ],
    ...deliveryOf(record),
    ...(traceId !== undefined && { traceId }),
    stages,
    createdAt: iso(record.createdAt),
    updatedAt: iso(record.updatedAt),
    links: links(pipeline, record, urls.basePath),
  };
}

/** The job that called this one. */
function parentOf({ parent: id, step }: Caller) {
  return { id, step };
}

/** How the answer goes to whom a messenger reaches; only of an answer that there is. */
function deliveryOf({ status, owes, delivery }: JobRecord): Pick<JobView, "delivery"> {
  if (status !== "completed" || owes === undefined || !("messenger" in owes)) return {};
  const { messenger } = owes;
  if (delivery === undefined) return { delivery: { messenger, status: "pending" } };
  return { delivery: { messenger, status: delivery.status, at: iso(delivery.at) } };
}

/** How far the step under way has come. */
function viewProgress(record: JobRecord): JobProgress | undefined {
  for (const { name } of record.layout.steps) {
    const step = record.step(name);
    const { map, progress } = step;
    if (isSettled(step) && name !== record.stopped) continue;
    if (map !== undefined) return { step: name, done: map.done, total: map.total };
    if (progress !== undefined) return { ...progress, step: name };
  }
  return undefined;
}

/** What the job waits for: an event, a time, or the first of both. */
function viewWaiting(record: JobRecord): WaitingFor {
  const at = record.layout.steps.find(({ name }) => name === record.waitsAt);
  const until = at === undefined ? record.startAt : record.step(at.name).dueAt;
  return {
    ...(at?.kind === "wait" && { event: at.name }),
    ...(at?.kind === "call" && { job: childOf(record.id, at.name) }),
    ...(until !== undefined && { until: iso(until) }),
  };
}

/** What this version of the pipeline cannot do for a job that began with another one. */
function versionWarnings(pipeline: Pipeline, record: JobRecord, output: unknown): readonly JobError[] {
  const code = "unknown_step";
  const waiting = waitingSteps(pipeline, record).map(({ step, message }) => ({ step, code, message }));
  const last = record.layout.steps.at(-1);
  const isAnother = record.layout.hash !== pipeline.layout.hash;
  if (!isAnother || record.status !== "completed" || output !== undefined || last === undefined) return waiting;
  const message = `This version of the pipeline "${pipeline.name}" cannot produce the output of this job`;
  return [...waiting, { step: last.name, code, message }];
}

/** The input less what only the system itself fills in. */
export function visible({ internal }: Pipeline, input: JobRecord["input"]): unknown {
  return Object.fromEntries(Object.entries(input).filter(([field]) => internal?.includes(field) !== true));
}

/** What happened to the job, in order. */
export function viewHistory(history: readonly (HistoryEntry | undefined)[]): HistoryView[] {
  return history.flatMap((entry) => (entry === undefined ? [] : [viewEntry(entry)]));
}

export function viewEntry([at, event, step, attempt, detail, ms]: HistoryEntry): HistoryView {
  const status = JOB_STATUSES.find((known) => known === detail);
  return {
    at: iso(at),
    event,
    ...(step !== "" && { step }),
    ...(attempt > 0 && { attempt }),
    ...(event === "waits" && detail !== "" && { until: iso(Number(detail)) }),
    ...(event === "began" && { worker: detail, ...(ms !== undefined && { queueMs: ms }) }),
    ...(event === "completed" && detail !== "" && { provider: detail }),
    ...((event === "failed" || event === "retrying") && { code: detail }),
    ...(event === "status" && status !== undefined && { status }),
    ...(event !== "began" && ms !== undefined && { workMs: ms }),
  };
}

/** Where a client can go from here: what is refused for this job, or in its state, is left out. */
function links(pipeline: Pipeline, record: JobRecord, basePath: string): Record<string, string> {
  const { id, status, waitsAt, layout, owes } = record;
  const actions = (Object.keys(ALLOWED) as JobAction[])
    .filter((action) => isAllowed(action, status) || (action === "rewind" && isUndelivered(record)))
    .filter((action) => action !== "restart" || !isOfSystem(pipeline, record));
  const watch = watchLinks(id, basePath);
  const waits = status === "waiting" && layout.steps.some(({ name, kind }) => name === waitsAt && kind === "wait");
  return {
    ...watch,
    ...(waits && { event: `${watch.events}/${waitsAt}` }),
    ...(owes !== undefined && "parent" in owes && { parent: watchLinks(owes.parent, basePath).self }),
    ...Object.fromEntries(actions.map((action) => [action, `${watch.self}/${action}`])),
  };
}

/** Where any job can be looked at. */
export function watchLinks(id: string, basePath: string) {
  const self = `${basePath}/jobs/${id}`;
  return { self, events: `${self}/events`, history: `${self}?history=true` };
}

function viewStep({ name, stage, kind }: LayoutStep, step: StepRecord, job: JobRecord): StageView {
  const { attempts, begunAt, settledAt, queueMs, result, failure, paid } = step;
  const provider = providerOf(result);
  return {
    name,
    stage,
    status: job.status === "waiting" && job.waitsAt === name ? "waiting" : stepStatus(step, job.status),
    attempts,
    ...(begunAt !== undefined && { startedAt: iso(begunAt) }),
    ...(settledAt !== undefined && { finishedAt: iso(settledAt) }),
    ...(queueMs !== undefined && { queueMs }),
    ...(begunAt !== undefined && settledAt !== undefined && { workMs: Math.max(0, settledAt - begunAt) }),
    ...(provider !== undefined && { provider }),
    ...(paid.calls > 0 && paid),
    ...(kind === "call" && begunAt !== undefined && { job: childOf(job.id, name) }),
    ...(failure !== undefined && { error: { code: failure.code, message: failure.message } }),
  };
}

function stepStatus({ result, failure, skipped, begunAt }: StepRecord, job: JobStatus): StageView["status"] {
  if (result !== undefined) return "completed";
  if (failure !== undefined) return "failed";
  if (skipped || job === "canceled") return "skipped"; // of a canceled job nothing more runs
  return begunAt === undefined ? "pending" : "running";
}

/** What was removed for want of room: told of each step that had made a file. */
function mediaWarnings({ layout, mediaRemovedAt, ...record }: JobRecord): readonly JobError[] {
  if (mediaRemovedAt === undefined) return [];
  const message = "Its file was removed to make room for newer ones.";
  return layout.steps
    .filter(({ name }) => fits(Made, record.step(name).result))
    .map(({ name }) => ({ step: name, code: "media_removed", message }));
}

const Made = Type.Object({ key: Type.String() });

function providerOf(result: unknown): string | undefined {
  if (typeof result !== "object" || result === null || !("provider" in result)) return undefined;
  return typeof result.provider === "string" ? result.provider : undefined;
}

/**
 * A number that is no time of the calendar, as only a damaged field holds, is told as the epoch.
 */
export function iso(ms: number): string {
  const time = new Date(ms);
  return (Number.isNaN(time.getTime()) ? new Date(0) : time).toISOString();
}
