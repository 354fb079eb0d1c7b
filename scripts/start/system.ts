import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { misspeltWarnings, type Config } from "../../shared/platform/config/config.ts";
import { createLog } from "../../shared/platform/log/log.ts";
import { chooseProviders } from "../../shared/providers/choice.ts";
import { modelWarnings } from "../../shared/providers/model-check.ts";
import { loadPipelines, loadServices } from "../../shared/platform/service/extensions.ts";
import { claimDataDir } from "../../shared/platform/service/data-dir.ts";
import { keepRedis, type KeptRedis } from "../../shared/platform/service/kept-redis.ts";
import { findPort } from "../../shared/platform/service/port.ts";
import { requireRedis } from "../../shared/platform/service/require-redis.ts";
import { stopInOrder } from "../../shared/platform/service/stop-in-order.ts";
import { banner } from "./banner.ts";
import { keepRunning, type ServiceProcess } from "./service-process.ts";

const ROOT = join(import.meta.dirname, "..", "..");
/** In the order in which they are stopped: the door first, then the chain. */
const SERVICES = ["gateway", "sentiment", "persona", "imagegen", "tts"];

export interface System {
  /** Within 12 s. */
  stop(): Promise<void>;
}

/**
 * Starts everything and prints the banner. When `stopping` resolves meanwhile, it returns what
 * there is to stop.
 */
export async function startSystem(given: Config, stopping: Promise<void>): Promise<System> {
  const startedAt = Date.now();
  await loadPipelines(given.EXTENSIONS); // so that a bad one is refused once, and not by every process
  const extensions = await loadServices(given.EXTENSIONS, SERVICES);
  const giveUpDataDir = await claimDataDir(given.DATA_DIR);
  let config = given;
  const checkedModels = modelWarnings(given); // meanwhile; it waits no longer than 5 s and never rejects
  const running: ServiceProcess[] = [];
  let redis: KeptRedis | undefined;
  const stop = async () => {
    const [gateway, ...stages] = running;
    await stopInOrder({
      door: async (ms) => gateway?.stop(ms),
      chain: (ms) => Promise.all(stages.map((stage) => stage.stop(ms))),
      redis: async (ms) => redis?.stop(ms),
    });
    await giveUpDataDir();
  };
  try {
    config = { ...given, PORT: await findPort(given) };
    if (config.REDIS_URL === undefined) redis = await startRedis(config.DATA_DIR, stopping);
    // So that a Redis that will not do is told once, and not by every process.
    else await Promise.race([requireRedis(config.REDIS_URL, createLog("start", config.LOG_LEVEL)), stopping]);
    if (await isOver(stopping)) return { stop };
    const env = {
      ...process.env,
      REDIS_URL: redis?.url ?? config.REDIS_URL,
      PORT: String(config.PORT),
      DATA_DIR: config.DATA_DIR,
      EXTENSIONS: config.EXTENSIONS?.join(",") ?? "",
      // Type stripping and compilation are done once, not at each start.
      NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(ROOT, "node_modules", ".cache", "node"),
    };
    const own = SERVICES.map((name) => ({ name, file: join(ROOT, "services", name, "main.ts") }));
    const others = extensions.map(({ file, service }) => ({ name: service.name, file }));
    for (const each of [...own, ...others]) running.push(keepRunning({ ...each, env, onCrash: reportCrash }));
    await Promise.race([Promise.all(running.map(({ ready }) => ready)), stopping]);
  } catch (error) {
    await stop();
    throw error;
  }
  const where = redis === undefined ? "REDIS_URL" : `embedded, data in ${config.DATA_DIR}`;
  const choices = chooseProviders(config);
  const tookMs = Date.now() - startedAt;
  const models = await Promise.race([checkedModels, stopping.then(() => [])]);
  const warnings = [...misspeltWarnings(), ...models.map(({ text }) => text)];
  if (!(await isOver(stopping))) console.log(banner({ config, redis: where, choices, extensions, warnings, tookMs }));
  return { stop };
}

/** The embedded Redis, or undefined when everything is to stop before it is up. */
async function startRedis(dataDir: string, stopping: Promise<void>): Promise<KeptRedis | undefined> {
  const stop = new AbortController();
  void stopping.then(() => stop.abort());
  try {
    return await keepRedis(dataDir, {
      onCrash: (why) => reportCrash("redis", why),
      onLoading: (progress) => console.log(`  Redis ${progress}`),
      onRewriteError: (error) => report("redis", `${String(error)}: what was erased is still in it`),
      signal: stop.signal,
    });
  } catch (error) {
    if (stop.signal.aborted) return undefined;
    throw error;
  }
}

async function isOver(stopping: Promise<void>): Promise<boolean> {
  return Promise.race([stopping.then(() => true), sleep(0).then(() => false)]);
}

function reportCrash(name: string, what: string): void {
  report(name, `crashed (${what}); starting it again`);
}

function report(service: string, msg: string): void {
  console.error(JSON.stringify({ level: 50, time: Date.now(), service, msg }));
}
