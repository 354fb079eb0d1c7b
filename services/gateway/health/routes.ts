import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import { tryWrite } from "./probe.ts";
import type { Redis } from "ioredis";
import Type from "typebox";
import { problems } from "../http/problem-responses.ts";
import { ProblemError } from "../http/problem.ts";

interface Options {
  /** Fails fast while Redis is away. */
  readonly redis: Redis;
}

const Ok = Type.Object({ status: Type.Literal("ok") });

/**
 * `/healthz`: this process answers. `/readyz`: it can accept work. Whether stages have workers,
 * `/stages` tells.
 */
export const healthRoutes: FastifyPluginCallbackTypebox<Options> = (app, { redis }, done) => {
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
        summary: "Readiness: this gateway can accept work, since Redis takes writes",
        tags: ["health"],
        operationId: "isReady",
        security: [],
        response: { 200: Ok, ...problems(400, 503) },
      },
    },
    async () => {
      try {
        await tryWrite(redis);
      } catch (cause) {
        const headers = { "retry-after": "1" };
        throw new ProblemError("unavailable", "Redis takes no writes right now", { headers, cause });
      }
      return { status: "ok" as const };
    },
  );
  done();
};
