import { setTimeout as sleep } from "node:timers/promises";
import { startEmbeddedRedis, type EmbeddedRedis } from "../redis/embedded.ts";
import { keepRewriting } from "../redis/rewrite.ts";
import { StartError } from "./start-error.ts";

const RESTART_MS = 500;

export interface KeptRedis {
  readonly url: string;
  /** Never resolves; rejects when Redis ended and does not come back. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

interface Options {
  readonly onCrash: () => void;
  /** Told when the append-only file could not be rewritten after something was erased. */
  readonly onRewriteError: (error: unknown) => void;
}

/**
 * Keeps an embedded Redis running under `dataDir`: after a crash it comes back with what its append-only file holds, and
 * `onCrash` is told. It ends with this process, however that ends. Throws StartError when it does not come up.
 */
export async function keepRedis(dataDir: string, { onCrash, onRewriteError }: Options): Promise<KeptRedis> {
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  let stopping = false;
  let restarting: Promise<EmbeddedRedis> | undefined;
  let redis = await start();
  void watch(redis);
  process.on("exit", () => redis.process.kill("SIGTERM"));
  const stopRewriting = keepRewriting(redis.url, { onError: onRewriteError });
  return {
    url: redis.url,
    failed: failed.promise,
    stop: async () => {
      stopping = true;
      stopRewriting();
      await restarting?.catch(() => undefined); // a restart under way must not be left behind
      await redis.stop();
    },
  };

  async function start(): Promise<EmbeddedRedis> {
    try {
      return await startEmbeddedRedis(dataDir);
    } catch (cause) {
      throw new StartError(cause instanceof Error ? cause.message : String(cause), { cause });
    }
  }

  async function watch(current: EmbeddedRedis): Promise<void> {
    await current.exited;
    if (stopping) return;
    onCrash();
    await sleep(RESTART_MS);
    if (stopping) return;
    try {
      restarting = start();
      redis = await restarting;
      void watch(redis);
    } catch (error) {
      failed.reject(error);
    }
  }
}
