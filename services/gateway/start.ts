import type { JobClient } from "@guchi/chain/client.ts";
import { RecentRecords } from "@guchi/chain/job/recent-records.ts";
import type { Queues } from "@guchi/chain/queues.ts";
import { JobWatch } from "@guchi/chain/watch.ts";
import { Schedules } from "@guchi/chain/schedule/store.ts";
import { whenReady } from "@guchi/chain/redis/connect.ts";
import { SharedSecret, type Secret } from "@guchi/platform/redis/secret.ts";
import type { Running } from "@guchi/platform/service/runtime.ts";
import { StartError } from "@guchi/platform/service/start-error.ts";
import type { FastifyInstance } from "fastify";
import type { Redis } from "ioredis";
import { buildApp } from "./app.ts";
import { workOnBulk } from "./bulk/work.ts";
import { CallbackSender } from "./callbacks/send.ts";
import { createCallbackStage } from "./callbacks/stage.ts";
import type { GuestRules } from "./guests/guests.ts";
import { guestRules } from "./guests/settings.ts";
import { basePathOf } from "./http/base-path.ts";
import { isLoopback } from "./http/local.ts";
import { viewJob } from "./jobs/view.ts";
import { Admission } from "@guchi/platform/load/admission.ts";
import { Bound } from "@guchi/platform/load/bound.ts";
import { LINE_EVENT_PIPELINE } from "@guchi/contracts/line.ts";
import { channelSecrets } from "@guchi/contracts/line/channels.ts";
import { mediaUrls } from "@guchi/platform/media/url.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { workOnSchedules } from "./schedules/work.ts";
import type { GatewayRuntime } from "./settings.ts";
import { webhookEvents } from "./webhook/metrics.ts";
import type { WebhookOptions } from "./webhook/routes.ts";
import { takeIn } from "./webhook/take-in.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

/** How long requests under way may take at a stop, in ms. */
const REQUESTS_END_MS = 3_000;
/** So long after the start the page is made, in ms, unless somebody opens it before. */
const PAGE_AFTER_MS = 2_000;

/** HTTP in, and the housekeeping of the chain. */
export async function start(runtime: GatewayRuntime): Promise<Running> {
  const { config, pipelines } = runtime;
  await runtime.watchMedia();
  const redis = runtime.connect("producer");
  await whenReady(redis);
  const queues = runtime.queues(redis);
  const mediaSecret = await SharedSecret.of(runtime.redis, "media");
  const guestSecret = await SharedSecret.of(runtime.redis, "guest");
  const adminSecret = await SharedSecret.of(runtime.redis, "admin");
  const guests = guestRules(config, guestSecret);
  const client = runtime.client(queues, { replicas: config.REDIS_WAIT_REPLICAS, recent: new RecentRecords() });
  const admission = new Admission({
    redis,
    pipelines,
    records: runtime.records(redis),
    maxQueuedJobs: config.MAX_QUEUED_JOBS,
  });
  const housekeeping = startHousekeeping(runtime, [mediaSecret, guestSecret, adminSecret]);
  const { mediaBytes } = housekeeping;
  const app = await createApp(runtime, {
    queues,
    client,
    admission,
    mediaSecret,
    adminSecret,
    mediaBytes,
    guests,
    webhook: webhookOf(runtime, client, redis),
  });
  const callbacks = await workOnCallbacks(runtime, mediaSecret);
  const schedules = await workOnSchedules(runtime, { redis, admission, client });
  const bulk = await workOnBulk(runtime, { client, admission });
  await listen(app, runtime);
  // The page's first visitor does not wait for its making, and the other services' start neither.
  const page = setTimeout(() => void app.inject("/").catch(() => undefined), PAGE_AFTER_MS);
  return {
    close: async () => {
      clearTimeout(page);
      await Promise.all([closeServer(app), housekeeping.close(), callbacks.close(), schedules.close(), bulk.close()]);
      await queues.close();
    },
  };
}

/** Lets requests under way end, but not for ever: a connection that says nothing counts as busy. */
async function closeServer(app: FastifyInstance): Promise<void> {
  const force = setTimeout(() => app.server.closeAllConnections(), REQUESTS_END_MS);
  await app.close();
  clearTimeout(force);
}

interface AppParts {
  readonly queues: Queues;
  readonly client: JobClient;
  readonly admission: Admission;
  readonly mediaSecret: Secret;
  readonly adminSecret: Secret;
  readonly mediaBytes: () => number | undefined;
  readonly guests: GuestRules | undefined;
  readonly webhook: WebhookOptions | undefined;
}

async function createApp(runtime: GatewayRuntime, parts: AppParts): Promise<FastifyInstance> {
  const { config, log, media } = runtime;
  const { queues } = parts;
  const app = await buildApp({
    ...parts,
    pipelines: runtime.pipelines,
    stages: runtime.installation.stages,
    metrics: runtime.installation.metrics,
    gauges: runtime.installation.gauges,
    dataDir: config.DATA_DIR,
    redis: queues.redis,
    schedules: new Schedules({ redis: queues.redis, queues, cipher: runtime.cipher }),
    watch: new JobWatch(runtime.connect("subscriber"), keys),
    media,
    mediaRedirects: config.S3_PRESIGN === "true",
    mediaUrlTtlSeconds: config.MEDIA_URL_TTL,
    publicBaseUrl: config.PUBLIC_BASE_URL,
    admin: {
      password: config.ADMIN_PASSWORD,
      readPassword: config.ADMIN_READ_PASSWORD,
      secret: parts.adminSecret,
      dataDir: config.DATA_DIR,
      mediaMaxBytes: config.MEDIA_MAX_BYTES,
      maxQueuedJobs: config.MAX_QUEUED_JOBS,
      budget: { budgetUsd: config.DAILY_BUDGET_USD, timeZone: config.TIME_ZONE },
    },
    trustProxy: config.TRUST_PROXY,
    access: { apiKeys: config.API_KEYS, rateLimit: config.API_RATE_LIMIT, guests: parts.guests },
    callbacks: { secret: config.CALLBACK_SECRET, allowPrivate: config.CALLBACK_ALLOW_PRIVATE === "true" },
    log: log.child({}),
    tracer: runtime.tracer,
  });
  const { PUBLIC_BASE_URL: base } = config;
  if (config.API_KEYS === undefined && base !== undefined && !isLoopback(new URL(base).host)) {
    log.warn(
      { code: "api.local_only" },
      "PUBLIC_BASE_URL is public and API_KEYS is not set: /jobs answers this machine only. A proxy on this machine must set X-Forwarded-For, or its callers count as local",
    );
  }
  return app;
}

/** The stage that sends callbacks, with its connections. */
async function workOnCallbacks(runtime: GatewayRuntime, mediaSecret: Secret): Promise<Running> {
  const { config } = runtime;
  const sender = new CallbackSender({ allowPrivate: config.CALLBACK_ALLOW_PRIVATE === "true" });
  const records = runtime.records();
  const base = config.PUBLIC_BASE_URL ?? `http://localhost:${config.PORT}`;
  const stage = createCallbackStage({
    sender,
    secret: config.CALLBACK_SECRET,
    find: (id) => records.read(id),
    view: (record) => {
      const pipeline = runtime.pipelines.get(record.pipeline);
      const media = mediaUrls({ secret: mediaSecret, ttlSeconds: config.MEDIA_URL_TTL }, base);
      const urls = { media, basePath: basePathOf(config.PUBLIC_BASE_URL) };
      return pipeline === undefined ? undefined : viewJob(pipeline, record, urls);
    },
  });
  const working = await runtime.work(stage);
  return {
    close: async () => {
      await working.close();
      await sender.close();
    },
  };
}

/** What takes LINE's webhooks in, over a connection that fails fast; undefined: LINE is off. */
function webhookOf({ config, metrics }: GatewayRuntime, client: JobClient, redis: Redis): WebhookOptions | undefined {
  const secrets = channelSecrets(config);
  if (secrets.size === 0) return undefined;
  const bound = new Bound(redis, [LINE_EVENT_PIPELINE], config.MAX_QUEUED_JOBS);
  return {
    secrets,
    take: async (event) => takeIn({ client, bound }, event),
    count: (how, channel) => metrics.count(webhookEvents, { how, channel }),
  };
}

async function listen(app: FastifyInstance, { config }: GatewayRuntime): Promise<void> {
  try {
    const { level } = app.log;
    app.log.level = "warn"; // what Fastify says of it, the banner says, and before it nothing
    await app.listen({ port: config.PORT, host: config.HOST });
    app.log.level = level;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") throw new StartError(`PORT must be a free port, and ${config.PORT} is in use`);
    if (code === "EACCES") throw new StartError(`PORT must be one that this user may open, and ${config.PORT} is not`);
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw new StartError(`HOST must be an address of this machine, and "${config.HOST}" is not`);
    }
    throw error;
  }
}
