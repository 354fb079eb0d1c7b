import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { TypeBoxValidatorCompiler, type TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { JobClient } from "@guchi/shared/chain/client.ts";
import type { Route } from "@guchi/shared/chain/pipeline.ts";
import type { Queues } from "@guchi/shared/chain/queues.ts";
import type { MediaStore } from "@guchi/shared/media/store.ts";
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from "fastify";
import type { Redis } from "ioredis";
import { adminRoutes } from "./admin/routes.ts";
import { healthRoutes } from "./health/routes.ts";
import { registerErrors, sendProblem, toProblem } from "./http/errors.ts";
import { openApi } from "./http/open-api.ts";
import { jobRoutes } from "./jobs/routes.ts";
import { mediaRoutes } from "./media/routes.ts";
import { mediaUrls } from "./media/url.ts";
import { pageRoutes } from "./page/routes.ts";

export interface AppDeps {
  readonly client: JobClient;
  readonly routes: ReadonlyMap<string, Route>;
  readonly queues: Queues;
  /** Fails fast while Redis is away. */
  readonly redis: Redis;
  readonly media: MediaStore;
  readonly mediaSecret: string;
  readonly mediaUrlTtlSeconds: number;
  /** Base of the URLs handed out; undefined: as the request came in. */
  readonly publicBaseUrl: string | undefined;
  readonly adminPassword: string | undefined;
  /** Whether a request from loopback can be taken for one of this machine. */
  readonly trustLoopback: boolean;
  readonly log: FastifyBaseLogger;
}

/** Largest body in bytes: a text of 5,000 UTF-16 units has at most 30,000 when every unit is escaped. */
const BODY_LIMIT_BYTES = 64 * 1_024;

/** The gateway's HTTP side, ready to listen or to be injected into. Registered by hand, in the order in which it runs. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    // Time for a slow client to send its request, in ms; then 408. Long enough for a phone, short enough for a slow loris.
    requestTimeout: 30_000,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 2_000 },
    // URLs that do not even reach a route, such as /%zz.
    frameworkErrors: (error, request, reply) => void sendProblem(toProblem(error), request, reply),
    return503OnClosing: true,
  })
    .withTypeProvider<TypeBoxTypeProvider>()
    .setValidatorCompiler(TypeBoxValidatorCompiler);
  app.removeContentTypeParser("text/plain"); // the API speaks JSON
  registerErrors(app);

  await app.register(swagger, openApi());
  await app.register(swaggerUi, { routePrefix: "/docs" });

  const stages = [...new Set([...deps.routes.values()].flatMap(({ positions }) => positions.map((p) => p.spec.stage)))];
  const signing = { secret: deps.mediaSecret, ttlSeconds: deps.mediaUrlTtlSeconds };
  const mediaUrl = (request: FastifyRequest) => mediaUrls(signing, deps.publicBaseUrl ?? originOf(request));

  await app.register(jobRoutes, { client: deps.client, routes: deps.routes, mediaUrl });
  await app.register(mediaRoutes, { media: deps.media, secret: deps.mediaSecret });
  await app.register(healthRoutes, { redis: deps.redis, stages });
  await app.register(adminRoutes, {
    queues: deps.queues,
    stages,
    password: deps.adminPassword,
    trustLoopback: deps.trustLoopback,
  });
  await app.register(pageRoutes);
  return app;
}

/** Scheme and host as the client wrote them: without PUBLIC_BASE_URL, what it can reach is what it has reached. */
function originOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}
