import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import { DamagedRecordError } from "@guchi/chain/job/damaged.ts";
import { STATUSES } from "@guchi/chain/job/job-index.ts";
import { BulkView } from "@guchi/contracts/admin.ts";
import { BULK_PIPELINE, BulkCount, bulkPipeline, BulkResult, WideRequest } from "@guchi/contracts/bulk.ts";
import { fits } from "@guchi/chain/schema.ts";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { beginBulk, type BulkDeps } from "../../bulk/routes.ts";
import { findJob } from "../../jobs/lookup.ts";
import { viewJob } from "../../jobs/view.ts";
import { hidden } from "./schema.ts";

const PATH = "/admin/api/actions";
/** Bulk actions that are shown, the newest first. */
const SHOWN = 20;

/** Acting on many jobs, and how the last such actions go. */
export const bulkActionRoutes: FastifyPluginCallbackTypebox<BulkDeps> = (app, deps, done) => {
  const show = async (request: FastifyRequest, id: string): Promise<BulkView> => {
    const { record, pipeline } = await findJob(deps.client, deps.pipelines, id);
    return viewOf(viewJob(pipeline, record, deps.urls(request)));
  };
  app.post(
    PATH,
    { schema: { ...hidden, body: WideRequest, response: { 200: BulkCount, 202: BulkView } } },
    async (request, reply) => {
      const begun = await beginBulk(deps, request.body, undefined);
      return "count" in begun ? reply.code(200).send(begun) : reply.code(202).send(await show(request, begun.id));
    },
  );
  app.get(PATH, { schema: { ...hidden, response: { 200: Type.Array(BulkView) } } }, async (request, reply) => {
    const places = await deps.index.page({ pipelines: [BULK_PIPELINE], statuses: STATUSES, limit: SHOWN });
    const found = places.map(({ id }) => show(request, id).catch(leftOut));
    return reply.send((await Promise.all(found)).flatMap((each) => each ?? []));
  });
  done();
};

function viewOf({ id, status, createdAt, input, output, progress }: ReturnType<typeof viewJob>): BulkView {
  const asked = fits(bulkPipeline.input, input) ? input : { action: "cancel" as const, filter: {} };
  return {
    id,
    status,
    createdAt,
    action: asked.action,
    filter: asked.filter,
    ...(progress !== undefined && { progress }),
    ...(fits(BulkResult, output) && { result: output }),
  };
}

/** Purged meanwhile, or damaged. */
function leftOut(error: unknown): undefined {
  if (error instanceof DamagedRecordError || (error instanceof Error && error.name === "ProblemError")) return;
  throw error;
}
