import { setTimeout as sleep } from "node:timers/promises";

/**
 * How long a stop of everything takes at most, in ms; `endWithGrace` ends the process by force a
 * little later.
 */
const STOP_MS = 11_500;
/**
 * What is kept of it for Redis, which is stopped last, in ms. The rest is more than a worker's
 * drain (8 s).
 */
const REDIS_MS = 2_000;
/** Longest wait for the HTTP server to close before the stages are stopped as well, in ms. */
const HEAD_START_MS = 1_000;

/**
 * What is stopped. Each may take the given time, in ms, and ends by force after it, where it can.
 */
interface Parts {
  readonly server: (timeoutMs: number) => Promise<unknown>;
  readonly chain: (timeoutMs: number) => Promise<unknown>;
  readonly redis: (timeoutMs: number) => Promise<unknown>;
}

/**
 * Stops everything within 12 s: the HTTP server first, then the chain, Redis last, whether Redis
 * answers or not.
 */
export async function stopInOrder({ server, chain, redis }: Parts): Promise<void> {
  const over = performance.now() + STOP_MS;
  const forServices = () => over - REDIS_MS - performance.now();
  const closingServer = server(forServices());
  await Promise.race([closingServer, sleep(HEAD_START_MS)]);
  await Promise.race([Promise.all([closingServer, chain(forServices())]), sleep(forServices() + 100)]);
  await redis(over - performance.now());
}
