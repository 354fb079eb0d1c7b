import closeWithGrace from "close-with-grace";
import type { Logger } from "pino";
import { ConfigError } from "../config/config-error.ts";
import { addEnvFile } from "../config/env-file.ts";
import { misspeltProblems, misspeltWarnings } from "../config/misspelt.ts";
import { readSettings, variablesOf, type Settings, type Variables } from "../config/settings.ts";
import { createLog } from "../log/log.ts";
import { refusal } from "../redis/requirements.ts";
import { redisTarget } from "../redis/target.ts";
import { redisTrouble, withoutArguments } from "@guchi/chain/redis/trouble.ts";
import { keepAliveFile } from "./alive-file.ts";
import { collectGarbageLater } from "./collect-garbage.ts";
import { extensionsOf, requireSettings } from "./environment.ts";
import type { Installation } from "./installation.ts";
import { loadInstallation } from "./load.ts";
import { startTracing } from "../telemetry/tracing.ts";
import { requireRedis } from "./require-redis.ts";
import { Runtime, type Running } from "./runtime.ts";
import type { Service } from "./service.ts";
import { keepWarning } from "./warnings.ts";
import { StartError } from "./start-error.ts";

/**
 * Longer than a worker's drain; then the process ends anyway, and what it had in hand is found by
 * the stall check.
 */
export const CLOSE_TIMEOUT_MS = 12_000;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What a service tells its parent (`npm start`) over IPC. */
export type ServiceMessage = { readonly type: "ready" } | { readonly type: "refused"; readonly reason: string };

/** A service that runs, with the log it writes to. Closing it ends its connections too. */
export interface StartedService extends Running {
  readonly log: Logger;
}

/**
 * Runs a service as this process: starts it, tells the parent, ends it in order on SIGTERM, SIGINT
 * and on an uncaught error. A bad setting ends the process with code 1 and one line. Without a
 * parent it reads `.env` itself, and of that only what the service declares. `others` share the
 * process.
 */
export async function runProcess(service: Service, ...others: readonly Service[]): Promise<void> {
  // With the parent gone nobody would restart or end this process. A crash is safe by design, and
  // frees the port at once.
  process.on("disconnect", orphaned);
  try {
    const started = await startAlone(service, others);
    endWithGrace(started.log, CLOSE_TIMEOUT_MS, async () => {
      process.off("disconnect", orphaned);
      await started.close();
    });
    started.log.debug({ code: "service.ready" }, "ready");
  } catch (error) {
    refuse([service, ...others].map(({ name }) => name).join(", "), error);
    return;
  }
  tell({ type: "ready" });
  collectGarbageLater();
}

async function startAlone(service: Service, others: readonly Service[]): Promise<StartedService> {
  const services = [service, ...others];
  const own: Variables = Object.assign({}, ...services.map(variablesOf));
  const hasParent = process.connected;
  const fileNames = hasParent ? [] : addEnvFile((name) => Object.hasOwn(own, name));
  const { installation, variables } = await loadInstallation(extensionsOf(process.env));
  const names = Object.keys(variables);
  requireSettings(services, misspeltProblems(fileNames, names));
  const start = (each: Service) => startService(each, readSettings(each), installation);
  const [first, ...neighbours] = await Promise.all([start(service), ...others.map(start)]);
  const { log } = first;
  // With a parent, the parent says it, once for all.
  if (!hasParent)
    for (const warning of misspeltWarnings(process.env, names)) log.warn({ code: "settings.misspelt" }, warning);
  return {
    log,
    close: async () => {
      await Promise.all([first, ...neighbours].map((each) => each.close()));
    },
  };
}

/**
 * Starts a service in this process once Redis will do. Throws StartError, or what went wrong after
 * logging it.
 */
export async function startService<Own extends Variables>(
  service: Service<Own>,
  config: Settings<Own>,
  installation: Installation,
): Promise<StartedService> {
  const { name } = service;
  const log = createLog(name, config);
  // Before Redis is waited for: the file tells that the event loop turns, not that there is a
  // Redis.
  const dead = keepAlive(config, log);
  try {
    await requireRedis(redisTarget(config), log);
    const tracing = await startTracing(name, config, log);
    const runtime = new Runtime({ name, config, installation, log, tracing });
    await runtime.readKeyMark();
    const running = await service.start(runtime);
    const stop = new AbortController();
    const asking = { log, metrics: runtime.metrics, signal: stop.signal };
    const warning = keepWarning(async () => (await service.warnings?.(config, asking)) ?? [], asking);
    return {
      log,
      close: async () => {
        stop.abort();
        await Promise.all([warning, dead()]);
        await runtime.stop(running);
      },
    };
  } catch (error) {
    await dead();
    if (!(error instanceof StartError) && refusal(error) === undefined)
      log.fatal({ code: "service.start_failed", err: error }, "could not start");
    throw error;
  }
}

/** Writes HEALTH_FILE, where it is set, until the returned function is called. */
export function keepAlive({ HEALTH_FILE: path }: Pick<Settings, "HEALTH_FILE">, log: Logger): () => Promise<void> {
  if (path === undefined) return async () => undefined;
  return keepAliveFile(path, (error) =>
    log.warn({ code: "health_file.not_written", err: error }, "HEALTH_FILE could not be written"),
  );
}

/** The one line that the operator reads when `name` does not start. */
export function startProblem(name: string, error: unknown): string {
  const known = error instanceof ConfigError || error instanceof StartError;
  if (known) return error.message;
  const problem = refusal(error);
  if (problem !== undefined) return `REDIS_URL: ${problem}`;
  return `${name} could not start: ${redisTrouble(error) === undefined ? "" : "REDIS_URL: "}${withoutArguments(String(error))}`;
}

/**
 * Closes in order on SIGTERM, SIGINT and on an uncaught error, then ends the process; by force
 * after `timeoutMs`.
 */
export function endWithGrace(log: Logger, timeoutMs: number, close: () => Promise<void>): void {
  const grace = closeWithGrace({ delay: timeoutMs, logger: false, skip: [...SIGNALS] }, async ({ err }) => {
    if (err !== undefined) log.fatal({ code: "service.crashed", err }, "uncaught error");
    log.debug({ code: "service.stops" }, "stops");
    await close();
  });
  // Ctrl-C reaches this process and npm, which passes it on: one signal or three mean the same. (On
  // a second one close-with-grace would end the process in the middle of its close.)
  let asked = false;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (!asked) grace.close();
      asked = true;
    });
  }
}

function orphaned(): void {
  process.exit(1);
}

function refuse(name: string, error: unknown): void {
  const reason = startProblem(name, error);
  if (!process.connected) process.stderr.write(`${reason}\n`); // with a parent, the parent says it
  tell({ type: "refused", reason }, () => process.exit(1));
}

function tell(message: ServiceMessage, sent: () => void = () => undefined): void {
  if (process.send === undefined || !process.connected) sent();
  else process.send(message, sent);
}
