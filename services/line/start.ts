import { StageError } from "@guchi/chain/errors.ts";
import { priorityOf } from "@guchi/chain/fairness.ts";
import { Admission } from "@guchi/platform/load/admission.ts";
import { Bound } from "@guchi/platform/load/bound.ts";
import { mediaUrls } from "@guchi/platform/media/url.ts";
import type { Messenger } from "@guchi/platform/messenger/messenger.ts";
import { createDeliveryStage } from "@guchi/platform/messenger/stage.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import { createBudget } from "@guchi/providers/budget.ts";
import { SharedSecret } from "@guchi/platform/redis/secret.ts";
import type { Running, Runtime } from "@guchi/platform/service/runtime.ts";
import { LINE } from "./address.ts";
import { LineApi } from "./api/api.ts";
import { BotName } from "./api/bot-name.ts";
import { channelTokens } from "./api/token.ts";
import { Courier } from "./delivery/courier.ts";
import { createDeliver } from "./delivery/deliver.ts";
import { KeptAnswers } from "./delivery/kept.ts";
import { Parcels } from "./delivery/parcel.ts";
import { asksForFilm, FILM_PIPELINE } from "./events/film-words.ts";
import { Intake } from "./events/intake.ts";
import { createEventStage } from "./events/stage.ts";
import { Trail } from "./events/trail.ts";
import { Watch, type Talk } from "./events/watch.ts";
import { createForgetStage } from "./forget/forget.ts";
import { lineSends } from "./metrics.ts";
import { dataBaseUrlOf, fetchContent } from "./transcription/content.ts";
import type { TranscriptionProvider } from "./transcription/providers/provider.ts";
import { transcribers } from "./transcription/settings.ts";
import { createTranscriptionStage, type FetchContent } from "./transcription/stage.ts";
import { linePipelines, lineSettings, type LineSettings, type settings } from "./settings.ts";

type LineRuntime = Runtime<typeof settings>;

/** Words to users beside the jobs, of the jobs that may wait: each costs one short call. */
const NOTICE_SHARE = 10;
const MIN_NOTICES = 100;

/**
 * Starts what works on LINE's events and answers. Forgetting runs without LINE's settings, too:
 * what was asked for must happen.
 */
export async function start(runtime: LineRuntime): Promise<Running> {
  const { config, pipelines } = runtime;
  const line = lineSettings(config, linePipelines(pipelines));
  const queues = runtime.queues();
  const client = runtime.client(queues);
  const ttl = { jobTtlSeconds: config.JOB_TTL, cipher: runtime.cipher };
  const kept = new KeptAnswers(runtime.redis, ttl);
  const trail = new Trail(runtime.redis, ttl);
  const forgetting = await runtime.work(createForgetStage({ client, trail, kept, redis: runtime.redis }));
  const speaking = line === undefined ? await refuse(runtime) : await speak(line, runtime, { client, trail, kept });
  return {
    close: async () => {
      await Promise.all([forgetting.close(), speaking.close()]);
      await queues.close();
    },
  };
}

/** Without LINE's settings, what is left of events and answers fails, visibly. */
async function refuse(runtime: LineRuntime): Promise<Running> {
  return work(runtime, { intake: { take: off }, deliver: off, fetch: off });
}

async function off(): Promise<never> {
  throw new StageError("LINE is not configured here.", { code: "provider_misconfigured", class: "permanent" });
}

interface Doing {
  readonly intake: Pick<Intake, "take">;
  readonly deliver: Messenger["deliver"];
  readonly fetch: FetchContent;
}

/** Works on events, voice messages and deliveries. */
async function work(runtime: LineRuntime, { intake, deliver, fetch }: Doing): Promise<Running> {
  const { config, pipelines, redis } = runtime;
  const providers = await createTranscribers(config);
  const working = await Promise.all([
    runtime.work(createEventStage(intake)),
    runtime.work(createTranscriptionStage({ providers, fetch, budget: createBudget(redis, config) })),
    runtime.work(createDeliveryStage({ name: LINE, deliver }, { records: runtime.records(), pipelines })),
  ]);
  return { close: async () => void (await Promise.all(working.map((each) => each.close()))) };
}

/** Who listens. The SDK is loaded only where somebody does. */
async function createTranscribers(config: LineRuntime["config"]): Promise<readonly TranscriptionProvider[]> {
  const names = transcribers.of(config);
  const engines = names.length === 0 ? undefined : await import("./transcription/providers/openai.ts");
  return names.flatMap((name) => engines?.TRANSCRIBERS[name](config) ?? []);
}

interface Parts {
  readonly client: ReturnType<LineRuntime["client"]>;
  readonly trail: Trail;
  readonly kept: KeptAnswers;
}

async function speak(line: LineSettings, runtime: LineRuntime, { client, trail, kept }: Parts): Promise<Running> {
  const { config, log, metrics, redis, pipelines } = runtime;
  await runtime.watchMedia();
  const secret = await SharedSecret.of(redis, "media");
  const records = runtime.records();
  const parcels = new Parcels(redis, { jobTtlSeconds: config.JOB_TTL, cipher: runtime.cipher });
  const tokens = channelTokens(line, redis);
  const api = new LineApi({ baseUrl: line.apiBaseUrl, tokens });
  const name = new BotName(api);
  const most = config.MAX_QUEUED_JOBS;
  const intake = new Intake({
    client,
    trail,
    pipelineOf: (text) => (asksForFilm(text) ? FILM_PIPELINE : line.pipeline),
    admission: new Admission({ redis, pipelines, records, maxQueuedJobs: most }),
    notices: new Bound(redis, ["line-notice"], Math.max(MIN_NOTICES, most / NOTICE_SHARE)),
    priorityOf: async (user) => priorityOf(redis, keys, user),
    onTalk: (talk) => watch.begin(talk),
    herName: async () => name.get(),
    hears: transcribers.of(config).length > 0,
    log,
  });
  const askToWait = async (talk: Talk) => intake.askToWait(talk);
  const watch = new Watch({ api, client, parcels, kept, askToWait, log });
  const courier = new Courier({
    api,
    parcels,
    kept,
    trail,
    records,
    media: runtime.media,
    publicBaseUrl: line.publicBaseUrl,
    // A message cannot be changed any more: its URLs live as long as the files.
    mediaUrls: () => mediaUrls({ secret, ttlSeconds: config.JOB_TTL }, line.publicBaseUrl),
    count: (way, verdict) => metrics.count(lineSends, { way, verdict }),
  });
  const working = await work(runtime, {
    intake,
    deliver: createDeliver({ courier, intake }),
    fetch: async (messageId, signal) =>
      fetchContent(messageId, { dataBaseUrl: dataBaseUrlOf(line.apiBaseUrl), tokens }, signal),
  });
  return {
    close: async () => {
      watch.close();
      await working.close();
    },
  };
}
