import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { Queues } from "@guchi/chain/queues.ts";
import { stageProblem, StagesView } from "@guchi/contracts/stages.ts";
import type { Redis } from "ioredis";
import { apiProblems, SECURED } from "../jobs/headers.ts";
import { stageStates } from "./state.ts";

interface Options {
  readonly redis: Redis;
  readonly queues: Queues;
  readonly stages: readonly string[];
}

/** `GET /stages`: who works on what, and how long it waits. */
export const stagesRoutes: FastifyPluginCallbackTypebox<Options> = (app, { stages, ...deps }, done) => {
  app.get(
    "/stages",
    {
      schema: {
        operationId: "getStages",
        summary: "Every stage: live workers, what waits, and for how long",
        tags: ["health"],
        ...SECURED,
        response: { 200: StagesView, ...apiProblems(400) },
      },
    },
    async (_request, reply) => {
      const states = await stageStates(deps, stages);
      const isWell = states.every((state) => stageProblem(state) === undefined);
      reply.header("cache-control", "no-store");
      return { status: isWell ? ("ok" as const) : ("degraded" as const), stages: [...states] };
    },
  );
  done();
};
