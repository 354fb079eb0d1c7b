import { callBack } from "@guchi/chain/callback.ts";
import { Schedules } from "@guchi/chain/schedule/store.ts";
import { Sweeper } from "@guchi/chain/sweep.ts";
import { WAKE_EVERY_MS, Waker } from "@guchi/chain/waker.ts";
import { JobIndex } from "@guchi/chain/job/job-index.ts";
import type { JobRecords } from "@guchi/chain/job/records.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import type { SharedSecret } from "@guchi/platform/redis/secret.ts";
import type { Running } from "@guchi/platform/service/runtime.ts";
import { CountHistory } from "./charts/history.ts";
import { every } from "./every.ts";
import type { GatewayLog } from "./log-codes.ts";
import { MediaTidying } from "./media/tidy.ts";
import type { GatewayRuntime } from "./settings.ts";
import { stageStates } from "./stages/state.ts";
import { startWatches } from "./watches.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

/** Counts are kept of each minute, within this after its begin, in ms. */
const COUNTS_EVERY_MS = 5_000;
const MEDIA_EVERY_MS = 60_000;
/** A list of a bucket is a paid request for a thousand files each. */
const BUCKET_EVERY_MS = 3_600_000;
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
  const { config, log, redis, pipelines, tracer } = runtime;
  const records = runtime.records();
  const queues = runtime.queues();
  const client = runtime.client(queues);
  const index = new JobIndex(redis, keys);
  const onFinished = (record: JobRecord) => callBack({ client, records }, record);
  const onNotLoaded = tellNotLoaded(log);
  const sweeper = new Sweeper({ records, queues, pipelines, log, tracer, onFinished, onNotLoaded });
  const sweeping = every(
    () => sweeper.pauseMs,
    () => sweeper.pass(),
    onError("sweep"),
  );
  const waker = new Waker({ client, records, log });
  const waking = every(WAKE_EVERY_MS, () => waker.pass(), onError("look for due jobs"));
  const { stages } = runtime.installation;
  const watches = startWatches(runtime, { queues, client, index }, onError);
  const history = new CountHistory({ redis, pipelines, states: () => stageStates({ redis, queues }, stages) });
  const sampling = every(COUNTS_EVERY_MS, () => history.keep(), onError("keep the counts"));
  const owned = (config.API_KEYS ?? []).flatMap(({ name }) => (name === undefined ? [] : [keys.owned(name)]));
  const trimming = every(
    INDEX_EVERY_MS,
    () => index.trim([...pipelines.keys()], Date.now() - config.JOB_TTL * 1_000, owned),
    onError("index clean-up"),
  );
  const { media, everyMs } = mediaTidying(runtime, records);
  const tidying = every(everyMs, () => media.pass(), onError("media clean-up"), MEDIA_SHARE);
  const agreeing = every(SECRET_EVERY_MS, () => Promise.all(secrets.map((each) => each.agree())), onError("secrets"));
  const schedules = new Schedules({ redis, queues, cipher: runtime.cipher });
  const settling = every(SCHEDULES_EVERY_MS, () => schedules.settle(), onError("look at the schedules"));
  function onError(what: string) {
    return (error: unknown) => log.error({ code: "look.failed", look: what, err: error }, `${what} failed`);
  }
  return {
    mediaBytes: () => media.bytes,
    close: async () => {
      const all = [sweeping, waking, ...watches, tidying, sampling, trimming, agreeing, settling];
      await Promise.all(all.map((each) => each.stop()));
      await queues.close();
    },
  };
}

/** The clean-up of the media store, and how long it pauses in between, in ms. */
function mediaTidying({ config, media, log }: GatewayRuntime, records: JobRecords) {
  const isInBucket = config.MEDIA_STORE === "s3";
  const maxBytes = isInBucket ? undefined : config.MEDIA_MAX_BYTES;
  return {
    media: new MediaTidying({ media, records, ttlMs: config.JOB_TTL * 1_000, maxBytes, log }),
    everyMs: isInBucket ? BUCKET_EVERY_MS : MEDIA_EVERY_MS,
  };
}

/** Tells once of each pipeline that is not loaded. */
function tellNotLoaded(log: GatewayLog): (pipeline: string) => void {
  const told = new Set<string>();
  return (pipeline) => {
    if (told.has(pipeline)) return;
    told.add(pipeline);
    const what = "unfinished jobs of a pipeline that is not loaded wait: EXTENSIONS must name its folder";
    log.warn({ code: "pipeline.not_loaded", pipeline }, what);
  };
}
