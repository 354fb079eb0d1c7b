import { Queues } from "@guchi/shared/chain/queues.ts";
import { callBack } from "@guchi/shared/chain/callback.ts";
import { sweep } from "@guchi/shared/chain/sweep.ts";
import { JobIndex } from "@guchi/shared/job/job-index.ts";
import type { JobRecord } from "@guchi/shared/job/record.ts";
import { warnOfModels } from "@guchi/shared/providers/model-check.ts";
import type { Running, Runtime } from "@guchi/shared/service/runtime.ts";
import { MediaTidying } from "./media/tidy.ts";

/** How often lost jobs are looked for, in ms. With SWEEP_AFTER_MS it bounds how long one can stand still: 25 s. */
const SWEEP_EVERY_MS = 5_000;
const MEDIA_EVERY_MS = 60_000;
/** A look at 100,000 folders takes some 10 s: never more than a twentieth of the time. */
const MEDIA_SHARE = 20;
const INDEX_EVERY_MS = 60_000;
const MODELS_EVERY_MS = 86_400_000;

export interface Housekeeping extends Running {
  /** How many bytes the media store holds; undefined before the first look. */
  readonly mediaBytes: () => number | undefined;
}

/** Periodic work. Every gateway process does it; doing it twice at a time harms nothing, since each step is idempotent. */
export function startHousekeeping(runtime: Runtime): Housekeeping {
  const { config, log, metrics, redis, routes } = runtime;
  const records = runtime.records();
  const queues = new Queues(redis, (error) => log.warn({ err: error }, "queue error"));
  const client = runtime.client(queues);
  const index = new JobIndex(redis);
  const onFinished = (record: JobRecord) => callBack({ client, records }, record);
  const notLoaded = new Set<string>();
  const onNotLoaded = (pipeline: string) => {
    if (notLoaded.has(pipeline)) return;
    notLoaded.add(pipeline);
    log.warn({ pipeline }, "unfinished jobs of a pipeline that is not loaded wait: EXTENSIONS must name its folder");
  };
  const sweeping = every(
    SWEEP_EVERY_MS,
    () => sweep({ records, queues, routes, log, onFinished, onNotLoaded }),
    onError("sweep"),
  );
  const trimming = every(
    INDEX_EVERY_MS,
    () => index.trim([...routes.keys()], Date.now() - config.JOB_TTL * 1_000),
    onError("index clean-up"),
  );
  const media = new MediaTidying({
    media: runtime.media,
    records,
    ttlMs: config.JOB_TTL * 1_000,
    maxBytes: config.MEDIA_MAX_BYTES,
    log,
  });
  const tidying = every(MEDIA_EVERY_MS, () => media.pass(), onError("media clean-up"), MEDIA_SHARE);
  const stop = new AbortController();
  const checking = every(
    MODELS_EVERY_MS,
    () => warnOfModels(config, { log, metrics, signal: stop.signal }),
    onError("check of models"),
  );
  function onError(what: string) {
    return (error: unknown) => log.error({ err: error }, `${what} failed`);
  }
  return {
    mediaBytes: () => media.bytes,
    close: async () => {
      stop.abort();
      await Promise.all([sweeping.stop(), tidying.stop(), trimming.stop(), checking.stop()]);
      await queues.close();
    },
  };
}

/**
 * Runs `work` now and then again `ms` after each end, or `share` times as long as it took, never twice at a time. `stop` waits for
 * a run under way.
 */
function every(ms: number, work: () => Promise<unknown>, onError: (error: unknown) => void, share = 0) {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const run = async () => {
    const startedAt = performance.now();
    await work().catch(onError);
    if (!stopped) timer = setTimeout(start, Math.max(ms, share * (performance.now() - startedAt)));
  };
  let running = Promise.resolve();
  const start = () => {
    running = run();
  };
  start();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
