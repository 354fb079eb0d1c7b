import { misspeltWarnings, readConfig, type Config } from "../shared/config/config.ts";
import { loadEnvFile } from "../shared/config/env-file.ts";
import { createLog } from "../shared/log/log.ts";
import { claimDataDir } from "../shared/service/data-dir.ts";
import { keepRedis } from "../shared/service/kept-redis.ts";
import { findPort } from "../shared/service/port.ts";
import { loadServices } from "../shared/service/extensions.ts";
import { endWithGrace, startProblem, startService, type StartedService } from "../shared/service/run-process.ts";
import type { Service } from "../shared/service/runtime.ts";
import { service as gateway } from "./gateway/main.ts";
import { service as imagegen } from "./imagegen/main.ts";
import { service as persona } from "./persona/main.ts";
import { service as sentiment } from "./sentiment/main.ts";
import { service as tts } from "./tts/main.ts";

const STAGES: readonly Service[] = [sentiment, persona, imagegen, tts];
/** The gateway, then the stages, each within a worker's drain (8 s), then Redis (10 s). */
const CLOSE_TIMEOUT_MS = 30_000;

/**
 * `node services/all.ts`: every service in this one process, for a small host. With REDIS_URL unset it brings a Redis of
 * its own. On SIGTERM and SIGINT it closes in order: the door, the stages, Redis.
 *
 * What it gives up against `npm start`: a crash of one service takes all down, and nobody starts them again. Run it under
 * a supervisor (systemd, Docker); no job is lost meanwhile.
 */
async function main(): Promise<void> {
  const opened = new AsyncDisposableStack(); // closes in the opposite order
  try {
    const config = readConfig(process.env, loadEnvFile());
    for (const warning of misspeltWarnings()) process.stderr.write(`${warning}\n`);
    endWithGrace(createLog("all", config.LOG_LEVEL), CLOSE_TIMEOUT_MS, () => opened.disposeAsync());
    const url = await open(config, opened);
    if (opened.disposed) return;
    process.stdout.write(`Guchi is ready: ${url}\n`);
  } catch (error) {
    if (opened.disposed) return; // asked to stop while starting: the rest of the start has nothing to add to
    process.stderr.write(`${startProblem("Guchi", error)}\n`);
    await opened.disposeAsync();
    process.exit(1);
  }
}

/** Resolves to the page's URL. */
async function open(given: Config, opened: AsyncDisposableStack): Promise<string> {
  const taken = [gateway, ...STAGES].map(({ name }) => name);
  const extensions = (await loadServices(given.EXTENSIONS, taken)).map(({ service }) => service);
  const config = { ...given, PORT: await findPort(given) };
  const url = config.REDIS_URL ?? (await openRedis(config.DATA_DIR, opened));
  await openServices([...STAGES, ...extensions], { ...config, REDIS_URL: url }, opened);
  await openServices([gateway], { ...config, REDIS_URL: url }, opened);
  return pageUrl(config);
}

/** The embedded Redis's URL. The data directory is claimed first: a second Guchi would end the Redis of the first. */
async function openRedis(dataDir: string, opened: AsyncDisposableStack): Promise<string> {
  opened.defer(await claimDataDir(dataDir));
  const starting = keepRedis(dataDir, {
    onCrash: () => process.stderr.write("The embedded Redis ended; starting it again\n"),
    onRewriteError: (error) => process.stderr.write(`${String(error)}: what was erased is still in it\n`),
  });
  // Deferred before it is up: it is a process of its own, and a stop during its start must not leave it behind.
  opened.defer(() =>
    starting.then(
      (redis) => redis.stop(),
      () => undefined,
    ),
  );
  const { url, failed } = await starting;
  failed.catch(() => {
    process.stderr.write(`The embedded Redis does not come back; ${dataDir}/redis/redis.log may say why\n`);
    process.exit(1);
  });
  return url;
}

async function openServices(services: readonly Service[], config: Config, opened: AsyncDisposableStack): Promise<void> {
  const started: StartedService[] = [];
  opened.defer(async () => {
    await Promise.all(started.map((service) => service.close()));
  });
  await Promise.all(services.map(async (service) => started.push(await startService(service, config))));
}

function pageUrl({ PUBLIC_BASE_URL, HOST, PORT }: Config): string {
  const host = HOST === "0.0.0.0" || HOST === "::" ? "localhost" : HOST;
  return `${PUBLIC_BASE_URL ?? `http://${host.includes(":") ? `[${host}]` : host}:${PORT}`}/`;
}

await main();
