import { JobStatus } from "@guchi/chain/job/record.ts";
import Type, { type Static } from "typebox";
import { BulkAction, BulkResult, WideFilter } from "./bulk.ts";
import { JobProgress, WaitingFor } from "./job.ts";
import { StageState } from "./stages.ts";

/**
 * What the operations pages ask of the gateway under `/admin/api`. None of it holds what anybody
 * said, but for `Words`, which is for the writing password alone.
 */

const Time = Type.String({ format: "date-time" });
const Count = Type.Integer({ minimum: 0 });
const Usd = Type.Number({ minimum: 0 });

/** What somebody may do here: `read` sees, `write` sees the words too, and acts. */
export const AdminRole = Type.Enum(["read", "write"]);
export type AdminRole = Static<typeof AdminRole>;

export const SignIn = Type.Object(
  { password: Type.String({ minLength: 1, maxLength: 1_000 }) },
  { additionalProperties: false },
);

export const AdminSession = Type.Object({
  role: Type.Enum([...AdminRole.enum, "none"], { description: "none: nobody is signed in." }),
  until: Type.Optional(Type.String({ format: "date-time", description: "None where no password is set." })),
});
export type AdminSession = Static<typeof AdminSession>;

/** Where something is mended: a page of these, with what it is to show, or a job's own. */
export const AdminLink = Type.Object({
  page: Type.Enum(["runs", "stages", "failures", "schedules", "waits", "costs", "system"]),
  query: Type.Optional(Type.Record(Type.String(), Type.String())),
  id: Type.Optional(Type.String()),
});
export type AdminLink = Static<typeof AdminLink>;

/** What is wrong now. `code` names the kind; `about` fills in its sentence. */
export const Trouble = Type.Object({
  code: Type.String({ examples: ["stage_without_worker"] }),
  level: Type.Enum(["bad", "warn"]),
  about: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  /** As somebody else said it: a provider, Redis. */
  said: Type.Optional(Type.String()),
  link: AdminLink,
});
export type Trouble = Static<typeof Trouble>;

/** A stage, how fast it goes, and what went wrong there lately. */
export const StageDetail = Type.Object({
  ...StageState.properties,
  /** Attempts that ended well within the last five minutes, per minute. */
  perMinute: Type.Number({ minimum: 0 }),
  /** Mean time of an attempt of the last five minutes, and what is usual, in seconds. */
  workSeconds: Type.Optional(Type.Number({ minimum: 0 })),
  usualSeconds: Type.Optional(Type.Number({ minimum: 0 })),
  /** For how long the attempt that runs for the longest has run by now. */
  runningSeconds: Type.Optional(Type.Number({ minimum: 0 })),
  /** Failed attempts of the last hour, by code. */
  errors: Type.Array(Type.Object({ code: Type.String(), count: Type.Number() })),
  /** What the last of these said. */
  lastErrors: Type.Array(Type.Object({ at: Time, message: Type.String(), job: Type.Optional(Type.String()) })),
});
export type StageDetail = Static<typeof StageDetail>;

/** Failed jobs that failed alike. */
export const FailureGroup = Type.Object({
  pipeline: Type.String(),
  step: Type.String(),
  code: Type.String(),
  count: Count,
  /** Of these, how many failed within the last hour. */
  lastHour: Count,
  lastAt: Time,
  lastMessage: Type.String(),
  lastJob: Type.String(),
});
export type FailureGroup = Static<typeof FailureGroup>;

export const Failures = Type.Object({
  groups: Type.Array(FailureGroup),
  /** How many of the failed jobs were looked at, and how many there are. */
  seen: Count,
  total: Count,
});
export type Failures = Static<typeof Failures>;

export const RedisView = Type.Object({
  reads: Type.Boolean(),
  writes: Type.Boolean(),
  /** Why not, in Redis' own words. */
  said: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  usedBytes: Type.Optional(Count),
  maxBytes: Type.Optional(Count),
  evicts: Type.Optional(Type.Boolean()),
  saves: Type.Optional(Type.Boolean()),
  clients: Type.Optional(Count),
});
export type RedisView = Static<typeof RedisView>;

export const DiskView = Type.Object({
  freeBytes: Type.Optional(Count),
  totalBytes: Type.Optional(Count),
  mediaBytes: Type.Optional(Count),
  mediaMaxBytes: Type.Optional(Count),
});
export type DiskView = Static<typeof DiskView>;

export const Spent = Type.Object({ provider: Type.String(), usd: Usd, calls: Type.Number({ minimum: 0 }) });
export type Spent = Static<typeof Spent>;

/** Of this day in TIME_ZONE. */
export const Costs = Type.Object({
  day: Type.String({ examples: ["2026-11-26"] }),
  timeZone: Type.String(),
  spentUsd: Usd,
  budgetUsd: Type.Optional(Usd),
  /** As far back as it was counted. */
  since: Time,
  providers: Type.Array(Spent),
});
export type Costs = Static<typeof Costs>;

/** How LINE is to a channel, as who speaks to it told last; absent: they told nothing. */
export const LineView = Type.Object({
  channel: Type.Optional(Type.String({ description: "None: the channel without a name." })),
  at: Type.Optional(Time),
  limit: Type.Optional(Count),
  used: Type.Optional(Count),
  /** Since when every reply and push fails. */
  awaySince: Type.Optional(Time),
  /** Answers that wait for their user's next message. */
  held: Count,
  /** Whether all held answers were counted. */
  heldIsLeast: Type.Boolean(),
});
export type LineView = Static<typeof LineView>;

/** Whoever has by far the most unfinished jobs. */
export const Flood = Type.Object({
  /** Stands for the user: the beginning of a hash. */
  user: Type.String(),
  jobs: Count,
  of: Count,
});
export type Flood = Static<typeof Flood>;

/** A provider's calls of the last hour that gave no answer. */
export const ProviderTrouble = Type.Object({
  provider: Type.String(),
  kind: Type.String(),
  count: Type.Number({ minimum: 0 }),
  needsOperator: Type.Boolean(),
});
export type ProviderTrouble = Static<typeof ProviderTrouble>;

/** All that the first page shows, at one moment; the event stream brings it anew. */
export const Overview = Type.Object({
  at: Time,
  troubles: Type.Array(Trouble),
  jobs: Type.Record(Type.String(), Count, { description: "By status." }),
  stages: Type.Array(StageDetail),
  failures: Type.Array(FailureGroup, { description: "Of the last hour, the most frequent first." }),
  providers: Type.Array(ProviderTrouble),
  redis: RedisView,
  disk: DiskView,
  costs: Type.Optional(Costs),
  line: Type.Optional(Type.Array(LineView, { description: "Of each channel; none: LINE is off." })),
  flood: Type.Optional(Flood),
  /** Changes whenever a job does. */
  version: Type.String(),
});
export type Overview = Static<typeof Overview>;

/** A job in the list of runs. */
export const Run = Type.Object({
  id: Type.String(),
  pipeline: Type.String(),
  status: JobStatus,
  createdAt: Time,
  updatedAt: Time,
  /** Where it is, waits or failed. */
  steps: Type.Array(Type.String()),
  code: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
  attempts: Count,
  costUsd: Usd,
  waitingFor: Type.Optional(WaitingFor),
  delivery: Type.Optional(Type.String()),
  /** Its place behind others; none: first. */
  priority: Type.Optional(Count),
});
export type Run = Static<typeof Run>;

export const RunPage = Type.Object({
  runs: Type.Array(Run),
  cursor: Type.Optional(Type.String()),
  /** Jobs of these pipelines and statuses, whatever else the filter says. */
  total: Count,
});
export type RunPage = Static<typeof RunPage>;

/** The query of the list of runs: a filter, and how to page through what fits. */
export const RunQuery = Type.Object(
  {
    ...Type.Omit(WideFilter, ["status"]).properties,
    status: Type.Optional(Type.String()),
    id: Type.Optional(Type.String({ maxLength: 64, description: "The beginning of an id, or all of it." })),
    order: Type.Optional(Type.Enum(["newest", "oldest"])),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type RunQuery = Static<typeof RunQuery>;

/** What was said: the one answer here that holds it. */
export const Words = Type.Object({
  input: Type.Unknown(),
  output: Type.Optional(Type.Unknown()),
  results: Type.Record(Type.String(), Type.Unknown()),
});
export type Words = Static<typeof Words>;

/** A bulk action, under way or ended. */
export const BulkView = Type.Object({
  id: Type.String(),
  action: BulkAction,
  filter: WideFilter,
  status: JobStatus,
  createdAt: Time,
  progress: Type.Optional(JobProgress),
  result: Type.Optional(BulkResult),
});
export type BulkView = Static<typeof BulkView>;

/** A moment of a chart: what happened from the one before to `at`. */
export const Point = Type.Object({
  at: Time,
  started: Type.Number(),
  completed: Type.Number(),
  failed: Type.Number(),
  errors: Type.Number(),
  costUsd: Type.Number(),
  /** Entries that waited for a worker at that moment. */
  waiting: Count,
});
export type Point = Static<typeof Point>;

export const Charts = Type.Object({
  hour: Type.Array(Point, { description: "A minute each." }),
  day: Type.Array(Point, { description: "A quarter of an hour each." }),
});
export type Charts = Static<typeof Charts>;
