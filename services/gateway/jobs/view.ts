import { jobOutput } from "@guchi/chain/route.ts";
import type { Position, Pipeline } from "@guchi/chain/pipeline.ts";
import type { HistoryView, JobError, JobView, StageView } from "@guchi/contracts/job.ts";
import { ReplyResult } from "@guchi/contracts/guchi.ts";
import { ALLOWED, isAllowed, type JobAction } from "@guchi/chain/job/actions.ts";
import type { HistoryEntry } from "@guchi/chain/job/history.ts";
import { gather, JobStatus, type JobRecord, type PlaceRecord } from "@guchi/chain/job/record.ts";
import { fits } from "@guchi/chain/schema.ts";
import Type from "typebox";
import { isOfSystem } from "./internal.ts";

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
export function viewJob(pipeline: Pipeline, record: JobRecord, { media, basePath }: Urls): JobView {
  const stages = pipeline.positions.map((position) => viewStage(position, record.place(position.index), record.status));
  const errors = stages.map(({ name, error }) => (error === undefined ? undefined : { stage: name, ...error }));
  const error = record.stopped === undefined ? undefined : errors[record.stopped];
  return {
    id: record.id,
    pipeline: record.pipeline,
    status: record.status,
    input: visible(pipeline, record.input),
    ...(record.status === "completed" && { output: viewOutput(pipeline, record, media) }),
    ...(error !== undefined && { error }),
    warnings: [
      ...errors.flatMap((warning, index) => (warning === undefined || index === record.stopped ? [] : [warning])),
      ...mediaWarnings(pipeline, record),
    ],
    stages,
    createdAt: iso(record.createdAt),
    updatedAt: iso(record.updatedAt),
    links: links(pipeline, record, basePath),
  };
}

/** The input less what only the system itself fills in. */
function visible({ internal }: Pipeline, input: JobRecord["input"]): unknown {
  return Object.fromEntries(Object.entries(input).filter(([field]) => internal?.includes(field) !== true));
}

/** What happened to the job, in order. Without its pipeline, the names of stages are left out. */
export function viewHistory(
  pipeline: Pipeline | undefined,
  history: readonly (HistoryEntry | undefined)[],
): HistoryView[] {
  return history.flatMap((entry) => (entry === undefined ? [] : [viewEntry(pipeline, entry)]));
}

export function viewEntry(
  pipeline: Pipeline | undefined,
  [at, event, place, attempt, detail, ms]: HistoryEntry,
): HistoryView {
  const stage = pipeline?.positions[place]?.spec.stage;
  const status = JOB_STATUSES.find((known) => known === detail);
  return {
    at: iso(at),
    event,
    ...(stage !== undefined && { stage }),
    ...(attempt > 0 && { attempt }),
    ...(event === "began" && { worker: detail, ...(ms !== undefined && { queueMs: ms }) }),
    ...(event === "completed" && detail !== "" && { provider: detail }),
    ...((event === "failed" || event === "retrying") && { code: detail }),
    ...(event === "status" && status !== undefined && { status }),
    ...(event !== "began" && ms !== undefined && { workMs: ms }),
  };
}

/** Where a client can go from here: what is refused for this job, or in its state, is left out. */
function links(pipeline: Pipeline, { id, status, input }: JobRecord, basePath: string): Record<string, string> {
  const actions = (Object.keys(ALLOWED) as JobAction[])
    .filter((action) => isAllowed(action, status))
    .filter((action) => action !== "restart" || !isOfSystem(pipeline, input));
  const watch = watchLinks(id, basePath);
  return { ...watch, ...Object.fromEntries(actions.map((action) => [action, `${watch.self}/${action}`])) };
}

/** Where any job can be looked at. */
export function watchLinks(id: string, basePath: string) {
  const self = `${basePath}/jobs/${id}`;
  return { self, events: `${self}/events`, history: `${self}?history=true` };
}

function viewStage({ spec }: Position, place: PlaceRecord, job: JobStatus): StageView {
  const { attempts, begunAt, settledAt, queueMs, result, failure, paid } = place;
  const provider = providerOf(result);
  return {
    name: spec.stage,
    status: stageStatus(place, job),
    attempts,
    ...(begunAt !== undefined && { startedAt: iso(begunAt) }),
    ...(settledAt !== undefined && { finishedAt: iso(settledAt) }),
    ...(queueMs !== undefined && { queueMs }),
    ...(begunAt !== undefined && settledAt !== undefined && { workMs: Math.max(0, settledAt - begunAt) }),
    ...(provider !== undefined && { provider }),
    ...(paid.calls > 0 && paid),
    ...(failure !== undefined && { error: { code: failure.code, message: failure.message } }),
  };
}

function stageStatus({ result, failure, skipped, begunAt }: PlaceRecord, job: JobStatus): StageView["status"] {
  if (result !== undefined) return "completed";
  if (failure !== undefined) return "failed";
  if (skipped || job === "canceled") return "skipped"; // of a canceled job nothing more runs
  return begunAt === undefined ? "pending" : "running";
}

function viewOutput(pipeline: Pipeline, record: JobRecord, mediaUrl: MediaUrl): unknown {
  const output = jobOutput(pipeline, gather(record, pipeline.positions.length));
  if (!fits(ReplyResult, output)) return output;
  const { image, audio, ...rest } = output;
  if (record.mediaRemovedAt !== undefined) return rest;
  return {
    ...rest,
    ...(image !== undefined && { image: viewImage(image, mediaUrl) }),
    ...(audio !== undefined && { audio: viewAudio(audio, mediaUrl) }),
  };
}

/** What was removed for want of room: told of each stage that had made a file. */
function mediaWarnings(pipeline: Pipeline, record: JobRecord): readonly JobError[] {
  if (record.mediaRemovedAt === undefined) return [];
  const message = "Its file was removed to make room for newer ones.";
  return pipeline.positions
    .filter(({ index }) => fits(Made, record.place(index).result))
    .map(({ spec }) => ({ stage: spec.stage, code: "media_removed", message }));
}

const Made = Type.Object({ key: Type.String() });

function viewImage({ key, previewKey, ...rest }: NonNullable<ReplyResult["image"]>, mediaUrl: MediaUrl) {
  return { url: mediaUrl(key), previewUrl: mediaUrl(previewKey), ...rest };
}

function viewAudio({ key, ...rest }: NonNullable<ReplyResult["audio"]>, mediaUrl: MediaUrl) {
  return { url: mediaUrl(key), ...rest };
}

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
