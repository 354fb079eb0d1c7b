import { createHash, timingSafeEqual } from "node:crypto";
import rateLimit from "@fastify/rate-limit";
import type { RateLimit } from "@guchi/chain/worker.ts";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Redis } from "ioredis";
import { localOnly } from "./local.ts";
import { ProblemError } from "./problem.ts";
import { Throttle } from "./throttle.ts";
import { PREFIX } from "@guchi/platform/redis/keys.ts";

export interface AccessRules {
  /** Keys that open the API; undefined: it is for this machine only. */
  readonly apiKeys: readonly string[] | undefined;
  /** Most requests with one key. */
  readonly rateLimit: RateLimit;
}

declare module "fastify" {
  interface FastifyRequest {
    /**
     * Whose request it is on a guarded route: the digest of the key that let it in. Empty where no
     * keys are set: all are one.
     */
    caller: string;
  }
}

/**
 * Guards every route that is registered on `app` after this: a key where keys are set, otherwise a
 * caller on this machine. Requests are counted by key, in Redis, so that all gateways count
 * together; while Redis is away nothing is counted.
 */
export async function guardApi(app: FastifyInstance, rules: AccessRules, redis: Redis): Promise<void> {
  const digests = rules.apiKeys?.map(digest);
  const throttle = new Throttle();
  app.decorateRequest("caller", "");
  app.addHook("onRequest", async (request) => {
    const problem =
      digests === undefined
        ? localOnly(request, "API_KEYS is not set, so only this machine may call this")
        : keyProblem(request, digests, throttle);
    if (problem !== undefined) throw problem;
    if (digests !== undefined) request.caller = digest(givenKey(request) ?? "").toString("base64url");
    request.who = digests === undefined ? "local" : `key ${request.caller.slice(0, 8)}`;
  });
  if (digests === undefined) return;
  await app.register(rateLimit, {
    max: rules.rateLimit.jobs,
    timeWindow: rules.rateLimit.seconds * 1_000,
    redis,
    nameSpace: `${PREFIX}:rate:`,
    skipOnError: true,
    keyGenerator: ({ caller }) => caller,
  });
}

/** The key of the request: `Authorization: Bearer KEY`, or `X-API-Key: KEY`. */
function givenKey({ headers }: FastifyRequest): string | undefined {
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? "") ?? [];
  const plain = headers["x-api-key"];
  return bearer ?? (typeof plain === "string" ? plain : undefined);
}

/**
 * All keys are compared, by digests of one length, so that the time tells nothing. An address that
 * sends wrong ones has to wait, but for a good one: nobody guesses that, and others may come from
 * the same address.
 */
function keyProblem(request: FastifyRequest, digests: readonly Buffer[], throttle: Throttle): ProblemError | undefined {
  const key = givenKey(request);
  const given = digest(key ?? "");
  const good = digests.map((each) => timingSafeEqual(each, given)).includes(true);
  if (good) return undefined;
  if (key !== undefined) {
    const wait = throttle.problem(request.ip);
    if (wait !== undefined) return wait;
    throttle.failed(request.ip);
  }
  const headers = { "www-authenticate": 'Bearer realm="guchi"' };
  return new ProblemError("unauthorized", "Send one of the API keys: Authorization: Bearer KEY", { headers });
}

/** SHA-256: secrets of any length become comparable in constant time. */
export function digest(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}
