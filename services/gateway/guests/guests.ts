import type { JobClient } from "@guchi/chain/client.ts";
import { DamagedRecordError } from "@guchi/chain/job/damaged.ts";
import { jobIdOf } from "@guchi/chain/job/id.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { Secret } from "@guchi/platform/redis/secret.ts";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Redis } from "ioredis";
import Type from "typebox";
import { AddressCounts } from "../http/address-counts.ts";
import { ProblemError } from "../http/problem.ts";
import { startCause } from "../jobs/idempotency.ts";
import { unknown } from "../jobs/lookup.ts";
import { userOf } from "../load/admit.ts";
import { guestOf, newGuest } from "./cookie.ts";
import { takePicture, takeStart, type Counted, type GuestLimits } from "./limits.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** On a guarded route: the guest who asks, as the `user` of jobs; undefined: nobody's guest. */
    guest: string | undefined;
    /** What the gateway itself adds to the input of a job that this request starts. */
    added: object | undefined;
  }
}

/** What the environment says of guests. */
export interface GuestRules {
  /** Signs the cookies. */
  readonly secret: Secret;
  readonly limits: GuestLimits;
  /** Whether `request.ip` is the client's: TRUST_PROXY is set. Otherwise all may have one. */
  readonly countsAddresses: boolean;
}

interface Deps {
  readonly rules: GuestRules;
  readonly client: JobClient;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly redis: Redis;
}

/** New guests of one address in a minute; who asks for more gets no cookie. */
const MAX_NEW_GUESTS = 30;
const START = "/jobs";
/** What lets paid work run again. */
const AGAIN = new Set(["/jobs/:id/restart", "/jobs/:id/rewind"]);
const Start = Type.Object({ pipeline: Type.String() });

/**
 * Makes whoever opens a page of `app` a guest, by a signed cookie, unless the browser has one.
 */
export function welcomeGuests(
  app: FastifyInstance,
  { secret, countsAddresses }: GuestRules,
  { basePath, isHttps = false }: { readonly basePath: string; readonly isHttps?: boolean | undefined },
): void {
  const newOnes = new AddressCounts();
  app.addHook("onRequest", async (request, reply) => {
    const { headers, ip, protocol } = request;
    if (!headers.accept?.includes("text/html") || guestOf(headers.cookie, secret) !== undefined) return;
    if (countsAddresses && newOnes.add(ip).count > MAX_NEW_GUESTS) return;
    reply.header("set-cookie", newGuest({ secret, basePath, isSecure: isHttps || protocol === "https" }));
  });
}

/**
 * Keeps guests, on every route of `app`, to jobs of their own and within their limits. Throws
 * ProblemError: 403 for what is not for guests, 404 for others' jobs, 429 beyond the rate. Beyond
 * the pictures of a day a job goes on without one.
 */
export function guardGuests(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest("added");
  app.addHook("preHandler", async (request) => {
    const { guest, routeOptions, method, params } = request;
    if (guest === undefined) return;
    const { url: route = "" } = routeOptions;
    const starts = route === START && method === "POST";
    if (!starts && !route.startsWith("/jobs/:id") && route !== "/stages") throw notForGuests();
    if (starts) await letStart(request, guest, deps);
    else await onlyOwn(params, guest, deps.client);
    if (AGAIN.has(route)) await letRunAgain(request, guest, deps);
  });
}

async function letStart(request: FastifyRequest, guest: string, deps: Deps): Promise<void> {
  const { body } = request;
  if (!fits(Start, body)) return; // refused for what it is
  const { pipeline, ...rest } = body;
  if (deps.pipelines.get(pipeline)?.forGuests !== true) throw notForGuests();
  if (Object.keys(rest).some((field) => field !== "input")) throw notForGuests();
  const cause = startCause(request);
  const known = cause === undefined ? undefined : await deps.client.find(jobIdOf(cause));
  if (known !== undefined) {
    const { pictures } = known.input; // as when it was started: the same key is the same job
    request.added = { user: guest, ...(pictures !== undefined && { pictures }) };
    return;
  }
  const { counted, redis, limits } = counting(request, guest, deps);
  await within(takeStart(redis, limits, counted));
  const isOver = (await takePicture(redis, limits, counted)) !== undefined;
  request.added = { user: guest, ...(isOver && { pictures: "none" }) };
}

async function letRunAgain(request: FastifyRequest, guest: string, deps: Deps): Promise<void> {
  const { counted, redis, limits } = counting(request, guest, deps);
  await within(takeStart(redis, limits, counted));
  await within(takePicture(redis, limits, counted));
}

function counting({ ip }: FastifyRequest, guest: string, { redis, rules: { limits, countsAddresses } }: Deps) {
  const counted: Counted = { guest, address: countsAddresses ? ip : undefined };
  return { counted, redis, limits };
}

async function within(taken: Promise<number | undefined>): Promise<void> {
  const seconds = await taken;
  if (seconds === undefined) return;
  const headers = { "retry-after": String(seconds) };
  throw new ProblemError("too-many-requests", "A guest may not start as many jobs at a time", { headers });
}

/** Others' jobs are not there; whether one is, or was, tells nothing either. */
async function onlyOwn(params: unknown, guest: string, client: JobClient): Promise<void> {
  if (typeof params !== "object" || params === null || !("id" in params) || typeof params.id !== "string") return;
  const record = await client.find(params.id).catch((error: unknown) => {
    if (error instanceof DamagedRecordError) return undefined;
    throw error;
  });
  if (userOf(record?.input) === guest) return;
  throw unknown();
}

function notForGuests(): ProblemError {
  return new ProblemError("forbidden", "This is not for guests; an API key may do it");
}
