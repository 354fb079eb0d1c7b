import { isFinished } from "@guchi/chain/job/actions.ts";
import type { JobWatch, Watching } from "@guchi/chain/watch.ts";
import type { JobStatus } from "@guchi/chain/job/record.ts";
import type { FastifyReply } from "fastify";
import { whenClosed } from "./aborted.ts";

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

interface About {
  readonly watch: JobWatch;
  readonly id: string;
  readonly seconds: number;
  /** To whom: who has gone waits no more. */
  readonly reply: FastifyReply;
}

/**
 * Looks again at each change until the job is finished, differs from what the client knows
 * (`isKnown`; without that, from the first look), or the time is over. Resolves to the last look.
 * Redis is asked only when something changed and, since a change is not told while Redis is away,
 * when the time is over.
 */
export async function waitForChange<Look extends Snapshot>(
  { watch, id, seconds, reply }: About,
  look: (watching: Watching) => Promise<Look>,
  isKnown: ((tag: string) => boolean) | undefined,
): Promise<Look> {
  const deadline = Date.now() + seconds * 1_000;
  // It begins before the first look, so that no change falls in between.
  const watching = await watch.watch(id);
  whenClosed(reply, watching.stop);
  try {
    let latest: Look | undefined = await look(watching);
    const { tag: first } = latest;
    const known = isKnown ?? ((tag: string) => tag === first);
    for (let changed = true; changed && !isFinished(latest.status) && known(latest.tag);) {
      latest = undefined; // thousands may wait here, and each look is some kilobytes
      changed = await watching.next(deadline - Date.now());
      latest = await look(watching);
    }
    return latest;
  } finally {
    watching.stop();
  }
}
