import type { ListPlace } from "@guchi/chain/job/job-index.ts";
import type { Redis } from "ioredis";
import { bulkKeys } from "./keys.ts";

/** What is left behind by one that never ended goes after this, in seconds. */
const KEPT_SECONDS = 30 * 86_400;

/** How far a bulk action has come. */
export interface BulkProgress {
  readonly total: number;
  readonly done: number;
  readonly refused: number;
  /** The place behind which it goes on; none: the newest job. */
  readonly after?: ListPlace | undefined;
}

/** What is kept of it; undefined: it has not begun. */
export async function readProgress(redis: Redis, job: string): Promise<BulkProgress | undefined> {
  const { total, done, refused, at, id } = await redis.hgetall(bulkKeys.progress(job));
  if (total === undefined) return undefined;
  const after = id === undefined || id === "" ? undefined : { createdAt: Number(at), id };
  return { total: Number(total), done: Number(done ?? 0), refused: Number(refused ?? 0), after };
}

export async function keepProgress(redis: Redis, job: string, progress: BulkProgress): Promise<void> {
  const { after, ...counts } = progress;
  const key = bulkKeys.progress(job);
  const place = { at: after?.createdAt ?? "", id: after?.id ?? "" };
  await Promise.all([redis.hset(key, { ...counts, ...place }), redis.expire(key, KEPT_SECONDS)]);
}

export async function forgetProgress(redis: Redis, job: string): Promise<void> {
  await redis.del(bulkKeys.progress(job));
}
