import { hash, timingSafeEqual } from "node:crypto";
import rateLimit from "@fastify/rate-limit";
import type { RateLimit } from "@guchi/chain/worker.ts";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Redis } from "ioredis";
import { guestOf } from "../guests/cookie.ts";
import type { GuestRules } from "../guests/guests.ts";
import type { ApiKey } from "./api-keys.ts";
import { localOnly } from "./local.ts";
import { ProblemError } from "./problem.ts";
import { Throttle } from "./throttle.ts";
import { PREFIX } from "@guchi/platform/redis/keys.ts";

export interface AccessRules {
  /** Keys that open the API; undefined: it is for this machine only. */
  readonly apiKeys: readonly ApiKey[] | undefined;
  /** Most requests with one key that has no bound of its own. */
  readonly rateLimit: RateLimit;
  /** Lets guests in where nothing else does; undefined: there are none. */
  readonly guests?: GuestRules | undefined;
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
  const known = rules.apiKeys?.map((apiKey) => ({ apiKey, digest: digest(apiKey.key) }));
  const throttle = new Throttle();
  app.decorateRequest("caller", "");
  app.decorateRequest("guest");
  app.decorateRequest("apiKey");
  app.addHook("onRequest", (request, _reply, done) => {
    const found = known === undefined ? locally(request) : findKey(request, known, throttle);
    if (found instanceof ProblemError) {
      if (!admitGuest(request, rules.guests)) throw found;
      done();
      return;
    }
    request.apiKey = found?.apiKey;
    request.caller = found?.digest.toString("base64url") ?? "";
    request.who = found === undefined ? "local" : `key ${found.apiKey.name ?? request.caller.slice(0, 8)}`;
    done();
  });
  if (known === undefined && rules.guests === undefined) return;
  const limitOf = ({ apiKey }: FastifyRequest): RateLimit => apiKey?.rateLimit ?? rules.rateLimit;
  await app.register(rateLimit, {
    max: (request) => limitOf(request).jobs,
    timeWindow: (request) => limitOf(request).seconds * 1_000,
    redis,
    nameSpace: `${PREFIX}:rate:`,
    skipOnError: true,
    keyGenerator: ({ caller }) => caller,
    allowList: ({ caller }) => caller === "", // this machine, where no keys are set
  });
}

/** The problem of a caller that is not this machine. */
function locally(request: FastifyRequest): ProblemError | undefined {
  return localOnly(request, "API_KEYS is not set, so only this machine may call this");
}

/**
 * Whether the request is a guest's, who then is its caller. Throws ProblemError 401 for whoever
 * could be one and has no cookie.
 */
function admitGuest(request: FastifyRequest, rules: GuestRules | undefined): boolean {
  if (rules === undefined || givenKey(request) !== undefined) return false;
  request.guest = guestOf(request.headers.cookie, rules.secret);
  if (request.guest === undefined) {
    throw new ProblemError("unauthorized", "Open the page first, with cookies: it makes this browser a guest");
  }
  request.caller = request.guest;
  request.who = request.guest.slice(0, 14);
  return true;
}

/** The key of the request: `Authorization: Bearer KEY`, or `X-API-Key: KEY`. */
function givenKey({ headers }: FastifyRequest): string | undefined {
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? "") ?? [];
  const plain = headers["x-api-key"];
  return bearer ?? (typeof plain === "string" ? plain : undefined);
}

/** A key and its digest. */
interface KnownKey {
  readonly apiKey: ApiKey;
  readonly digest: Buffer;
}

/**
 * The key of the request, or what is wrong with it. All keys are compared, by digests of one
 * length, so that the time tells nothing. An address that sends wrong ones has to wait, but for a
 * good one: nobody guesses that, and others may come from the same address.
 */
function findKey(request: FastifyRequest, known: readonly KnownKey[], throttle: Throttle): KnownKey | ProblemError {
  const key = givenKey(request);
  const given = digest(key ?? "");
  const found = known[known.map((each) => timingSafeEqual(each.digest, given)).indexOf(true)];
  if (found !== undefined) return found;
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
  return hash("sha256", value, "buffer");
}
