import closeWithGrace from "close-with-grace";
import { ConfigError, readConfig } from "../config/config.ts";
import { Runtime, StartError, type Running, type Service } from "./runtime.ts";

/** Longer than a worker's drain; then the process ends anyway, and what it had in hand is found by the stall check. */
const CLOSE_TIMEOUT_MS = 12_000;

/** What a service tells its parent (`npm start`) over IPC. */
export type ServiceMessage = { readonly type: "ready" } | { readonly type: "refused"; readonly reason: string };

/**
 * Runs one service as this process: starts it, tells the parent, ends it in order on SIGTERM, SIGINT and on an uncaught
 * error. A bad setting ends the process with code 1 and one line.
 */
export async function runProcess(service: Service): Promise<void> {
  // With the parent gone nobody would restart or end this process. A crash is safe by design, and frees the port at once.
  process.on("disconnect", orphaned);
  let runtime: Runtime | undefined;
  try {
    runtime = new Runtime(readConfig(), service.name);
    await runtime.checkRedis();
    const running = await service.start(runtime);
    endWithGrace(service, runtime, running);
  } catch (error) {
    refuse(service, runtime, error);
    return;
  }
  runtime.log.debug("ready");
  tell({ type: "ready" });
}

function orphaned(): void {
  process.exit(1);
}

function endWithGrace(service: Service, runtime: Runtime, running: Running): void {
  const { log } = runtime;
  closeWithGrace({ delay: CLOSE_TIMEOUT_MS, logger: false }, async ({ err, signal }) => {
    process.off("disconnect", orphaned);
    if (err !== undefined) log.fatal({ err }, "uncaught error");
    log.debug({ signal }, `${service.name} stops`);
    await running.close();
    runtime.close();
  });
}

function refuse(service: Service, runtime: Runtime | undefined, error: unknown): void {
  const known = error instanceof ConfigError || error instanceof StartError;
  const reason = known ? error.message : `${service.name} could not start: ${String(error)}`;
  if (!known) runtime?.log.fatal({ err: error }, "could not start");
  if (!process.connected) process.stderr.write(`${reason}\n`); // with a parent, the parent says it
  tell({ type: "refused", reason }, () => process.exit(1));
}

function tell(message: ServiceMessage, sent: () => void = () => undefined): void {
  if (process.send === undefined || !process.connected) sent();
  else process.send(message, sent);
}
