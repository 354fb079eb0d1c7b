import { isFinished } from "@guchi/chain/job/actions.ts";
import type { JobWatch, Watching } from "@guchi/chain/watch.ts";
import type { JobStatus } from "@guchi/chain/job/record.ts";

/**
 * Longest wait for a change in seconds: below the idle time-outs of common proxies, which begin at
 * 60.
 */
export const MAX_WAIT_SECONDS = 55;

/** What an answer would be at one moment. */
export interface Snapshot {
  readonly status: JobStatus;
  readonly tag: string;
}

/**
 * Looks again at each change until the job is finished, differs from what the client knows
 * (`isKnown`; without that, from the first look), or the time is over. Resolves to the last look.
 * Redis is asked only when something changed and, since a change is not told while Redis is away,
 * when the time is over.
 */
export async function waitForChange<Look extends Snapshot>(
  { watch, id, seconds, signal }: { watch: JobWatch; id: string; seconds: number; signal: AbortSignal },
  look: (watching: Watching) => Promise<Look>,
  isKnown: ((tag: string) => boolean) | undefined,
): Promise<Look> {
  const deadline = Date.now() + seconds * 1_000;
  const watching = await watch.watch(id); // before the first look, so that no change falls in between
  try {
    const first = await look(watching);
    const known = isKnown ?? ((tag: string) => tag === first.tag);
    let latest = first;
    while (!isFinished(latest.status) && known(latest.tag)) {
      const changed = await watching.next(deadline - Date.now(), signal);
      if (!changed && (signal.aborted || watch.closed)) break;
      latest = await look(watching);
      if (!changed) break;
    }
    return latest;
  } finally {
    watching.stop();
  }
}
