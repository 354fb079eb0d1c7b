import { isUtf8 } from "node:buffer";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { JobClient } from "@guchi/shared/chain/client.ts";
import type { Route } from "@guchi/shared/chain/pipeline.ts";
import type { Queues } from "@guchi/shared/chain/queues.ts";
import type { JobWatch } from "@guchi/shared/chain/watch.ts";
import { JobIndex } from "@guchi/shared/job/job-index.ts";
import type { MediaStore } from "@guchi/shared/media/store.ts";
import type { Secret } from "@guchi/shared/redis/secret.ts";
import packageJson from "./package.json" with { type: "json" };
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from "fastify";
import type { Redis } from "ioredis";
import { adminRoutes } from "./admin/routes.ts";
import { healthRoutes } from "./health/routes.ts";
import type { CallbackRules } from "./callbacks/address.ts";
import { guardApi, type AccessRules } from "./http/access.ts";
import { registerErrors, sendProblem, toProblem } from "./http/errors.ts";
import { ProblemError } from "./http/problem.ts";
import { answerExpectation, answerUnreadable } from "./http/unreadable.ts";
import { openApi } from "./http/open-api.ts";
import { strictValidator } from "./http/validator.ts";
import { SHARED_SCHEMAS } from "./jobs/headers.ts";
import { actionRoutes } from "./jobs/actions.ts";
import { damagedJobs } from "./jobs/damaged.ts";
import { eventRoutes } from "./jobs/events.ts";
import { listRoutes } from "./jobs/list.ts";
import type { Admission } from "./load/admission.ts";
import { shedLoad } from "./load/pressure.ts";
import { jobRoutes } from "./jobs/routes.ts";
import { lineRoutes, type LineRoutesOptions } from "./line/routes.ts";
import { mediaRoutes } from "./media/routes.ts";
import { mediaUrls } from "./media/url.ts";
import { metricsRoutes } from "./metrics/routes.ts";
import { pageRoutes } from "./page/routes.ts";

export interface AppDeps {
  readonly client: JobClient;
  readonly routes: ReadonlyMap<string, Route>;
  readonly queues: Queues;
  /** Fails fast while Redis is away. */
  readonly redis: Redis;
  readonly media: MediaStore;
  readonly mediaSecret: Secret;
  readonly mediaUrlTtlSeconds: number;
  /** Base of the URLs handed out; undefined: as the request came in. */
  readonly publicBaseUrl: string | undefined;
  readonly adminPassword: string | undefined;
  readonly watch: JobWatch;
  readonly access: AccessRules;
  readonly callbacks: CallbackRules;
  readonly admission: Pick<Admission, "isFull">;
  /** LINE's webhook; without it, there is none. */
  readonly line?: LineRoutesOptions | undefined;
  readonly log: FastifyBaseLogger;
}

/** Largest body in bytes: a text of 5,000 UTF-16 units has at most 30,000 when every unit is escaped. */
const BODY_LIMIT_BYTES = 64 * 1_024;

/** Time for a slow client to send its request; then 408. Long enough for a phone, short enough for a slow loris. */
const REQUEST_TIMEOUT_MS = 30_000;

/** The gateway's HTTP side, ready to listen or to be injected into. Registered by hand, in the order in which it runs. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Node would look every 30 s only, and wait for the headers for longer than for all of it.
    // Node itself answers a request without Host with a bare 400; `registerErrors` does it as problem details.
    http: { headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 5_000, requireHostHeader: false },
    clientErrorHandler: answerUnreadable,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 2_000 },
    // URLs that do not even reach a route, such as /%zz.
    frameworkErrors: (error, request, reply) => void sendProblem(toProblem(error), request, reply),
    return503OnClosing: false, // ours below has the form that the API promises
  })
    .withTypeProvider<TypeBoxTypeProvider>()
    .setValidatorCompiler(strictValidator);
  app.removeContentTypeParser("text/plain"); // the API speaks JSON
  const parseJson = app.getDefaultJsonParser("error", "error"); // refuses __proto__ and constructor.prototype
  app.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, (request, body, done) => {
    // Many clients name a content type where there is no content, as with DELETE.
    if (body.length === 0) done(null, undefined);
    else if (isUtf8(body)) void parseJson(request, body.toString("utf8"), done);
    else done(new ProblemError("invalid-request", "The body is not UTF-8"), undefined);
  });
  registerErrors(app);
  app.server.on("checkExpectation", answerExpectation);

  for (const schema of SHARED_SCHEMAS) app.addSchema(schema);
  await app.register(swagger, openApi(deps.routes, packageJson.version));
  await app.register(swaggerUi, { routePrefix: "/docs" });

  const stages = [...new Set([...deps.routes.values()].flatMap(({ positions }) => positions.map((p) => p.spec.stage)))];
  const signing = { secret: deps.mediaSecret, ttlSeconds: deps.mediaUrlTtlSeconds };
  const mediaUrl = (request: FastifyRequest) => mediaUrls(signing, deps.publicBaseUrl ?? originOf(request));

  const { client, routes, watch, queues, redis, admission } = deps;
  const index = new JobIndex(redis);
  const showDamaged = damagedJobs(redis, routes);
  let closing = false;
  app.addHook("preClose", async () => {
    closing = true;
    deps.watch.close();
  });
  // A kept connection may bring requests while the door closes: the client is to come again, on another connection.
  app.addHook("onRequest", async () => {
    if (closing) throw stopping();
  });
  await app.register(async (api) => {
    await guardApi(api, deps.access, redis);
    await shedLoad(api);
    await api.register(jobRoutes, {
      client,
      routes,
      watch,
      redis,
      admission,
      callbacks: deps.callbacks,
      mediaUrl,
      showDamaged,
    });
    await api.register(listRoutes, { client, routes, index, mediaUrl });
    await api.register(eventRoutes, { client, routes, watch, mediaUrl, showDamaged });
    await api.register(actionRoutes, { client, routes, admission, mediaUrl });
    await api.register(metricsRoutes, { redis, queues, index, pipelines: [...routes.keys()], stages });
  });
  if (deps.line !== undefined) await app.register(lineRoutes, deps.line);
  await app.register(mediaRoutes, { media: deps.media, secret: deps.mediaSecret });
  await app.register(healthRoutes, { redis: deps.redis, stages });
  await app.register(adminRoutes, {
    queues: deps.queues,
    stages,
    password: deps.adminPassword,
  });
  await app.register(pageRoutes);
  return app;
}

function stopping(): ProblemError {
  const headers = { "retry-after": "2", connection: "close" };
  return new ProblemError("unavailable", "This gateway is stopping. Nothing was lost; try again.", { headers });
}

/** Scheme and host as the client wrote them: without PUBLIC_BASE_URL, what it can reach is what it has reached. */
function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}
