import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { JobClient } from "@guchi/chain/client.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import type { Queues } from "@guchi/chain/queues.ts";
import type { AnyMetric } from "@guchi/chain/telemetry/metric.ts";
import { UNTRACED, type Tracer } from "@guchi/chain/telemetry/tracer.ts";
import type { Schedules } from "@guchi/chain/schedule/store.ts";
import type { JobWatch } from "@guchi/chain/watch.ts";
import { JobIndex } from "@guchi/chain/job/job-index.ts";
import { JobSummaries } from "@guchi/chain/job/summaries.ts";
import type { MediaStore } from "@guchi/platform/media/store.ts";
import type { Gauge } from "@guchi/platform/service/gauge.ts";
import type { Secret } from "@guchi/platform/redis/secret.ts";
import packageJson from "./package.json" with { type: "json" };
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from "fastify";
import type { Redis } from "ioredis";
import type { AdminRules } from "./admin/access/access.ts";
import type { FactDeps } from "./admin/facts/watch.ts";
import { adminRoutes } from "./admin/routes.ts";
import { guardGuests, welcomeGuests } from "./guests/guests.ts";
import { healthRoutes } from "./health/routes.ts";
import { boundClients } from "./connections/clients.ts";
import { createBoundedServer, letGoSlowReaders } from "./connections/server.ts";
import { bulkRoutes } from "./bulk/routes.ts";
import type { CallbackRules } from "./callbacks/address.ts";
import { guardApi, type AccessRules } from "./http/access.ts";
import { guardScopes } from "./http/scopes.ts";
import { audit } from "./http/audit.ts";
import { basePathOf, locateUnder, withoutBase } from "./http/base-path.ts";
import { serializers } from "./http/serializers.ts";
import { traceRequests } from "./http/trace.ts";
import { refuseCrossSite } from "./http/cross-site.ts";
import { refuseEncodings } from "./http/encoding.ts";
import { registerErrors, sendProblem, toProblem } from "./http/errors.ts";
import { THIRD_PARTY_PAGE_CSP, secureHeaders } from "./http/headers.ts";
import { takeJson } from "./http/json-body.ts";
import { ProblemError } from "./http/problem.ts";
import { answerExpectation, answerUnreadable } from "./http/unreadable.ts";
import { openApi } from "./http/open-api.ts";
import { strictValidator } from "./http/validator.ts";
import { SHARED_SCHEMAS } from "./jobs/headers.ts";
import { actionRoutes } from "./jobs/actions.ts";
import { damagedJobs } from "./jobs/damaged.ts";
import { eventRoutes } from "./jobs/events.ts";
import { OwnedJobs } from "./jobs/owned.ts";
import { lowerCaseId } from "./jobs/lookup.ts";
import { listRoutes } from "./jobs/list.ts";
import type { Admission } from "@guchi/platform/load/admission.ts";
import { shedLoad } from "./load/pressure.ts";
import { jobRoutes } from "./jobs/routes.ts";
import { takeEventRoutes } from "./jobs/take-event.ts";
import { mediaRoutes } from "./media/routes.ts";
import { mediaUrls, mediaUrlsMark } from "@guchi/platform/media/url.ts";
import { metricsRoutes } from "./metrics/routes.ts";
import { showJobPages } from "./page/job-page.ts";
import { pagesOf, type Pages } from "./page/pages.ts";
import { pageRoutes } from "./page/routes.ts";
import { scheduleRoutes } from "./schedules/routes.ts";
import { stagesRoutes } from "./stages/routes.ts";
import type { WebhookOptions } from "./webhook/routes.ts";
import { keys } from "@guchi/platform/redis/keys.ts";

export interface AppDeps {
  readonly client: JobClient;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  /** Every stage that there is. */
  readonly stages: readonly string[];
  /** What is counted, by whomever. */
  readonly metrics: readonly AnyMetric[];
  /** What services can look up, of what they keep in Redis. */
  readonly gauges?: readonly Gauge[] | undefined;
  /** Where the media lie, if on a disk: how much room it has is shown. */
  readonly dataDir?: string | undefined;
  readonly queues: Queues;
  /** Fails fast while Redis is away. */
  readonly redis: Redis;
  readonly media: MediaStore;
  /** How many bytes it holds, as far as that is known. */
  readonly mediaBytes?: (() => number | undefined) | undefined;
  readonly mediaSecret: Secret;
  /** Whether media are had from their store itself. */
  readonly mediaRedirects?: boolean;
  readonly mediaUrlTtlSeconds: number;
  /** Base of the URLs handed out; undefined: as the request came in. */
  readonly publicBaseUrl: string | undefined;
  /** Who may operate; the rest of what `/admin` is told is about this machine and its day. */
  readonly admin: AdminRules & Pick<FactDeps, "dataDir" | "mediaMaxBytes" | "maxQueuedJobs" | "budget">;
  readonly watch: JobWatch;
  /** Addresses and CIDR blocks of proxies whose X-Forwarded-For counts. */
  readonly trustProxy?: readonly string[] | undefined;
  readonly access: AccessRules;
  readonly callbacks: CallbackRules;
  readonly schedules: Schedules;
  readonly admission: Pick<Admission, "admit">;
  /** LINE's webhook; without it, there is none. */
  readonly webhook?: WebhookOptions | undefined;
  readonly log: FastifyBaseLogger;
  readonly tracer?: Tracer | undefined;
  /** How long a client may take nothing of its answer, in ms; for tests. */
  readonly takesNothingMs?: number;
}

/**
 * Largest body in bytes: a text of 5,000 UTF-16 units has at most 30,000 when every unit is
 * escaped.
 */
const BODY_LIMIT_BYTES = 64 * 1_024;

/**
 * Time for a slow client to send its request; then 408. Long enough for a phone, short enough for a
 * slow loris.
 */
const REQUEST_TIMEOUT_MS = 30_000;
/**
 * How long a connection may idle, in ms. The system may have taken all of an answer of which the
 * client took nothing, and that cannot be told from an idle connection: it too ends within 60 s.
 */
const KEEP_ALIVE_MS = 45_000;
const SERVER_OPTIONS = {
  requestTimeout: REQUEST_TIMEOUT_MS,
  headersTimeout: REQUEST_TIMEOUT_MS,
  // Node would look every 30 s only, and wait for the headers for longer than for all of it.
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: KEEP_ALIVE_MS,
  // Node itself answers a request without Host with a bare 400; `registerErrors` does it as
  // problem details.
  requireHostHeader: false,
};

/**
 * The gateway's HTTP side, ready to listen or to be injected into. Registered by hand, in the order
 * in which it runs.
 */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const basePath = basePathOf(deps.publicBaseUrl);
  const app = emptyApp(deps, basePath);
  takeJson(app);
  registerErrors(app);
  refuseEncodings(app);
  if (deps.tracer !== undefined && deps.tracer !== UNTRACED) traceRequests(app, deps.tracer);
  audit(app);
  secureHeaders(app, deps.publicBaseUrl);
  locateUnder(app, basePath);
  refuseCrossSite(app, deps.publicBaseUrl);
  boundClients(app, deps.trustProxy);
  letGoSlowReaders(app, deps.takesNothingMs);
  app.server.on("checkExpectation", answerExpectation);
  for (const schema of SHARED_SCHEMAS) app.addSchema(schema);
  const { pipelines, publicBaseUrl, media, mediaRedirects: redirects = false } = deps;
  const pages = pagesOf({ publicBaseUrl, mediaOrigin: async () => (redirects ? media.linkOrigin() : undefined) });
  await app.register(swagger, openApi(pipelines, { version: packageJson.version, publicBaseUrl }));
  await app.register(swaggerUi, { routePrefix: "/docs", indexPrefix: basePath, staticCSP: THIRD_PARTY_PAGE_CSP });
  refuseWhileClosing(app, deps.watch);

  await app.register(async (api) => registerApi(api, deps, basePath, pages));
  if (deps.webhook !== undefined) {
    // Not at every start: LINE's package is some 380 files.
    const { webhookRoutes } = await import("./webhook/routes.ts");
    await app.register(webhookRoutes, deps.webhook);
  }
  await app.register(mediaRoutes, { media, secret: deps.mediaSecret, redirects });
  await app.register(healthRoutes, { redis: deps.redis });
  await app.register(async (open) => registerAdmin(open, deps, basePath, pages));
  await app.register(async (open) => {
    const { guests: rules } = deps.access;
    if (rules !== undefined) welcomeGuests(open, rules, { basePath, isHttps: publicBaseUrl?.startsWith("https:") });
    await open.register(pageRoutes, { basePath, pages });
  });
  return app;
}

function emptyApp({ log, trustProxy }: AppDeps, basePath: string): FastifyInstance {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    serverFactory: (handle) => createBoundedServer(handle, SERVER_OPTIONS, log),
    clientErrorHandler: answerUnreadable,
    forceCloseConnections: "idle",
    trustProxy: trustProxy === undefined ? false : [...trustProxy],
    rewriteUrl: withoutBase(basePath),
    routerOptions: { maxParamLength: 2_000 },
    // URLs that do not even reach a pipeline, such as /%zz.
    frameworkErrors: (error, request, reply) => void sendProblem(toProblem(error), request, reply),
    schemaController: { compilersFactory: { buildSerializer: serializers } },
    return503OnClosing: false, // `refuseWhileClosing` has the form that the API promises
  });
  return app.setValidatorCompiler(strictValidator);
}

/** What needs a key, or this machine: jobs, stages and metrics. */
async function registerApi(
  api: FastifyInstance,
  deps: AppDeps,
  basePath: string,
  pages: () => Promise<Pages>,
): Promise<void> {
  const { client, pipelines, stages, watch, queues, redis, admission, callbacks, metrics, schedules } = deps;
  const { mediaBytes = () => undefined } = deps;
  const urls = urlsOf(deps, basePath);
  const index = new JobIndex(redis, keys);
  const showDamaged = damagedJobs(redis, pipelines, basePath);
  showJobPages(api, pages);
  await guardApi(api, deps.access, redis);
  const { guests: rules } = deps.access;
  const owned = new OwnedJobs(redis);
  if (deps.access.apiKeys !== undefined) guardScopes(api, owned);
  if (rules !== undefined) guardGuests(api, { rules, client, pipelines, redis });
  api.addHook("preValidation", ({ params }, _reply, done) => {
    lowerCaseId(params);
    done();
  });
  shedLoad(api);
  await api.register(jobRoutes, { client, pipelines, watch, redis, admission, owned, callbacks, urls, showDamaged });
  await api.register(listRoutes, { client, pipelines, index, owned, urls });
  await api.register(eventRoutes, { client, pipelines, watch, urls, showDamaged });
  await api.register(actionRoutes, { client, pipelines, admission, owned, urls });
  const summaries = new JobSummaries(redis, keys);
  await api.register(bulkRoutes, { client, pipelines, index, summaries, urls });
  await api.register(takeEventRoutes, { client, pipelines, urls });
  await api.register(scheduleRoutes, { client, pipelines, redis, admission, callbacks, schedules, urls });
  await api.register(stagesRoutes, { redis, queues, stages });
  const names = [...pipelines.keys()];
  const { gauges, dataDir } = deps;
  const shown = { metrics, gauges, mediaBytes, dataDir };
  await api.register(metricsRoutes, { redis, queues, index, pipelines: names, stages, ...shown });
}

/** The operations pages. */
async function registerAdmin(
  app: FastifyInstance,
  deps: AppDeps,
  basePath: string,
  pages: () => Promise<Pages>,
): Promise<void> {
  const { redis, publicBaseUrl, admin, mediaBytes = () => undefined } = deps;
  await app.register(adminRoutes, {
    ...deps,
    ...admin,
    rules: admin,
    mediaBytes,
    index: new JobIndex(redis, keys),
    summaries: new JobSummaries(redis, keys),
    lineChannels: [...(deps.webhook?.secrets.keys() ?? [])],
    urls: urlsOf(deps, basePath),
    pages,
    basePath,
    isHttps: publicBaseUrl?.startsWith("https:") === true,
  });
}

/** How a client reaches what belongs to a job, as its request can. */
function urlsOf(deps: AppDeps, basePath: string) {
  const signing = { secret: deps.mediaSecret, ttlSeconds: deps.mediaUrlTtlSeconds };
  return (request: FastifyRequest) => {
    const base = deps.publicBaseUrl ?? originOf(request);
    const now = Date.now();
    return { media: mediaUrls(signing, base, now), mark: mediaUrlsMark(signing, base, now), basePath };
  };
}

/**
 * A kept connection may bring requests while the server closes: the client is to come again, on
 * another connection.
 */
function refuseWhileClosing(app: FastifyInstance, watch: JobWatch): void {
  let closing = false;
  app.addHook("preClose", async () => {
    closing = true;
    watch.close();
  });
  app.addHook("onRequest", (_request, _reply, done) => {
    if (closing) throw stopping();
    done();
  });
}

function stopping(): ProblemError {
  const headers = { "retry-after": "2", connection: "close" };
  return new ProblemError("unavailable", "This gateway is stopping. Accepted jobs are safe; try again.", { headers });
}

/**
 * Scheme and host as the client wrote them: without PUBLIC_BASE_URL, what it can reach is what it
 * has reached.
 */
function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}
