import type { Pipeline } from "@guchi/chain/pipeline.ts";
import type { JobRecords } from "@guchi/chain/job/records.ts";
import type { Redis } from "ioredis";
import { Bound } from "./bound.ts";
import { UserShare } from "./share.ts";

/** Of the unfinished jobs, at most one in so many may be one user's. */
const USER_SHARE = 10;
/** But so many always may, within the bound: a user sends a few messages in a row. */
const MIN_OF_USER = 5;
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
  readonly #users: UserShare;

  constructor({ redis, pipelines, records, maxQueuedJobs }: Deps) {
    const visible = [...pipelines.values()].filter(({ hidden }) => hidden !== true);
    this.#jobs = new Bound(
      redis,
      visible.map(({ name }) => name),
      maxQueuedJobs,
    );
    const most = Math.min(maxQueuedJobs, Math.max(MIN_OF_USER, Math.floor(maxQueuedJobs / USER_SHARE)));
    this.#users = new UserShare({ redis, records, most });
  }

  /**
   * Does `start`, which starts a job of the user (undefined: nobody's) and tells its `id`; or tells
   * why not. `insteadOf`: a job of the user's that ends with this start.
   */
  async admit<Started extends object>(
    user: string | undefined,
    start: () => Promise<Started>,
    insteadOf?: string,
  ): Promise<Started | Refused> {
    const withinBound = async () => this.#jobs.admit(start);
    return user === undefined ? withinBound() : this.#users.admit(user, withinBound, insteadOf);
  }
}
