import Type, { type Static } from "typebox";
import { JobStatus } from "../job/record.ts";

/** The job as the HTTP API shows it: one schema for the answer, the types and the API page. */

const Time = Type.String({ format: "date-time", examples: ["2026-11-24T09:00:00.000Z"] });

/** A failure, told so that a client can act on the code and a person can read the message. */
export const JobError = Type.Object({
  stage: Type.String({ examples: ["imagegen"] }),
  code: Type.String({ examples: ["provider_unavailable"] }),
  message: Type.String(),
});
export type JobError = Static<typeof JobError>;

export const StageView = Type.Object({
  name: Type.String(),
  status: Type.Enum(["pending", "running", "completed", "failed", "skipped"]),
  attempts: Type.Integer({ minimum: 0 }),
  startedAt: Type.Optional(Time),
  finishedAt: Type.Optional(Time),
  provider: Type.Optional(Type.String({ description: "The engine that did the work." })),
  error: Type.Optional(Type.Omit(JobError, ["stage"])),
});
export type StageView = Static<typeof StageView>;

export const HistoryView = Type.Object({
  at: Time,
  event: Type.String({ examples: ["completed"] }),
  stage: Type.Optional(Type.String()),
  attempt: Type.Optional(Type.Integer({ minimum: 1 })),
  detail: Type.Optional(Type.String({ description: "The worker, the provider or the code, by event." })),
});
export type HistoryView = Static<typeof HistoryView>;

export const JobView = Type.Object(
  {
    id: Type.String(),
    pipeline: Type.String(),
    status: JobStatus,
    input: Type.Unknown({ description: "As given." }),
    output: Type.Optional(
      Type.Unknown({ description: "There when the job is completed; its form is the pipeline's." }),
    ),
    error: Type.Optional(JobError),
    warnings: Type.Array(JobError, { description: "Stages that the job went on without." }),
    stages: Type.Array(StageView),
    history: Type.Optional(Type.Array(HistoryView, { description: "With ?history=true: what happened, in order." })),
    createdAt: Time,
    updatedAt: Time,
    links: Type.Record(Type.String(), Type.String()),
  },
  { $id: "Job", title: "Job" },
);
export type JobView = Static<typeof JobView>;
