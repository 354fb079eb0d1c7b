import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings } from "../../shared/platform/config/settings.ts";
import type { Stage, StageContext } from "../../shared/chain/stage.ts";
import { newMediaKey } from "../../shared/platform/media/store.ts";
import { createLog } from "../../shared/platform/log/log.ts";
import { startTracing } from "../../shared/platform/telemetry/tracing.ts";
import { loadInstallation } from "../../shared/platform/service/load.ts";
import { Runtime, type Running } from "../../shared/platform/service/runtime.ts";
import { testRuntime } from "../../shared/platform/testing/runtime.ts";
import { startServiceProcess } from "../../shared/platform/testing/service-process.ts";
import { SHARDS } from "../../shared/chain/redis/keys.ts";
import { keys } from "../../shared/platform/redis/keys.ts";
import { deliveryCause } from "../../shared/chain/delivery.ts";
import { jobIdOf } from "../../shared/chain/job/id.ts";
import { fits, parseAs } from "../../shared/chain/schema.ts";
import { personaSays } from "../../shared/contracts/testing/persona.ts";
import { testStage } from "../../shared/chain/testing/chain.ts";
import { freePort } from "../../shared/chain/testing/port.ts";
import { keysOf, redisAsText, startTestRedis } from "../../shared/chain/testing/redis.ts";
import { until } from "../../shared/chain/testing/until.ts";
import type { Redis } from "ioredis";
import Type from "typebox";
import { startFakeLine, type FakeLine } from "../fakes/line/server.ts";
import { lineId, postWebhook, sign, textEvent, webhookBody } from "../fakes/line/webhook.ts";

export const CHANNEL_SECRET = "0123456789abcdef0123456789abcdef";
export const PUBLIC = "https://guchi.example/base";
export const COMPLAINT = "残業ばっかりで疲れた";

/** Known by a few words of it: what she says is the reply service's business. */
export const SAID = {
  forgotten: /^ごめんね、そのお話はもう手元に残っていない/,
  sticker: /^わあ、かわいいスタンプ/,
  sorry: /^聞いてたよ。なのに/,
  erased: /全部忘れたよ。/,
} as const;

export const types = (messages: readonly { readonly type: string }[] = []) => messages.map(({ type }) => type);

type Json = Record<string, unknown>;
type Script = (input: Json, context: StageContext) => Promise<Json> | Json;

/**
 * What the stages before the reply do; a test may change it. They make up results at once, without
 * the engines.
 */
export interface Stages {
  sentiment: Script;
  persona: Script;
  imagegen: Script;
  tts: Script;
}

const ONE = { concurrency: 4 };
/** The stages before the reply, in this process. */
const STAGES = { name: "stages", stages: { sentiment: ONE, persona: ONE, imagegen: ONE, tts: ONE } };

export type LineSystem = Awaited<ReturnType<typeof startLineSystem>>;

/** The services that a LINE message meets beside the quick stages. */
const SERVICES = ["reply", "line", "gateway"] as const;
/** A test opens `movies` itself, which reads its films in. */
type ServiceName = (typeof SERVICES)[number] | "movies";

interface Options {
  readonly env?: NodeJS.ProcessEnv;
  readonly fake?: Parameters<typeof startFakeLine>[0];
  /** Not to start these yet. */
  readonly without?: readonly ServiceName[];
}

/**
 * The services that a LINE message meets, over a real Redis and a fake LINE, with quick stages in
 * this process.
 */
export async function startLineSystem({ env = {}, fake: fakeOptions = {}, without = [] }: Options = {}) {
  const redis = await startTestRedis();
  const dir = await mkdtemp(join(tmpdir(), "guchi-line-"));
  const fake = await startFakeLine({ channelSecret: CHANNEL_SECRET, ...fakeOptions });
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const variables = {
    PORT: String(port),
    REDIS_URL: redis.url,
    DATA_DIR: dir,
    PUBLIC_BASE_URL: PUBLIC,
    LINE_CHANNEL_SECRET: CHANNEL_SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: fake.accessToken,
    LINE_API_BASE_URL: fake.url,
    LOG_LEVEL: process.env["TEST_LOG_LEVEL"] ?? "silent",
    ...env,
  };
  const loaded = await loadInstallation();
  const { installation } = loaded;
  const serviceOf = (name: ServiceName) => {
    return loaded.services.find(({ service }) => service.name === name) ?? assert.fail(`no service ${name}`);
  };
  const settings = readSettings(STAGES, variables);
  const tracing = await startTracing(STAGES.name, settings, createLog(STAGES.name, settings));
  const stagesRuntime = testRuntime(STAGES, variables, [...installation.pipelines.values()], tracing);
  const stages = quickStages(stagesRuntime);
  const workers = await Promise.all(
    (Object.keys(stages) as (keyof Stages)[]).map(async (name) => stagesRuntime.work(scripted(name, stages))),
  );
  const running: Running[] = [];
  const connection = redis.connect();
  const records = stagesRuntime.records();

  /** Starts a service in this process, with another environment where that is said. */
  async function open(name: ServiceName, other: NodeJS.ProcessEnv = {}): Promise<Running> {
    const { service } = serviceOf(name);
    const config = readSettings(service, { ...variables, ...other });
    const tracing = await startTracing(name, config, createLog(name, config));
    const runtime = new Runtime({ name, config, installation, tracing });
    const started = await service.start(runtime);
    const handle = { close: async () => runtime.stop(started) };
    running.push(handle);
    return handle;
  }

  /** A service as a process of its own, for a test to kill, or one that dies at a fault point. */
  async function spawnService(name: ServiceName, dieAt?: string) {
    const started = await startServiceProcess(serviceOf(name).file, variables, dieAt);
    running.push({ close: started.kill });
    return started;
  }

  for (const name of SERVICES) if (!without.includes(name)) await open(name);
  const post = async (...events: readonly unknown[]) => {
    const body = webhookBody(...events);
    return postWebhook(base, body, { "x-line-signature": sign(body, CHANNEL_SECRET) });
  };
  /** A message with a reply token, as LINE delivers it. */
  const message = (user: string, text = COMPLAINT, fields: Record<string, unknown> = {}) =>
    textEvent(user, text, { replyToken: fake.issueReplyToken(user), ...fields });
  /** Until every job is at its end. */
  const settled = async (timeoutMs = 30_000) => {
    const shards = Array.from({ length: SHARDS }, (_, shard) => keys.open(shard));
    const open = async () => Promise.all(shards.map(async (key) => connection.zcard(key)));
    await until("every job to end", async () => (await open()).every((count) => count === 0), timeoutMs);
  };
  return {
    base,
    /** DATA_DIR */
    dir,
    fake,
    redis,
    connection,
    records,
    stages,
    media: stagesRuntime.media,
    post,
    message,
    open,
    spawnService,
    /** Jobs that answer events, or forget. */
    jobs: async () => {
      const all = await jobIds(connection);
      const named = await Promise.all(all.map(async (id) => [id, (await records.pipelineOf(id)) ?? ""] as const));
      return named.flatMap(([id, name]) => (/^(?:line-event|deliver-line)?$/.test(name) ? [] : [id]));
    },
    /** Every job, those of events and deliveries included, and marks of purged ones. */
    allJobs: () => jobIds(connection),
    settled,
    /** Says something and waits until nothing is left to do; the answers that the user has got. */
    said: async (text = COMPLAINT, user = lineId()) => {
      await post(message(user, text));
      await settled();
      return { user, sent: fake.to(user) };
    },
    /** The same without a reply token: the answer must be pushed. */
    pushed: async (user = lineId()) => {
      await post(textEvent(user, COMPLAINT));
      await settled();
      const requests = fake.requestsTo("push").filter(({ body }) => body.includes(user));
      return { user, sent: fake.to(user), requests };
    },
    /** What became of the job that answers the user. */
    delivered: async (user: string) => {
      const found = await Promise.all((await jobIds(connection)).map(async (job) => records.read(job)));
      const mine = found.find((record) => fits(To, record?.owes) && record.owes.to.line.to === user);
      const { id = "", status, delivery } = mine ?? {};
      const sending = await records.read(jobIdOf(deliveryCause(id)));
      return { id, status, delivered: delivery?.status, error: sending?.step("deliver-line").failure?.code };
    },
    answered: (user: string, times = 1) => answered(fake, user, times),
    /** Everything that Redis holds, as text. */
    everything: () => redisAsText(connection),
    stop: async () => {
      await Promise.all(running.map((each) => each.close()));
      await Promise.all(workers.map((worker) => worker.close()));
      await stagesRuntime.close();
      await fake.close();
      await redis.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function answered(fake: FakeLine, user: string, times = 1) {
  return until(`${times} answers to ${user}`, () => fake.to(user).length >= times && fake.to(user));
}

async function jobIds(connection: Redis): Promise<string[]> {
  const found = await keysOf(connection, "guchi:{*}:job:*");
  return found.map((key) => key.slice(key.lastIndexOf(":") + 1));
}

function scripted(name: keyof Stages, stages: Stages): Stage {
  const once = { attempts: 1, backoffMs: 0, maxBackoffMs: 0 };
  const run: Stage["run"] = async (input, context) => stages[name](parseAs(Input, input), context);
  return testStage(name, run, { retry: once });
}

const To = Type.Object({ to: Type.Object({ line: Type.Object({ to: Type.String() }) }) });
const Input = Type.Record(Type.String(), Type.Unknown());

function quickStages(runtime: Runtime): Stages {
  const store = async (context: StageContext, kind: string, extension: "jpg" | "mp3") => {
    const key = newMediaKey(context.jobId, kind, extension);
    await runtime.media.put(key, Buffer.from(kind));
    return key;
  };
  return {
    sentiment: ({ text }) => ({
      label: /うれしい|happy/.test(String(text)) ? "positive" : "negative",
      score: 0.9,
      language: /[a-z]/.test(String(text)) ? "en" : "ja",
      listens: !/うれしい|happy/.test(String(text)),
      grave: false,
      ...(String(text).includes("死にたい") && { danger: { certain: true, kind: "self-harm" } }),
      provider: "test",
    }),
    persona: (_, { jobId }) => personaSays(`おつかれさま ${jobId}`),
    imagegen: async (_, context) => ({
      key: await store(context, "image", "jpg"),
      previewKey: await store(context, "preview", "jpg"),
      contentType: "image/jpeg",
      width: 1_024,
      height: 1_024,
      bytes: 5,
      provider: "test",
    }),
    tts: async (_, context) => ({
      key: await store(context, "voice", "mp3"),
      contentType: "audio/mpeg",
      durationMs: 4_200,
      bytes: 5,
      provider: "test",
    }),
  };
}
