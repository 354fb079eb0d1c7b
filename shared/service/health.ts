import { hostname } from "node:os";
import { readConfig, type Config } from "../config/config.ts";
import { connectRedis } from "../redis/connect.ts";
import { hasWorkerOnHost } from "./heartbeat.ts";

const GATEWAY_TIMEOUT_MS = 2_000;
/** Docker ends a check after its own `timeout`; this one ends sooner and says what it waited for. */
const CHECK_TIMEOUT_MS = 5_000;

/**
 * What is wrong with the service of this host, in one sentence, or undefined when it is well. The gateway is asked over
 * HTTP; a stage has no port, so its worker's heartbeat in Redis is what counts. Rejects when Redis cannot be asked.
 */
export async function healthProblem(
  target: string,
  config: Pick<Config, "PORT" | "REDIS_URL">,
  host = hostname(),
): Promise<string | undefined> {
  return target === "gateway" ? gatewayProblem(config.PORT) : stageProblem(target, config.REDIS_URL, host);
}

async function gatewayProblem(port: number): Promise<string | undefined> {
  const url = `http://127.0.0.1:${port}/healthz`;
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(GATEWAY_TIMEOUT_MS) });
    return status === 200 ? undefined : `${url} answered ${status}`;
  } catch (error) {
    return `${url} did not answer: ${reason(error)}`;
  }
}

async function stageProblem(stage: string, url: string | undefined, host: string): Promise<string | undefined> {
  if (url === undefined) return "REDIS_URL must be set to ask for the worker of a stage";
  const redis = connectRedis(url, "worker", () => undefined); // while Redis is away the time limit answers
  try {
    return (await hasWorkerOnHost(redis, stage, host)) ? undefined : `no worker of ${stage} lives on ${host}`;
  } finally {
    redis.disconnect();
  }
}

/** `fetch failed` tells nothing; its cause does. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** `node shared/service/health.ts gateway` or `… STAGE`: ends with 0 when it is well, else with 1 and one line. */
async function main(target: string | undefined): Promise<void> {
  if (target === undefined) return end("say which service: gateway, sentiment, persona, imagegen or tts");
  setTimeout(() => end(`no answer about ${target} within ${CHECK_TIMEOUT_MS} ms`), CHECK_TIMEOUT_MS).unref();
  try {
    end(await healthProblem(target, readConfig()));
  } catch (error) {
    end(reason(error));
  }
}

function end(problem: string | undefined): void {
  if (problem !== undefined) process.stderr.write(`${problem}\n`);
  process.exit(problem === undefined ? 0 : 1);
}

if (import.meta.main) await main(process.argv[2]);
