import { callBack } from "@guchi/chain/callback.ts";
import { Schedules } from "@guchi/chain/schedule/store.ts";
import { Sweeper } from "@guchi/chain/sweep.ts";
import { WAKE_EVERY_MS, Waker } from "@guchi/chain/waker.ts";
import { JobIndex } from "@guchi/chain/job/job-index.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { SharedSecret } from "@guchi/platform/redis/secret.ts";
import type { Running } from "@guchi/platform/service/runtime.ts";
import { MediaTidying } from "./media/tidy.ts";
import type { GatewayRuntime } from "./settings.ts";
import { stageStates } from "./stages/state.ts";
import { StageWatch } from "./stages/watch.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

const STAGES_EVERY_MS = 5_000;
const MEDIA_EVERY_MS = 60_000;
/** A look at 100,000 folders takes some 10 s: never more than a twentieth of the time. */
const MEDIA_SHARE = 20;
const INDEX_EVERY_MS = 60_000;
/** A schedule of which a dead process told BullMQ nothing is found within this, in ms. */
const SCHEDULES_EVERY_MS = 30_000;
/** For so long the gateways may disagree after Redis was emptied under them, in ms. */
const SECRET_EVERY_MS = 5_000;

export interface Housekeeping extends Running {
  /** How many bytes the media store holds; undefined before the first look. */
  readonly mediaBytes: () => number | undefined;
}

/**
 * Periodic work. Every gateway process does it; doing it twice at a time harms nothing, since each
 * step is idempotent.
 */
export function startHousekeeping(
  runtime: GatewayRuntime,
  secrets: readonly Pick<SharedSecret, "agree">[],
): Housekeeping {
  const { config, log, redis, pipelines } = runtime;
  const records = runtime.records();
  const queues = runtime.queues();
  const client = runtime.client(queues);
  const index = new JobIndex(redis, keys);
  const onFinished = (record: JobRecord) => callBack({ client, records }, record);
  const notLoaded = new Set<string>();
  const onNotLoaded = (pipeline: string) => {
    if (notLoaded.has(pipeline)) return;
    notLoaded.add(pipeline);
    log.warn({ pipeline }, "unfinished jobs of a pipeline that is not loaded wait: EXTENSIONS must name its folder");
  };
  const sweeper = new Sweeper({ records, queues, pipelines, log, onFinished, onNotLoaded });
  const sweeping = every(
    () => sweeper.pauseMs,
    () => sweeper.pass(),
    onError("sweep"),
  );
  const waker = new Waker({ client, records, log });
  const waking = every(WAKE_EVERY_MS, () => waker.pass(), onError("look for due jobs"));
  const { stages } = runtime.installation;
  const stageWatch = new StageWatch(log);
  const watching = every(
    STAGES_EVERY_MS,
    async () => stageWatch.look(await stageStates({ redis, queues }, stages)),
    onError("look at the stages"),
  );
  const trimming = every(
    INDEX_EVERY_MS,
    () => index.trim([...pipelines.keys()], Date.now() - config.JOB_TTL * 1_000),
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
  const agreeing = every(SECRET_EVERY_MS, () => Promise.all(secrets.map((each) => each.agree())), onError("secrets"));
  const schedules = new Schedules({ redis, queues, cipher: runtime.cipher });
  const settling = every(SCHEDULES_EVERY_MS, () => schedules.settle(), onError("look at the schedules"));
  function onError(what: string) {
    return (error: unknown) => log.error({ err: error }, `${what} failed`);
  }
  return {
    mediaBytes: () => media.bytes,
    close: async () => {
      const all = [sweeping, waking, watching, tidying, trimming, agreeing, settling];
      await Promise.all(all.map((each) => each.stop()));
      await queues.close();
    },
  };
}

/**
 * Runs `work` now and then again `pause` (in ms) after each end, or `share` times as long as it
 * took, never twice at a time. `stop` waits for a run under way.
 */
function every(
  pause: number | (() => number),
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
  share = 0,
) {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const run = async () => {
    const startedAt = performance.now();
    await work().catch(onError);
    const pauseMs = typeof pause === "number" ? pause : pause();
    if (!stopped) timer = setTimeout(start, Math.max(pauseMs, share * (performance.now() - startedAt)));
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
