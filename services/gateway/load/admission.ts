import type { JobClient } from "@guchi/chain/client.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { jobIdOf } from "@guchi/chain/job/id.ts";
import type { JobRecords } from "@guchi/chain/job/records.ts";
import type { Redis } from "ioredis";
import { ProblemError } from "../http/problem.ts";
import { Bound } from "./bound.ts";
import { UserShare } from "./share.ts";

/** Of the unfinished jobs, at most one in so many may be one user's. */
const USER_SHARE = 10;
/** But so many always may, within the bound: a user sends a few messages in a row. */
const MIN_OF_USER = 5;
/**
 * The same for words to LINE users beside the jobs: each costs one short call, so a few always have
 * room.
 */
const NOTICE_SHARE = 10;
const MIN_NOTICES = 100;
const NOTICE_PIPELINE = "line-notice";

/** Why a job was not let in: as many are unfinished as may be in all, or of this user. */
export type Refused = "full" | "share";

interface Deps {
  readonly redis: Redis;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly records: Pick<JobRecords, "isUnderWay">;
  readonly maxQueuedJobs: number;
}

/**
 * Whether more work may come in: bounds how many jobs are unfinished at a time, in all and of each
 * user.
 */
export class Admission {
  readonly #jobs: Bound;
  readonly #notices: Bound;
  readonly #users: UserShare;

  constructor({ redis, pipelines, records, maxQueuedJobs }: Deps) {
    const visible = [...pipelines.values()].filter(({ hidden }) => hidden !== true);
    this.#jobs = new Bound(
      redis,
      visible.map(({ name }) => name),
      maxQueuedJobs,
    );
    this.#notices = new Bound(redis, [NOTICE_PIPELINE], Math.max(MIN_NOTICES, maxQueuedJobs / NOTICE_SHARE));
    const most = Math.min(maxQueuedJobs, Math.max(MIN_OF_USER, Math.floor(maxQueuedJobs / USER_SHARE)));
    this.#users = new UserShare({ redis, records, most });
  }

  /**
   * Does `start`, which starts a job of the user (undefined: nobody's) and tells its `id`; or tells
   * why not.
   */
  async letIn<Started extends object>(
    user: string | undefined,
    start: () => Promise<Started>,
  ): Promise<Started | Refused> {
    const withinBound = async () => this.#jobs.letIn(start);
    return user === undefined ? withinBound() : this.#users.letIn(user, withinBound);
  }

  /** Does `start`, which starts a word to a LINE user; false when as many wait as may. */
  async letInNotice(start: () => Promise<void>): Promise<boolean> {
    return (await this.#notices.letIn(start)) !== "full";
  }
}

/**
 * Lets a request start a job. Throws ProblemError 503 while as many are unfinished as may be, 429
 * while as many of the user are, unless it repeats what has started a job: that one waits already.
 */
export async function admit<Started extends object>(
  { admission, client }: { readonly admission: Pick<Admission, "letIn">; readonly client: Pick<JobClient, "find"> },
  { cause, user }: { readonly cause: string | undefined; readonly user: string | undefined },
  start: () => Promise<Started>,
): Promise<Started> {
  const started = await admission.letIn(user, start);
  if (typeof started === "object") return started;
  if (cause !== undefined && (await client.find(jobIdOf(cause))) !== undefined) return start();
  const headers = { "retry-after": "30" };
  if (started === "full") {
    throw new ProblemError("overloaded", "Too many jobs are waiting. Nothing was queued; try again later.", {
      headers,
    });
  }
  const detail = "This user has too many unfinished jobs. Nothing was queued; try again later.";
  throw new ProblemError("too-many-requests", detail, { headers });
}

/** Who speaks, for pipelines whose input tells it. */
export function userOf(input: unknown): string | undefined {
  return typeof input === "object" && input !== null && "user" in input && typeof input.user === "string"
    ? input.user
    : undefined;
}
