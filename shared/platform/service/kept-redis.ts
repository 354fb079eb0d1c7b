import { setTimeout as sleep } from "node:timers/promises";
import { startEmbeddedRedis, type EmbeddedRedis } from "../redis/embedded.ts";
import { keepRewriting } from "../redis/rewrite.ts";
import { StartError } from "./start-error.ts";

/** Wait before Redis is started again, in ms: doubling while it does not stay up. */
const FIRST_RESTART_MS = 500;
const MAX_RESTART_MS = 10_000;
/** A Redis that was up for this long starts over with the short wait. */
const STABLE_MS = 10_000;
/** How often a Redis that loads is told of, in ms. */
const TELL_LOADING_MS = 5_000;

export interface KeptRedis {
  readonly url: string;
  /** Ends it, also in the middle of a restart; by force after `timeoutMs`. */
  stop(timeoutMs?: number): Promise<void>;
}

interface Options {
  /** Told that it ended, or could not be started again: `why`. It is started again. */
  readonly onCrash: (why: string) => void;
  /** Told every 5 s while it reads its append-only file. */
  readonly onLoading: (progress: string) => void;
  /** Told when the append-only file could not be rewritten after something was erased. */
  readonly onRewriteError: (error: unknown) => void;
  /** Ends a first start that is under way; it is rejected then. */
  readonly signal?: AbortSignal;
}

/**
 * Keeps an embedded Redis running under `dataDir`: after a crash it comes back with what its
 * append-only file holds, however often that takes. It ends with this process, however that ends.
 * Throws StartError when it does not come up at first, and the signal's reason when that is aborted
 * before.
 */
export async function keepRedis(
  dataDir: string,
  { onCrash, onLoading, onRewriteError, signal }: Options,
): Promise<KeptRedis> {
  const stopping = new AbortController();
  let toldAt = Date.now();
  const start = (end: AbortSignal) =>
    startEmbeddedRedis(dataDir, {
      signal: end,
      onLoading: (percent, secondsLeft) => {
        if (Date.now() - toldAt < TELL_LOADING_MS) return;
        toldAt = Date.now();
        onLoading(`reads its append-only file: ${percent.toFixed(0)} %, about ${secondsLeft} s left`);
      },
    });
  let redis = await first(() => start(AbortSignal.any([stopping.signal, ...(signal ? [signal] : [])])));
  const keeping = keep();
  process.on("exit", () => redis.process.kill("SIGTERM"));
  const stopRewriting = keepRewriting(redis.url, { onError: onRewriteError });
  return {
    url: redis.url,
    stop: async (timeoutMs) => {
      stopping.abort();
      stopRewriting();
      await redis.stop(timeoutMs);
      await keeping;
      await redis.stop(timeoutMs); // one that had just come up must not be left behind
    },
  };

  async function keep(): Promise<void> {
    let delayMs = FIRST_RESTART_MS;
    while (!stopping.signal.aborted) {
      const upAt = Date.now();
      await redis.exited;
      if (stopping.signal.aborted) return;
      onCrash("it ended");
      if (Date.now() - upAt > STABLE_MS) delayMs = FIRST_RESTART_MS;
      for (let up = false; !up && !stopping.signal.aborted;) {
        await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
        delayMs = Math.min(delayMs * 2, MAX_RESTART_MS);
        up = await again();
      }
    }
  }

  async function again(): Promise<boolean> {
    try {
      redis = await start(stopping.signal);
      return true;
    } catch (error) {
      if (!stopping.signal.aborted) onCrash(messageOf(error));
      return false;
    }
  }
}

async function first(start: () => Promise<EmbeddedRedis>): Promise<EmbeddedRedis> {
  try {
    return await start();
  } catch (cause) {
    throw new StartError(messageOf(cause), { cause });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
