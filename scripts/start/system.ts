import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { misspeltWarnings } from "../../shared/platform/config/misspelt.ts";
import { LISTEN_SETTINGS } from "../../shared/platform/config/platform-settings.ts";
import { readSettings, type Settings } from "../../shared/platform/config/settings.ts";
import { createLog } from "../../shared/platform/log/log.ts";
import type { PlatformLog } from "../../shared/platform/log-codes.ts";
import { claimDataDir } from "../../shared/platform/service/data-dir.ts";
import { environmentOf } from "../../shared/platform/service/environment.ts";
import { redisTarget } from "../../shared/platform/redis/target.ts";
import { keepRedis, type KeptRedis } from "../../shared/platform/service/kept-redis.ts";
import type { Loaded, LoadedService } from "../../shared/platform/service/load.ts";
import { findPort } from "../../shared/platform/service/port.ts";
import { requireRedis } from "../../shared/platform/service/require-redis.ts";
import type { BannerLine } from "../../shared/platform/service/service.ts";
import type { Asking } from "../../shared/platform/service/warnings.ts";
import { stopInOrder } from "../../shared/platform/service/stop-in-order.ts";
import { banner } from "./banner.ts";
import { lanLines } from "./lan.ts";
import { processesOf } from "./processes.ts";
import { keepRunning, type ServiceProcess } from "./service-process.ts";

const ROOT = join(import.meta.dirname, "..", "..");

export interface System {
  /** Within 12 s. */
  stop(): Promise<void>;
}

/**
 * Starts every service and prints the banner. When `stopping` resolves meanwhile, it returns what
 * there is to stop. The settings were found good.
 */
export async function startSystem(
  loaded: Loaded,
  stopping: Promise<void>,
  { isForLan = false }: { readonly isForLan?: boolean } = {},
): Promise<System> {
  const startedAt = Date.now();
  const config = readSettings({ settings: LISTEN_SETTINGS });
  const giveUpDataDir = await claimDataDir(config.DATA_DIR);
  // These are asked while the processes start.
  const [offers, warnings] = [offersOf(loaded, stopping), warningsOf(loaded, stopping)];
  const running: ServiceProcess[] = [];
  let redis: KeptRedis | undefined;
  const stop = async () => {
    const [server, ...stages] = running;
    await stopInOrder({
      server: async (ms) => server?.stop(ms),
      chain: (ms) => Promise.all(stages.map((stage) => stage.stop(ms))),
      redis: async (ms) => redis?.stop(ms),
    });
    await giveUpDataDir();
  };
  let environment: NodeJS.ProcessEnv;
  try {
    const port = await findPort(config);
    const target = redisTarget(config);
    if (target === undefined) redis = await startRedis(config.DATA_DIR, stopping);
    // So that a Redis that will not do is told once, and not by every process.
    else await Promise.race([requireRedis(target, createLog("start", config)), stopping]);
    if (await isOver(stopping)) return { stop };
    console.log("Guchi: starting …"); // where nothing stands in the way: a refusal is one line
    environment = { ...process.env, ...shared(config), PORT: String(port), REDIS_URL: redis?.url ?? config.REDIS_URL };
    for (const { services, ...run } of processesOf(loaded.services)) {
      const env = environmentOf(services, environment, loaded.variables);
      running.push(keepRunning({ ...run, env, onCrash: reportCrash }));
    }
    await Promise.race([Promise.all(running.map(({ ready }) => ready)), stopping]);
  } catch (error) {
    await stop();
    throw error;
  }
  const where = redis === undefined ? "REDIS_URL" : `embedded, data in ${config.DATA_DIR}`;
  const tookMs = Date.now() - startedAt;
  const [server = [], ...others] = loaded.services.map((each) => bannerLines(each, environment));
  const lines = [...server, ["Redis", where] as const, ...others.flat()];
  const lan = isForLan ? lanLines(Number(environment["PORT"])) : [];
  const told = { lines, offers: await offers, warnings: await warnings, tookMs, lan };
  if (!(await isOver(stopping))) console.log(banner(told));
  return { stop };
}

/** What every process is told, wherever it runs. */
function shared({ DATA_DIR, EXTENSIONS }: Settings): NodeJS.ProcessEnv {
  return {
    DATA_DIR,
    EXTENSIONS: EXTENSIONS?.join(",") ?? "",
    // Type stripping and compilation are done once, not at each start.
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(ROOT, "node_modules", ".cache", "node"),
  };
}

function bannerLines({ service, file }: LoadedService, environment: NodeJS.ProcessEnv): readonly BannerLine[] {
  return service.banner?.(readSettings(service, environment)) ?? [[service.name, file]];
}

/** What the operator should not miss. */
async function warningsOf(loaded: Loaded, stopping: Promise<void>): Promise<readonly string[]> {
  const told = await toldBy(loaded, stopping, ({ service }, asking) =>
    service.warnings?.(readSettings(service), asking),
  );
  return [...misspeltWarnings(process.env, Object.keys(loaded.variables)), ...told];
}

function offersOf(loaded: Loaded, stopping: Promise<void>): Promise<readonly string[]> {
  return toldBy(loaded, stopping, ({ service }, asking) => service.offers?.(readSettings(service), asking));
}

/** What the services say when asked, once each; nothing when all is to stop before. */
async function toldBy(
  { services }: Loaded,
  stopping: Promise<void>,
  ask: (loaded: LoadedService, asking: Asking) => Promise<readonly string[]> | undefined,
): Promise<readonly string[]> {
  const signal = abortedBy(stopping);
  const asked = services.map(async (each) => (await ask(each, { signal })) ?? []);
  const over = stopping.then(() => []);
  return [...new Set((await Promise.race([Promise.all(asked), over])).flat())];
}

/** The embedded Redis, or undefined when everything is to stop before it is up. */
async function startRedis(dataDir: string, stopping: Promise<void>): Promise<KeptRedis | undefined> {
  const signal = abortedBy(stopping);
  try {
    return await keepRedis(dataDir, {
      onCrash: (why) => reportCrash("redis", why),
      onLoading: (progress) => console.log(`  Redis ${progress}`),
      onRewriteError: (error) =>
        logOf("redis").error({ code: "redis.rewrite_failed" }, `${String(error)}: erased data is still in that file`),
      signal,
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

function abortedBy(stopping: Promise<void>): AbortSignal {
  const stop = new AbortController();
  void stopping.then(() => stop.abort());
  return stop.signal;
}

async function isOver(stopping: Promise<void>): Promise<boolean> {
  return Promise.race([stopping.then(() => true), sleep(0).then(() => false)]);
}

/** Of what `npm start` itself says, whatever LOG_LEVEL is: it is an error. */
function logOf(service: string): PlatformLog {
  return createLog(service, readSettings({ settings: {} }));
}

function reportCrash(name: string, what: string): void {
  logOf(name).error({ code: "service.restarted" }, `crashed (${what}); starting it again`);
}
