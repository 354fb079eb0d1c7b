import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { Queues } from "@guchi/chain/queues.ts";
import { ProblemError } from "../../http/problem.ts";
import { hidden, Name } from "./schema.ts";

interface Options {
  readonly queues: Queues;
  readonly stages: readonly string[];
}

/**
 * Pauses a stage and lets it go on: while it is paused, nothing of its queue is begun, on any
 * machine; what is under way ends.
 */
export const stageRoutes: FastifyPluginCallbackTypebox<Options> = (app, { queues, stages }, done) => {
  for (const action of ["pause", "resume"] as const) {
    app.post(`/admin/api/stages/:name/${action}`, { schema: { ...hidden, params: Name } }, async (request, reply) => {
      const { name } = request.params;
      if (!stages.includes(name)) throw new ProblemError("not-found", "There is no such stage");
      await queues.get(name)[action]();
      return reply.code(202).send({});
    });
  }
  done();
};
