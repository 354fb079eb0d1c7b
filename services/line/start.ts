import { deliveryName } from "@guchi/chain/delivery.ts";
import { deliveries as deliveriesTotal, jobsFinished } from "@guchi/chain/telemetry/chain-metrics.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { Admission } from "@guchi/platform/load/admission.ts";
import { Bound } from "@guchi/platform/load/bound.ts";
import { createDeliveryStage } from "@guchi/platform/messenger/stage.ts";
import { SharedSecret } from "@guchi/platform/redis/secret.ts";
import type { Running } from "@guchi/platform/service/runtime.ts";
import { createBudget } from "@guchi/providers/budget.ts";
import { Address, LINE } from "./address.ts";
import { channelOf, openChannel, type Channels, type LineRuntime, type Shared } from "./channel.ts";
import { Deliveries } from "./delivery/store.ts";
import { Ownership } from "./events/ownership.ts";
import { createEventStage } from "./events/stage.ts";
import { createForgetStage } from "./forget/forget.ts";
import { lineSends } from "./metrics.ts";
import { linePipelines, lineSettings, type LineSettings } from "./settings.ts";
import type { TranscriptionProvider } from "./transcription/providers/provider.ts";
import { transcribers } from "./transcription/settings.ts";
import { createTranscriptionStage } from "./transcription/stage.ts";

/** Words to users beside the jobs, of the jobs that may wait: each costs one short call. */
const NOTICE_SHARE = 10;
const MIN_NOTICES = 100;

/**
 * Starts what works on LINE's events and answers. Forgetting runs without LINE's settings, too:
 * what was asked for must happen.
 */
export async function start(runtime: LineRuntime): Promise<Running> {
  const { config, pipelines, redis } = runtime;
  const lines = lineSettings(config, linePipelines(pipelines));
  const queues = runtime.queues();
  const client = runtime.client(queues);
  const ownership = new Ownership(redis, { jobTtlSeconds: config.JOB_TTL });
  const forgetting = await runtime.work(createForgetStage({ client, ownership, redis }));
  const channels = await openChannels(lines, runtime, { client, ownership });
  const working = await work(runtime, channels);
  return {
    close: async () => {
      for (const channel of channels.values()) channel.close();
      await Promise.all([forgetting.close(), working.close()]);
      await queues.close();
    },
  };
}

async function openChannels(
  lines: readonly LineSettings[],
  runtime: LineRuntime,
  parts: Pick<Shared, "client" | "ownership">,
): Promise<Channels> {
  if (lines.length === 0) return new Map();
  const { config, pipelines, redis } = runtime;
  await runtime.watchMedia();
  const records = runtime.records();
  const most = config.MAX_QUEUED_JOBS;
  const shared: Shared = {
    ...parts,
    runtime,
    records,
    deliveries: new Deliveries(redis, { jobTtlSeconds: config.JOB_TTL, cipher: runtime.cipher }),
    admission: new Admission({ redis, pipelines, records, maxQueuedJobs: most }),
    notices: new Bound(redis, ["line-notice"], Math.max(MIN_NOTICES, most / NOTICE_SHARE)),
    mediaSecret: await SharedSecret.of(redis, "media"),
  };
  beginCounts(runtime.metrics, lines);
  return new Map(lines.map((line) => [line.name, openChannel(line, shared)]));
}

/**
 * Works on events, voice messages and deliveries, each by its channel. Events, which LINE was told
 * are taken, wait for a process that has that channel's settings. What is left of answers is tried
 * again, as while LINE is away: a channel is added process by process. Without any channel it fails
 * at once, visibly, and may be tried again by hand.
 */
async function work(runtime: LineRuntime, channels: Channels): Promise<Running> {
  const { config, pipelines, redis } = runtime;
  const unknown = channels.size === 0 ? "permanent" : "transient";
  const providers = await createTranscribers(config);
  const stages = [
    createEventStage({
      take: async (event, job) => channelOf(channels, event.channel, "transient").intake.take(event, job),
    }),
    createTranscriptionStage({
      providers,
      fetch: async (channel, messageId, signal) => channelOf(channels, channel, unknown).fetch(messageId, signal),
      budget: createBudget(redis, config),
    }),
    createDeliveryStage(
      {
        name: LINE,
        deliver: async (delivery, context) => {
          const { channel } = parseAs(Address, delivery.to).line;
          return channelOf(channels, channel, unknown).deliver(delivery, context);
        },
      },
      { records: runtime.records(), pipelines },
    ),
  ];
  const working = await Promise.all(stages.map((stage) => runtime.work(stage)));
  return { close: async () => void (await Promise.all(working.map((each) => each.close()))) };
}

/** Who listens. The SDK is loaded only where somebody does. */
async function createTranscribers(config: LineRuntime["config"]): Promise<readonly TranscriptionProvider[]> {
  const names = transcribers.of(config);
  const engines = names.length === 0 ? undefined : await import("./transcription/providers/openai.ts");
  return names.flatMap((name) => engines?.TRANSCRIBERS[name](config) ?? []);
}

/** What an alert waits for, though it may never happen. */
function beginCounts(metrics: LineRuntime["metrics"], lines: readonly LineSettings[]): void {
  for (const { name: channel } of lines)
    for (const verdict of ["limit", "denied", "rejected"] as const)
      for (const way of ["reply", "push"] as const) metrics.begin(lineSends, { way, verdict, channel });
  metrics.begin(deliveriesTotal, { messenger: LINE, status: "held" });
  metrics.begin(jobsFinished, { pipeline: deliveryName(LINE), status: "failed" });
}
