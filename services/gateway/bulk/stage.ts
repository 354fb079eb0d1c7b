import { defineStage, type StageContext } from "@guchi/chain/stage.ts";
import { bulk, type BulkInput } from "@guchi/contracts/bulk.ts";
import type { Redis } from "ioredis";
import { actOn, type ActDeps, type Bulk } from "./act.ts";
import { faultPoint } from "./fault-points.ts";
import { keepProgress, readProgress, type BulkProgress } from "./progress.ts";
import { countSelected, selected, type SelectDeps } from "./selection.ts";

/** Jobs that are acted on at a time, and after which it is noted how far this has come. */
const AT_ONCE = 10;
/**
 * Times that it looks for jobs that it missed, as one is that moves on while lists are read. Each
 * further time finds fewer.
 */
const MOST_PASSES = 5;

interface Deps extends SelectDeps, ActDeps {
  readonly client: ActDeps["client"];
  readonly summaries: ActDeps["summaries"];
  readonly redis: Redis;
}

/**
 * Does the same to each job that a filter means and that was there when it was asked for. A process
 * that dies goes on where that was noted last: what is done again there changes nothing.
 */
export function createBulkStage(deps: Deps) {
  return defineStage(bulk, {
    retry: { attempts: Number.POSITIVE_INFINITY, backoffMs: 1_000, maxBackoffMs: 60_000 },
    timeoutMs: 3_600_000, // then another attempt goes on
    run: async ({ action, filter }, context) => {
      const about = { id: context.jobId, action, since: context.createdAt.getTime(), signal: context.signal };
      const wanted = { action, filter, until: about.since };
      const total = async () => countSelected(deps, wanted);
      let progress = (await readProgress(deps.redis, about.id)) ?? { total: await total(), done: 0, refused: 0 };
      await keepProgress(deps.redis, about.id, progress);
      progress = await pass(deps, about, { action, filter }, progress, context);
      // A job may have moved from one list to another between the looks at both.
      const passes = action === "cancel" ? MOST_PASSES : 1;
      for (let passed = 1; passed < passes && (await total()) > 0; passed += 1) {
        progress = await pass(deps, about, { action, filter }, { ...progress, after: undefined }, context);
      }
      return { done: progress.done, refused: progress.refused };
    },
  });
}

/** Goes through the jobs behind the place that was noted. Resolves to how far this has come. */
async function pass(
  deps: Deps,
  about: Bulk,
  { action, filter }: BulkInput,
  from: BulkProgress,
  { signal, progress: tell }: Pick<StageContext, "signal" | "progress">,
): Promise<BulkProgress> {
  let progress = from;
  const wanted = { action, filter, until: about.since, after: from.after };
  for await (const { jobs, last } of selected(deps, wanted)) {
    for (let at = 0; at < jobs.length; at += AT_ONCE) {
      signal.throwIfAborted();
      const some = jobs.slice(at, at + AT_ONCE);
      const others = some.filter(({ id }) => id !== about.id);
      const acted = await Promise.all(others.map(({ id }) => actOn(deps, about, id)));
      await faultPoint("bulk.acted");
      const done = acted.filter(Boolean).length;
      progress = { ...counted(progress, done, others.length - done), after: some.at(-1) };
      await keepProgress(deps.redis, about.id, progress);
      tell({ done: progress.done + progress.refused, total: progress.total });
    }
    progress = { ...progress, after: last };
    await keepProgress(deps.redis, about.id, progress);
  }
  return progress;
}

function counted({ total, done, refused }: BulkProgress, more: number, moreRefused: number): BulkProgress {
  const all = { done: done + more, refused: refused + moreRefused };
  return { total: Math.max(total, all.done + all.refused), ...all };
}
