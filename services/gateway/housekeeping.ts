import { Queues } from "@guchi/shared/chain/queues.ts";
import { callBack } from "@guchi/shared/chain/callback.ts";
import { sweep } from "@guchi/shared/chain/sweep.ts";
import { JobIndex } from "@guchi/shared/job/job-index.ts";
import type { JobRecord } from "@guchi/shared/job/record.ts";
import type { JobRecords } from "@guchi/shared/job/records.ts";
import type { MediaStore } from "@guchi/shared/media/store.ts";
import { warnOfModels } from "@guchi/shared/providers/model-check.ts";
import type { SharedSecret } from "@guchi/shared/redis/secret.ts";
import { ofRedis } from "@guchi/shared/redis/trouble.ts";
import type { Running, Runtime } from "@guchi/shared/service/runtime.ts";

/** How often lost jobs are looked for, in ms. With SWEEP_AFTER_MS it bounds how long one can stand still: 25 s. */
const SWEEP_EVERY_MS = 5_000;
const MEDIA_EVERY_MS = 600_000;
const INDEX_EVERY_MS = 60_000;
const MODELS_EVERY_MS = 86_400_000;
/** For so long the gateways may disagree after Redis was emptied under them, in ms. */
const SECRET_EVERY_MS = 5_000;

/** Periodic work. Every gateway process does it; doing it twice at a time harms nothing, since each step is idempotent. */
export function startHousekeeping(runtime: Runtime, mediaSecret: Pick<SharedSecret, "agree">): Running {
  const { config, log, media, metrics, redis, routes } = runtime;
  const records = runtime.records();
  const queues = new Queues(redis, (error) => log.warn({ err: ofRedis(error) }, "queue error"));
  const client = runtime.client(queues);
  const index = new JobIndex(redis);
  const onFinished = (record: JobRecord) => callBack({ client, records }, record);
  const sweeping = every(SWEEP_EVERY_MS, () => sweep({ records, queues, routes, log, onFinished }), onError("sweep"));
  const trimming = every(
    INDEX_EVERY_MS,
    () => index.trim([...routes.keys()], Date.now() - config.JOB_TTL * 1_000),
    onError("index clean-up"),
  );
  const tidying = every(
    MEDIA_EVERY_MS,
    () => removeOrphanedMedia({ media, records, ttlMs: config.JOB_TTL * 1_000, onError: onError("removal of media") }),
    onError("media clean-up"),
  );
  const stop = new AbortController();
  const checking = every(
    MODELS_EVERY_MS,
    () => warnOfModels(config, { log, metrics, signal: stop.signal }),
    onError("check of models"),
  );
  const agreeing = every(SECRET_EVERY_MS, () => mediaSecret.agree(), onError("media secret"));
  function onError(what: string) {
    return (error: unknown) => log.error({ err: error }, `${what} failed`);
  }
  return {
    close: async () => {
      stop.abort();
      await Promise.all([sweeping.stop(), tidying.stop(), trimming.stop(), checking.stop(), agreeing.stop()]);
      await queues.close();
    },
  };
}

interface Orphans {
  readonly media: MediaStore;
  readonly records: JobRecords;
  readonly ttlMs: number;
  readonly onError: (error: unknown) => void;
}

/** Removes the files of jobs that are older than the time to live and have no record any more. */
async function removeOrphanedMedia({ media, records, ttlMs, onError }: Orphans): Promise<void> {
  for (const job of await media.jobsOlderThan(ttlMs)) {
    if (!(await records.exists(job))) await media.removeJob(job).catch(onError);
  }
}

/** Runs `work` now and then again `ms` after each end, never twice at a time. `stop` waits for a run under way. */
function every(ms: number, work: () => Promise<unknown>, onError: (error: unknown) => void) {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const run = async () => {
    await work().catch(onError);
    if (!stopped) timer = setTimeout(start, ms);
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
