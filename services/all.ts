import type { Logger } from "pino";
import { misspeltWarnings, readConfig, type Config } from "../shared/platform/config/config.ts";
import { loadEnvFile } from "../shared/platform/config/env-file.ts";
import { createLog } from "../shared/platform/log/log.ts";
import { claimDataDir } from "../shared/platform/service/data-dir.ts";
import { keepRedis, type KeptRedis } from "../shared/platform/service/kept-redis.ts";
import { findPort } from "../shared/platform/service/port.ts";
import { loadServices } from "../shared/platform/service/extensions.ts";
import {
  endWithGrace,
  keepAlive,
  startProblem,
  startService,
  type StartedService,
} from "../shared/platform/service/run-process.ts";
import type { Service } from "../shared/platform/service/runtime.ts";
import { stopInOrder } from "../shared/platform/service/stop-in-order.ts";
import { service as gateway } from "./gateway/main.ts";
import { service as imagegen } from "./imagegen/main.ts";
import { service as persona } from "./persona/main.ts";
import { service as sentiment } from "./sentiment/main.ts";
import { service as tts } from "./tts/main.ts";

const STAGES: readonly Service[] = [sentiment, persona, imagegen, tts];
/** Then the process ends by force. */
const CLOSE_TIMEOUT_MS = 12_000;

/**
 * `node services/all.ts`: every service in this one process, for a small host. With REDIS_URL unset it brings a Redis of
 * its own. On SIGTERM and SIGINT it closes in order, within 12 s: the door, the stages, Redis.
 *
 * What it gives up against `npm start`: a crash of one service takes all down, and nobody starts
 * them again. Run it under a supervisor (systemd, Docker); no job is lost meanwhile.
 */
async function main(): Promise<void> {
  const all = new All();
  try {
    const config = readConfig(process.env, loadEnvFile());
    for (const warning of misspeltWarnings()) process.stderr.write(`${warning}\n`);
    const log = createLog("all", config.LOG_LEVEL);
    endWithGrace(log, CLOSE_TIMEOUT_MS, () => all.stop());
    const url = await all.start(config, log);
    if (all.stopping) return;
    process.stdout.write(`Guchi is ready: ${url}\n`);
  } catch (error) {
    if (all.stopping) return; // asked to stop while starting: the rest of the start has nothing to add to
    process.stderr.write(`${startProblem("Guchi", error)}\n`);
    await all.stop();
    process.exit(1);
  }
}

/** What was started so far. */
class All {
  readonly #stop = new AbortController();
  readonly #stages: StartedService[] = [];
  #gateway: StartedService | undefined;
  #dead: (() => Promise<void>) | undefined;
  #redis: Promise<KeptRedis> | undefined;
  #giveUpDataDir: (() => Promise<void>) | undefined;

  get stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Resolves to the page's URL. */
  async start(given: Config, log: Logger): Promise<string> {
    this.#dead = keepAlive(given, log); // a large append-only file takes its Redis a while to load
    const taken = [gateway, ...STAGES].map(({ name }) => name);
    const extensions = (await loadServices(given.EXTENSIONS, taken)).map(({ service }) => service);
    const found = { ...given, PORT: await findPort(given) };
    const config = { ...found, REDIS_URL: found.REDIS_URL ?? (await this.#startRedis(found.DATA_DIR)) };
    await Promise.all(
      [...STAGES, ...extensions].map(async (service) => this.#stages.push(await startService(service, config))),
    );
    this.#gateway = await startService(gateway, config);
    return pageUrl(config);
  }

  /**
   * The embedded Redis's URL. The data directory is claimed first: a second Guchi would end the
   * Redis of the first.
   */
  async #startRedis(dataDir: string): Promise<string> {
    this.#giveUpDataDir = await claimDataDir(dataDir);
    this.#redis = keepRedis(dataDir, {
      onCrash: (why) => process.stderr.write(`The embedded Redis: ${why}; starting it again\n`),
      onLoading: (progress) => process.stdout.write(`The embedded Redis ${progress}\n`),
      onRewriteError: (error) => process.stderr.write(`${String(error)}: what was erased is still in it\n`),
      signal: this.#stop.signal,
    });
    return (await this.#redis).url;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await stopInOrder({
      door: async () => this.#gateway?.close(),
      chain: () => Promise.all(this.#stages.map((stage) => stage.close())),
      // It is a process of its own, and a stop during its start must not leave it behind.
      redis: async (ms) => (await this.#redis?.catch(() => undefined))?.stop(ms),
    });
    await this.#dead?.();
    await this.#giveUpDataDir?.();
  }
}

function pageUrl({ PUBLIC_BASE_URL, HOST, PORT }: Config): string {
  const host = HOST === "0.0.0.0" || HOST === "::" ? "localhost" : HOST;
  return `${PUBLIC_BASE_URL ?? `http://${host.includes(":") ? `[${host}]` : host}:${PORT}`}/`;
}

await main();
