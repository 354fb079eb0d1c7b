import { jobOutput } from "@guchi/shared/chain/route.ts";
import type { Position, Route } from "@guchi/shared/chain/pipeline.ts";
import type { HistoryView, JobView, StageView } from "@guchi/shared/contracts/job.ts";
import { ReplyResult } from "@guchi/shared/contracts/guchi.ts";
import type { HistoryEntry } from "@guchi/shared/job/history.ts";
import { gather, type JobRecord, type PlaceRecord } from "@guchi/shared/job/record.ts";
import { fits } from "@guchi/shared/schema.ts";

/** Makes a URL of a media key. */
export type MediaUrl = (key: string) => string;

/** The job as a client sees it: the record's state, told in the contract's words, with URLs in place of media keys. */
export function viewJob(route: Route, record: JobRecord, mediaUrl: MediaUrl): JobView {
  const stages = route.positions.map((position) => viewStage(position, record.place(position.index)));
  const errors = stages.map(({ name, error }) => (error === undefined ? undefined : { stage: name, ...error }));
  const error = record.stopped === undefined ? undefined : errors[record.stopped];
  return {
    id: record.id,
    pipeline: record.pipeline,
    status: record.status,
    input: record.input,
    ...(record.status === "completed" && { output: viewOutput(route, record, mediaUrl) }),
    ...(error !== undefined && { error }),
    warnings: errors.flatMap((warning, index) => (warning === undefined || index === record.stopped ? [] : [warning])),
    stages,
    createdAt: iso(record.createdAt),
    updatedAt: iso(record.updatedAt),
    links: { self: `/jobs/${record.id}` },
  };
}

/** What happened to the job, in order. */
export function viewHistory(route: Route, history: readonly HistoryEntry[]): HistoryView[] {
  return history.map(([at, event, place, attempt, detail]) => {
    const stage = route.positions[place]?.spec.stage;
    return {
      at: iso(at),
      event,
      ...(stage !== undefined && { stage }),
      ...(attempt > 0 && { attempt }),
      ...(detail !== "" && { detail }),
    };
  });
}

function viewStage({ spec }: Position, place: PlaceRecord): StageView {
  const { attempts, begunAt, settledAt, result, failure } = place;
  const provider = providerOf(result);
  return {
    name: spec.stage,
    status: stageStatus(place),
    attempts,
    ...(begunAt !== undefined && { startedAt: iso(begunAt) }),
    ...(settledAt !== undefined && { finishedAt: iso(settledAt) }),
    ...(provider !== undefined && { provider }),
    ...(failure !== undefined && { error: { code: failure.code, message: failure.message } }),
  };
}

function stageStatus({ result, failure, skipped, begunAt }: PlaceRecord): StageView["status"] {
  if (result !== undefined) return "completed";
  if (failure !== undefined) return "failed";
  if (skipped) return "skipped";
  return begunAt === undefined ? "pending" : "running";
}

function viewOutput(route: Route, record: JobRecord, mediaUrl: MediaUrl): unknown {
  const output = jobOutput(route, gather(record, route.positions.length));
  if (!fits(ReplyResult, output)) return output;
  const { image, audio, ...rest } = output;
  return {
    ...rest,
    ...(image !== undefined && { image: viewImage(image, mediaUrl) }),
    ...(audio !== undefined && { audio: viewAudio(audio, mediaUrl) }),
  };
}

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

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
