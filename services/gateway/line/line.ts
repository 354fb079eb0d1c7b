import { priorityOf } from "@guchi/chain/fairness.ts";
import type { JobClient } from "@guchi/chain/client.ts";
import type { JobRecord } from "@guchi/chain/job/record.ts";
import { languageOf } from "@guchi/contracts/language/of-text.ts";
import type { Secret } from "@guchi/platform/redis/secret.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { Redis } from "ioredis";
import type { Admission } from "../load/admission.ts";
import { mediaUrls } from "../media/url.ts";
import { LineApi } from "./api.ts";
import { BotName } from "./bot-name.ts";
import { Courier } from "./courier.ts";
import { createForgetStage } from "./forget.ts";
import { Intake } from "./intake.ts";
import { KeptAnswers } from "./kept.ts";
import { Parcels } from "./parcel.ts";
import type { GatewayRuntime } from "../settings.ts";
import type { LineRoutesOptions } from "./routes.ts";
import type { LineSettings } from "./settings.ts";
import { channelTokens } from "./token.ts";
import { Asked, Trail } from "./trail.ts";
import { Watch, type Talk } from "./watch.ts";
import { lineEvents, lineSends } from "./metrics.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

interface Deps {
  readonly runtime: Pick<GatewayRuntime, "cipher" | "config" | "log" | "media" | "metrics" | "records" | "redis">;
  /** Over a connection that fails fast: the webhook's. */
  readonly client: JobClient;
  readonly redis: Redis;
  readonly admission: Pick<Admission, "letIn" | "letInNotice">;
  readonly mediaSecret: Secret;
}

/** What the gateway runs of LINE. */
export interface Line {
  readonly routes: LineRoutesOptions;
  /** For the reply stage. */
  readonly courier: Courier;
  /** Says sorry for a job that failed before there was an answer. */
  readonly apologize: (record: JobRecord) => Promise<void>;
  readonly close: () => void;
}

/**
 * Puts LINE's parts together. The webhook's side fails fast when Redis is away, the sending side
 * waits for it.
 */
export function createLine(settings: LineSettings, { runtime, client, redis, admission, mediaSecret }: Deps): Line {
  const { config, log, metrics } = runtime;
  const ttl = { jobTtlSeconds: config.JOB_TTL, cipher: runtime.cipher };
  const tokens = channelTokens(settings, runtime.redis);
  const api = new LineApi({ baseUrl: settings.apiBaseUrl, tokens });
  const name = new BotName(api);
  const intake = new Intake({
    client,
    trail: new Trail(redis, ttl),
    pipeline: settings.pipeline,
    admission,
    priorityOf: async (user) => priorityOf(redis, keys, user),
    onTalk: (talk) => watch.begin(talk),
    herName: async () => name.get(),
    log,
  });
  const askToWait = async (talk: Talk) => intake.askToWait(talk);
  const watch = new Watch({
    api,
    client,
    parcels: new Parcels(redis, ttl),
    kept: new KeptAnswers(redis, ttl),
    askToWait,
    log,
  });
  const courier = new Courier({
    api,
    parcels: new Parcels(runtime.redis, ttl),
    kept: new KeptAnswers(runtime.redis, ttl),
    trail: new Trail(runtime.redis, ttl),
    records: runtime.records(),
    media: runtime.media,
    publicBaseUrl: settings.publicBaseUrl,
    // A message cannot be changed any more: its URLs live as long as the files.
    mediaUrls: () => mediaUrls({ secret: mediaSecret, ttlSeconds: config.JOB_TTL }, settings.publicBaseUrl),
    count: (way, verdict) => metrics.count(lineSends, { way, verdict }),
  });
  return {
    routes: {
      channelSecret: settings.channelSecret,
      intake,
      count: (what) => metrics.count(lineEvents, { what }),
    },
    courier,
    apologize: async (record) => {
      // There is an answer then, and it could not be sent: an apology would fare no better.
      if (stoppedStage(record) === "reply" || !fits(Asked, record.input)) return;
      const { text = "", line, user } = record.input;
      await intake.apologize({ job: record.id, language: languageOf(text), line, user });
    },
    close: () => watch.close(),
  };
}

function stoppedStage({ layout, stopped }: JobRecord): string | undefined {
  return layout.steps.find(({ name }) => name === stopped)?.stage;
}

/**
 * The stage that forgets. It runs with or without LINE's settings: what was asked for must happen.
 */
export function lineForgetStage({ config, redis }: Deps["runtime"], client: JobClient) {
  const ttl = { jobTtlSeconds: config.JOB_TTL };
  return createForgetStage({
    client,
    trail: new Trail(redis, ttl),
    kept: new KeptAnswers(redis, ttl),
    redis,
  });
}
