import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import { stagesWithoutWorker } from "@guchi/shared/service/heartbeat.ts";
import type { Redis } from "ioredis";
import Type from "typebox";
import { problems } from "../http/problem-responses.ts";
import { ProblemError } from "../http/problem.ts";

interface Options {
  readonly redis: Redis;
  /** Stages that need a live worker for the gateway to be ready. */
  readonly stages: readonly string[];
}

const Ok = Type.Object({ status: Type.Literal("ok") });

/** `/healthz`: this process answers. `/readyz`: jobs posted now will be worked on. */
export const healthRoutes: FastifyPluginCallbackTypebox<Options> = (app, { redis, stages }, done) => {
  app.get(
    "/healthz",
    {
      schema: {
        operationId: "isAlive",
        summary: "Liveness",
        tags: ["health"],
        security: [],
        response: { 200: Ok, ...problems(400) },
      },
    },
    async () => ({
      status: "ok" as const,
    }),
  );
  app.get(
    "/readyz",
    {
      schema: {
        summary: "Readiness: Redis answers and a worker lives for every stage",
        tags: ["health"],
        operationId: "isReady",
        security: [],
        response: { 200: Ok, ...problems(400, 503) },
      },
    },
    async () => {
      const missing = await stagesWithoutWorker(redis, stages);
      if (missing.length > 0) {
        const headers = { "retry-after": "1" };
        throw new ProblemError("unavailable", `No worker lives for: ${missing.join(", ")}`, { headers });
      }
      return { status: "ok" as const };
    },
  );
  done();
};
