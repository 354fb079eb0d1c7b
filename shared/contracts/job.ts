import Type, { type Static } from "typebox";
import { DeliveryStatus } from "@guchi/chain/delivery.ts";
import { ERROR_CODES } from "@guchi/chain/errors.ts";
import { JobStatus } from "@guchi/chain/job/record.ts";

/** The job as the HTTP API shows it: one schema for the answer, the types and the API page. */

const Time = Type.String({ format: "date-time", examples: ["2026-11-24T09:00:00.000Z"] });

/** A failure, told so that a client can act on the code and a person can read the message. */
export const JobError = Type.Object({
  step: Type.String({ examples: ["imagegen"] }),
  code: Type.String({
    description: `An open list: ${ERROR_CODES.join(", ")}, and what stages of one's own bring.`,
    examples: ["provider_unavailable"],
  }),
  message: Type.String(),
});
export type JobError = Static<typeof JobError>;

export const StageView = Type.Object({
  name: Type.String({ description: "The step's; the stage's where the step has none of its own." }),
  stage: Type.String(),
  status: Type.Enum(["pending", "running", "waiting", "completed", "failed", "skipped"]),
  attempts: Type.Integer({ minimum: 0 }),
  startedAt: Type.Optional(Time),
  finishedAt: Type.Optional(Time),
  queueMs: Type.Optional(Type.Integer({ minimum: 0, description: "How long the first attempt waited in the queue." })),
  workMs: Type.Optional(Type.Integer({ minimum: 0, description: "How long the last attempt took." })),
  provider: Type.Optional(Type.String({ description: "The engine that did the work." })),
  calls: Type.Optional(Type.Integer({ minimum: 1, description: "Paid calls of providers, failed attempts included." })),
  costUsd: Type.Optional(Type.Number({ minimum: 0, description: "What they are thought to cost." })),
  error: Type.Optional(Type.Omit(JobError, ["step"])),
  job: Type.Optional(Type.String({ description: "Of a step that calls another pipeline: that job's id." })),
  result: Type.Optional(
    Type.Unknown({ description: "What may be seen of its result, as long as the job has no output." }),
  ),
});
export type StageView = Static<typeof StageView>;

export const HistoryView = Type.Object({
  at: Time,
  event: Type.String({ examples: ["completed"] }),
  step: Type.Optional(Type.String()),
  attempt: Type.Optional(Type.Integer({ minimum: 1 })),
  worker: Type.Optional(Type.String({ description: "The process that made this attempt." })),
  provider: Type.Optional(Type.String({ description: "Who made the result." })),
  code: Type.Optional(Type.String({ description: "Why the attempt failed." })),
  status: Type.Optional(JobStatus),
  until: Type.Optional(Time),
  queueMs: Type.Optional(Type.Integer({ minimum: 0, description: "How long the attempt had waited in the queue." })),
  workMs: Type.Optional(Type.Integer({ minimum: 0, description: "How long the attempt took." })),
  result: Type.Optional(
    Type.Unknown({ description: "In the event stream, of a completed step: what may be seen of its result." }),
  ),
});
export type HistoryView = Static<typeof HistoryView>;

/** How the answer goes to whom it is for; of a completed job that a messenger started. */
export const DeliveryView = Type.Object({
  messenger: Type.String({ examples: ["line"] }),
  status: DeliveryStatus,
  at: Type.Optional(Time),
});
export type DeliveryView = Static<typeof DeliveryView>;

export const JobProgress = Type.Object(
  {
    step: Type.String({ examples: ["chapter"] }),
    done: Type.Optional(Type.Number({ examples: [3] })),
    total: Type.Optional(Type.Number({ examples: [10] })),
  },
  {
    additionalProperties: true,
    description:
      "How far the step under way has come, as far as it tells: of a map, how many items are settled, of all; else what its stage says.",
  },
);
export type JobProgress = Static<typeof JobProgress>;

export const WaitingFor = Type.Object(
  {
    event: Type.Optional(Type.String({ examples: ["approval"] })),
    job: Type.Optional(Type.String({ description: "The id of the job that it called." })),
    until: Type.Optional(Time),
  },
  {
    description:
      "Of a waiting job: the event that it waits for, the time at which it goes on by itself, or the first of both; or the job that it called.",
  },
);
export type WaitingFor = Static<typeof WaitingFor>;

export const JobView = Type.Object(
  {
    id: Type.String(),
    pipeline: Type.String(),
    status: JobStatus,
    parent: Type.Optional(
      Type.Object(
        { id: Type.String(), step: Type.String() },
        { description: "The job that called this one, and where." },
      ),
    ),
    waitingFor: Type.Optional(WaitingFor),
    progress: Type.Optional(JobProgress),
    input: Type.Unknown({ description: "As given." }),
    output: Type.Optional(
      Type.Unknown({ description: "Present when the job is completed; the pipeline defines its schema." }),
    ),
    error: Type.Optional(JobError),
    warnings: Type.Array(JobError, {
      description:
        "Steps that the job went on without, whose file was removed since (media_removed), or that wait for another version of the pipeline (unknown_step).",
    }),
    delivery: Type.Optional(DeliveryView),
    traceId: Type.Optional(
      Type.String({
        description: "Where traces are on and hold this job: the id of its OpenTelemetry trace.",
        examples: ["4bf92f3577b34da6a3ce929d0e0e4736"],
      }),
    ),
    stages: Type.Array(StageView),
    history: Type.Optional(Type.Array(HistoryView, { description: "With ?history=true: what happened, in order." })),
    createdAt: Time,
    updatedAt: Time,
    links: Type.Record(Type.String(), Type.String(), {
      description: "Where to go from here; actions that the job's state forbids are left out.",
      examples: [{ self: "/jobs/0199…", events: "/jobs/0199…/events", cancel: "/jobs/0199…/cancel" }],
    }),
  },
  { $id: "Job", title: "Job" },
);
export type JobView = Static<typeof JobView>;

export const JobPage = Type.Object(
  {
    jobs: Type.Array(Type.Unsafe<JobView>({ $ref: "Job#" }), { description: "Newest first." }),
    cursor: Type.Optional(Type.String({ description: "Give it to get the next page; none: this is the last one." })),
  },
  { $id: "JobPage", title: "JobPage" },
);
export type JobPage = Static<typeof JobPage>;

const Job = Type.Unsafe<JobView>({ $ref: "Job#" });
const Purged = Type.Object({ id: Type.String(), status: Type.Literal("purged") });

/** One server-sent event of a job. `id` is what Last-Event-ID takes. */
export const JobEvent = Type.Union(
  [
    Type.Object({
      event: Type.Literal("status"),
      id: Type.String({ examples: ["1"] }),
      data: Type.Object({ at: Time, status: Type.Optional(JobStatus) }),
    }),
    Type.Object({
      event: Type.Literal("progress"),
      id: Type.String({ description: "That of the event before." }),
      data: JobProgress,
    }),
    Type.Object({ event: Type.Literal("step"), id: Type.String({ examples: ["2"] }), data: HistoryView }),
    Type.Object({
      event: Type.Literal("end"),
      id: Type.String({ examples: ["9.end"] }),
      data: Type.Union([Job, Purged]),
    }),
  ],
  { $id: "JobEvent", title: "JobEvent" },
);
export type JobEvent = Static<typeof JobEvent>;
