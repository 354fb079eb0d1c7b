import { definePipeline } from "@guchi/chain/define.ts";
import { JobStatus } from "@guchi/chain/job/record.ts";
import { defineContract } from "@guchi/chain/stage.ts";
import Type, { type Static } from "typebox";

/** Acting on many jobs: what `POST /jobs/actions` takes, and the hidden pipeline that does it. */

const closed = { additionalProperties: false } as const;
const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Time = (description: string) => Type.Optional(Type.String({ format: "date-time", description }));

export const BulkAction = Type.Enum(["cancel", "rewind", "restart", "purge"]);
export type BulkAction = Static<typeof BulkAction>;

const STATUS_LIST = `^(?:${JobStatus.enum.join("|")})(?:,(?:${JobStatus.enum.join("|")}))*$`;

/** One status, or several, comma-separated. */
export const StatusList = Type.String({
  pattern: STATUS_LIST,
  description: `One status, or several, comma-separated: ${JobStatus.enum.join(", ")}.`,
  examples: ["failed", "pending,running"],
});

/** Which jobs are meant: those that fit every part that is given. */
export const JobFilter = Type.Object(
  {
    status: Type.Optional(Type.Union([StatusList, Type.Array(JobStatus, { minItems: 1, uniqueItems: true })])),
    pipeline: Type.Optional(
      Type.String({ maxLength: 63, description: "Without it: every pipeline that is not hidden." }),
    ),
    from: Time("Created at this time or later."),
    to: Time("Created at this time or earlier."),
    step: Type.Optional(
      Type.String({ maxLength: 63, description: "At which the job failed, waits or is.", examples: ["imagegen"] }),
    ),
    code: Type.Optional(
      Type.String({ maxLength: 100, description: "Of its failure.", examples: ["provider_rate_limited"] }),
    ),
  },
  closed,
);
export type JobFilter = Static<typeof JobFilter>;

/** With what the operations pages may ask for besides: the jobs of one user, as lists name them. */
export const WideFilter = Type.Object(
  { ...JobFilter.properties, user: Type.Optional(Type.String({ maxLength: 64 })) },
  closed,
);
export type WideFilter = Static<typeof WideFilter>;

/** The statuses that a filter names; undefined: any. */
export function statusesOf(status: JobFilter["status"] | undefined): readonly JobStatus[] | undefined {
  if (typeof status !== "string") return status;
  const named = new Set(status.split(","));
  return JobStatus.enum.filter((each) => named.has(each));
}

/** Body of `POST /jobs/actions`. */
export const BulkRequest = Type.Object(
  {
    action: BulkAction,
    filter: JobFilter,
    dryRun: Type.Optional(Type.Boolean({ description: "Only count the jobs that would be acted on." })),
  },
  { ...closed, examples: [{ action: "rewind", filter: { status: "failed", step: "imagegen" }, dryRun: true }] },
);
export type BulkRequest = Static<typeof BulkRequest>;

/** The same with the wide filter, of the operations pages. */
export const WideRequest = Type.Object({ ...BulkRequest.properties, filter: WideFilter }, closed);
export type WideRequest = Static<typeof WideRequest>;

/** Answer to a dry run. */
export const BulkCount = Type.Object({ count: Count("Jobs that would be acted on, as things stand.") });
export type BulkCount = Static<typeof BulkCount>;

export const BULK_PIPELINE = "bulk";

const BulkInput = Type.Object({ action: BulkAction, filter: WideFilter }, closed);
export type BulkInput = Static<typeof BulkInput>;

/** What came of it. */
export const BulkResult = Type.Object({
  done: Count("Jobs that were acted on."),
  refused: Count("Jobs whose state forbade it when their turn came, or that could not be read."),
});
export type BulkResult = Static<typeof BulkResult>;

/** Does it, one job after the other. */
export const bulk = defineContract({ name: "bulk", input: BulkInput, output: BulkResult });

export const bulkPipeline = definePipeline({
  name: BULK_PIPELINE,
  about: "Does the same to many jobs.",
  input: BulkInput,
  output: BulkResult,
  hidden: true,
})
  .step(bulk)
  .end();
