import type { Logger } from "pino";
import { addEnvFile } from "../shared/platform/config/env-file.ts";
import { misspeltProblems, misspeltWarnings } from "../shared/platform/config/misspelt.ts";
import { LISTEN_SETTINGS } from "../shared/platform/config/platform-settings.ts";
import { readSettings, type Settings } from "../shared/platform/config/settings.ts";
import { createLog } from "../shared/platform/log/log.ts";
import type { PlatformLog } from "../shared/platform/log-codes.ts";
import { collectGarbageLater } from "../shared/platform/service/collect-garbage.ts";
import { claimDataDir } from "../shared/platform/service/data-dir.ts";
import { extensionsOf, requireSettings } from "../shared/platform/service/environment.ts";
import { keepRedis, type KeptRedis } from "../shared/platform/service/kept-redis.ts";
import { loadInstallation, type Loaded } from "../shared/platform/service/load.ts";
import { findPort } from "../shared/platform/service/port.ts";
import {
  endWithGrace,
  keepAlive,
  startProblem,
  startService,
  type StartedService,
} from "../shared/platform/service/run-process.ts";
import { stopInOrder } from "../shared/platform/service/stop-in-order.ts";

type ListenSettings = Settings<typeof LISTEN_SETTINGS>;

/** Then the process ends by force. */
const CLOSE_TIMEOUT_MS = 12_000;

/**
 * `node services/all.ts`: every service in this one process, for a small host. With REDIS_URL unset
 * it brings a Redis of its own. On SIGTERM and SIGINT it closes in order, within 12 s: the HTTP
 * server, the stages, Redis.
 *
 * What it gives up against `npm start`: a crash of one service takes all down, and nobody starts
 * them again. Run it under a supervisor (systemd, Docker); no job is lost meanwhile.
 */
async function main(): Promise<void> {
  const all = new All();
  try {
    const fileNames = addEnvFile();
    const loaded = await loadInstallation(extensionsOf(process.env));
    const names = Object.keys(loaded.variables);
    requireSettings(
      loaded.services.map(({ service }) => service),
      misspeltProblems(fileNames, names),
    );
    for (const warning of misspeltWarnings(process.env, names)) process.stderr.write(`${warning}\n`);
    const config = readSettings({ settings: LISTEN_SETTINGS });
    const log = createLog("all", config);
    endWithGrace(log, CLOSE_TIMEOUT_MS, () => all.stop());
    const url = await all.start(loaded, config, log);
    if (all.stopping) return;
    process.stdout.write(`Guchi is ready: ${url}\n`);
    collectGarbageLater();
  } catch (error) {
    // Asked to stop while starting: the rest of the start has nothing to add to.
    if (all.stopping) return;
    process.stderr.write(`${startProblem("Guchi", error)}\n`);
    await all.stop();
    process.exit(1);
  }
}

/** What was started so far. */
class All {
  readonly #stop = new AbortController();
  readonly #stages: StartedService[] = [];
  #server: StartedService | undefined;
  #dead: (() => Promise<void>) | undefined;
  #redis: Promise<KeptRedis> | undefined;
  #giveUpDataDir: (() => Promise<void>) | undefined;

  get stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Resolves to the page's URL. */
  async start({ installation, services }: Loaded, config: ListenSettings, log: Logger): Promise<string> {
    this.#dead = keepAlive(config, log); // a large append-only file takes its Redis a while to load
    const port = await findPort(config);
    const url = config.REDIS_URL ?? (await this.#startRedis(config.DATA_DIR, log));
    const environment = { ...process.env, PORT: String(port), REDIS_URL: url };
    const start = ({ service }: (typeof services)[number]) =>
      startService(service, readSettings(service, environment), installation);
    const stages = services.filter(({ service }) => service.acceptsRequests !== true);
    await Promise.all(stages.map(async (stage) => this.#stages.push(await start(stage))));
    const server = services.find(({ service }) => service.acceptsRequests === true);
    if (server !== undefined) this.#server = await start(server);
    return pageUrl({ ...config, PORT: port });
  }

  /**
   * The embedded Redis's URL. The data directory is claimed first: a second Guchi would end the
   * Redis of the first.
   */
  async #startRedis(dataDir: string, log: PlatformLog): Promise<string> {
    this.#giveUpDataDir = await claimDataDir(dataDir);
    this.#redis = keepRedis(dataDir, {
      onCrash: (why) => log.error({ code: "service.restarted" }, `The embedded Redis: ${why}; starting it again`),
      onLoading: (progress) => process.stdout.write(`The embedded Redis ${progress}\n`),
      onRewriteError: (error) =>
        log.error({ code: "redis.rewrite_failed" }, `${String(error)}: erased data is still in that file`),
      signal: this.#stop.signal,
    });
    return (await this.#redis).url;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await stopInOrder({
      server: async () => this.#server?.close(),
      chain: () => Promise.all(this.#stages.map((stage) => stage.close())),
      // It is a process of its own, and a stop during its start must not leave it behind.
      redis: async (ms) => (await this.#redis?.catch(() => undefined))?.stop(ms),
    });
    await this.#dead?.();
    await this.#giveUpDataDir?.();
  }
}

function pageUrl({ PUBLIC_BASE_URL, HOST, PORT }: ListenSettings): string {
  const host = HOST === "0.0.0.0" || HOST === "::" ? "localhost" : HOST;
  return `${PUBLIC_BASE_URL ?? `http://${host.includes(":") ? `[${host}]` : host}:${PORT}`}/`;
}

await main();
