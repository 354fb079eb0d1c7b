import type { Schedules } from "@guchi/chain/schedule/store.ts";
import type { Admission } from "@guchi/platform/load/admission.ts";
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from "fastify";
import type { Urls } from "../jobs/view.ts";
import type { Pages } from "../page/pages.ts";
import { sendDocument } from "../page/routes.ts";
import { AdminAccess, type AdminRules } from "./access/access.ts";
import { bulkActionRoutes } from "./api/bulk.ts";
import { factRoutes } from "./api/facts.ts";
import { jobRoutes } from "./api/job.ts";
import { runRoutes } from "./api/runs.ts";
import { scheduleActionRoutes } from "./api/schedules.ts";
import { sessionRoutes } from "./api/session.ts";
import { stageRoutes } from "./api/stages.ts";
import { boardRoutes } from "./board.ts";
import { OperationsWatch, type FactDeps } from "./facts/watch.ts";

interface Options extends FactDeps {
  readonly rules: AdminRules;
  readonly schedules: Schedules;
  readonly admission: Pick<Admission, "admit">;
  readonly urls: (request: FastifyRequest) => Urls;
  readonly pages: () => Promise<Pages>;
  /** In front of each path: empty, or one such as `/guchi`. */
  readonly basePath: string;
  readonly isHttps: boolean;
}

/** `/admin`: the operations pages, what they ask for, and Bull Board, behind one way in. */
export const adminRoutes: FastifyPluginAsync<Options> = async (app, options) => {
  const { redis, basePath, isHttps, rules, pages, queues, client, stages } = options;
  const access = new AdminAccess({ ...rules, redis, basePath, isHttps });
  app.decorateRequest("adminRole");
  app.decorateRequest("adminSession");
  // The page holds nothing of anybody: it asks, and shows a way in where that is refused.
  app.get("/admin", { schema: { hide: true } }, async (_request, reply) => sendDocument(reply, (await pages()).admin));
  app.get("/admin/", { schema: { hide: true } }, async (_request, reply) => reply.redirect(`${basePath}/admin`, 308));
  await app.register(sessionRoutes, { access });
  await app.register(async (api) => registerApi(api, options, access));
  await app.register(boardRoutes, { queues, client, stages, access, basePath });
};

async function registerApi(api: FastifyInstance, options: Options, access: AdminAccess): Promise<void> {
  api.addHook("onRequest", async (request, reply) => {
    const problem = await access.admit(request);
    if (problem !== undefined) throw problem;
    reply.header("cache-control", "no-store");
  });
  await api.register(factRoutes, { access, operations: new OperationsWatch(options) });
  await api.register(runRoutes, options);
  await api.register(jobRoutes, options);
  await api.register(bulkActionRoutes, options);
  await api.register(stageRoutes, options);
  await api.register(scheduleActionRoutes, options);
}
