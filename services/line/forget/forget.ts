import type { JobClient } from "@guchi/chain/client.ts";
import { defineStage } from "@guchi/chain/stage.ts";
import { forget as contract } from "../pipeline.ts";
import { noteErased } from "@guchi/chain/redis/erased.ts";
import { lineKeys } from "../keys.ts";
import { memoryKeys } from "@guchi/contracts/memory/keys.ts";
import type { Redis } from "ioredis";
import type { LineMessage, Ownership } from "../events/ownership.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

interface Deps {
  readonly client: Pick<JobClient, "purge">;
  readonly ownership: Pick<Ownership, "jobsOfMessage" | "jobsUntil" | "drop">;
  readonly redis: Pick<Redis, "del" | "incr">;
}

/**
 * Erases what a user took back (unsend), left behind (unfollow, leave) or asks to forget, on the
 * channel where that was: the jobs with text, results, media, queue entries and deliveries, what
 * she said last, that she cared, and which films she told of. Each step can be done twice, so that
 * a crash in between is mended by the next attempt.
 */
export function createForgetStage(deps: Deps) {
  return defineStage(contract, {
    // It must happen: about a day of attempts.
    retry: { attempts: 20, backoffMs: 500, maxBackoffMs: 7_200_000 },
    timeoutMs: 120_000,
    run: async ({ forget }, { signal }) => ({
      jobs: await ("messageId" in forget ? forgetMessage(deps, forget) : forgetOwner(deps, forget, signal)),
    }),
  });
}

async function forgetMessage(deps: Deps, message: LineMessage): Promise<number> {
  let erased = 0;
  for (const job of await deps.ownership.jobsOfMessage(message)) erased += await erase(deps, job);
  return erased;
}

async function forgetOwner(deps: Deps, { owner, until }: { owner: string; until: number }, signal: AbortSignal) {
  let erased = 0;
  for (;;) {
    signal.throwIfAborted();
    const jobs = await deps.ownership.jobsUntil(owner, until);
    if (jobs.length === 0) break;
    for (const job of jobs) erased += await erase(deps, job);
    await deps.ownership.drop(owner, jobs);
  }
  // What is remembered may be older than the jobs that are still known.
  await deps.redis.del(lineKeys.language(owner));
  for (const keyOf of Object.values(memoryKeys)) await deps.redis.del(keyOf(owner));
  await noteErased(deps.redis, keys);
  return erased;
}

/**
 * Purging aborts a stage that runs and lets nothing more be recorded, so nothing is sent from here
 * on.
 */
async function erase(deps: Deps, job: string): Promise<number> {
  return (await deps.client.purge(job)) === "purged" ? 1 : 0;
}
