import { StageError } from "@guchi/chain/errors.ts";
import { priorityOf } from "@guchi/chain/fairness.ts";
import { asksForAnotherFilm, asksForFilm, FILM_PIPELINE } from "@guchi/contracts/film-words.ts";
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
import { createDeliver } from "./delivery/messenger.ts";
import { LineState } from "./delivery/outage.ts";
import { Sender } from "./delivery/deliver.ts";
import { Deliveries } from "./delivery/store.ts";
import { Intake } from "./events/intake.ts";
import { createEventStage } from "./events/stage.ts";
import { Ownership } from "./events/ownership.ts";
import { Company } from "./events/company.ts";
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
  const ownership = new Ownership(runtime.redis, { jobTtlSeconds: config.JOB_TTL });
  const forgetting = await runtime.work(createForgetStage({ client, ownership, redis: runtime.redis }));
  const speaking = line === undefined ? await refuse(runtime) : await speak(line, runtime, { client, ownership });
  return {
    close: async () => {
      await Promise.all([forgetting.close(), speaking.close()]);
      await queues.close();
    },
  };
}

/**
 * Without LINE's settings, what is left of answers fails, visibly, and may be tried again. Events,
 * which LINE was told are taken, wait for a process that has them.
 */
async function refuse(runtime: LineRuntime): Promise<Running> {
  return work(runtime, { intake: { take: off("transient") }, deliver: off("permanent"), fetch: off("permanent") });
}

function off(errorClass: "transient" | "permanent") {
  return async (): Promise<never> => {
    throw new StageError("LINE is not configured here.", { code: "provider_misconfigured", class: errorClass });
  };
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
  readonly ownership: Ownership;
}

async function speak(line: LineSettings, runtime: LineRuntime, { client, ownership }: Parts): Promise<Running> {
  const { config, log, metrics, redis, pipelines } = runtime;
  await runtime.watchMedia();
  const secret = await SharedSecret.of(redis, "media");
  const records = runtime.records();
  const deliveries = new Deliveries(redis, { jobTtlSeconds: config.JOB_TTL, cipher: runtime.cipher });
  const tokens = channelTokens(line, redis);
  const api = new LineApi({ baseUrl: line.apiBaseUrl, tokens });
  const name = new BotName(api);
  const most = config.MAX_QUEUED_JOBS;
  const intake = new Intake({
    client,
    ownership,
    // Nobody here knows whether a film came just before.
    pipelineOf: (text) => (asksForFilm(text) || asksForAnotherFilm(text) ? FILM_PIPELINE : line.pipeline),
    admission: new Admission({ redis, pipelines, records, maxQueuedJobs: most }),
    notices: new Bound(redis, ["line-notice"], Math.max(MIN_NOTICES, most / NOTICE_SHARE)),
    priorityOf: async (user) => priorityOf(redis, keys, user),
    onTalk: (talk) => company.begin(talk),
    herName: async () => name.get(),
    hears: transcribers.of(config).length > 0,
    log,
  });
  const company = new Company({ api, client, deliveries, askToWait: async (talk) => intake.askToWait(talk), log });
  const sender = new Sender({
    api,
    deliveries,
    lineState: new LineState(redis),
    ownership,
    records,
    pipelines,
    media: runtime.media,
    pushesToGroups: line.pushesToGroups,
    publicBaseUrl: line.publicBaseUrl,
    // A message cannot be changed any more: its URLs live as long as the files.
    mediaUrls: () => mediaUrls({ secret, ttlSeconds: config.JOB_TTL }, line.publicBaseUrl),
    count: (way, verdict) => metrics.count(lineSends, { way, verdict }),
  });
  const working = await work(runtime, {
    intake,
    deliver: createDeliver({ sender, intake }),
    fetch: async (messageId, signal) =>
      fetchContent(messageId, { dataBaseUrl: dataBaseUrlOf(line.apiBaseUrl), tokens }, signal),
  });
  return {
    close: async () => {
      company.close();
      await working.close();
    },
  };
}
