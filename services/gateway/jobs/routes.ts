import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { JobClient } from "@guchi/chain/client.ts";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import type { JobWatch, Watching } from "@guchi/chain/watch.ts";
import { isFinished } from "@guchi/chain/job/actions.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Redis } from "ioredis";
import Type from "typebox";
import type { CallbackRules } from "../callbacks/address.ts";
import { checkCallbackUrl } from "../callbacks/address.ts";
import type { Admission } from "@guchi/platform/load/admission.ts";
import { begin } from "./begin.ts";
import type { ShowDamaged } from "./damaged.ts";
import { matches } from "./etag.ts";
import { lookOf, SharedLooks, type Look, type MarkedUrls } from "./looks.ts";
import { startCause } from "./idempotency.ts";
import { refuseInternal } from "./internal.ts";
import { findJob } from "./lookup.ts";
import {
  apiProblems,
  closed,
  idempotencyHeader,
  jobAnswer,
  JobId,
  JOBS_PATH,
  RETRY_AFTER,
  SECURED,
} from "./headers.ts";
import { ownerOf } from "../http/scopes.ts";
import type { OwnedJobs } from "./owned.ts";
import { START_TIME, startTime } from "./start-time.ts";
import { viewHistory, viewJob } from "./view.ts";
import { MAX_WAIT_SECONDS, waitForChange } from "./wait.ts";

interface Options {
  readonly client: JobClient;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly watch: JobWatch;
  readonly redis: Redis;
  readonly admission: Pick<Admission, "admit">;
  readonly owned: Pick<OwnedJobs, "note">;
  readonly callbacks: CallbackRules;
  /** URLs of a job, as this request can reach them. */
  readonly urls: (request: FastifyRequest) => MarkedUrls;
  readonly showDamaged: ShowDamaged;
}

const NewJob = Type.Object(
  {
    pipeline: Type.String({ examples: ["guchi"] }),
    input: Type.Unknown({
      description: "The pipeline's input.",
      examples: [{ text: "残業ばっかりで疲れた。もう無理" }],
    }),
    callbackUrl: Type.Optional(
      Type.String({
        maxLength: 2_000,
        description:
          "Where to POST the job once it is finished, signed as https://www.standardwebhooks.com says. Needs CALLBACK_SECRET.",
      }),
    ),
    ...START_TIME,
  },
  {
    additionalProperties: false,
    examples: [{ pipeline: "guchi", input: { text: "残業ばっかりで疲れた。もう無理" } }],
  },
);
const IdempotencyKey = idempotencyHeader("The same key is the same job, however often the request is sent.");
const START = `202 means that the job is durably queued. With an Idempotency-Key the request is safe to repeat: the same key gives the same job
on every gateway, until the job expires. The same key with another pipeline, input or callbackUrl answers 422, after a purge 410.
A job with \`startAt\` or \`delaySeconds\` waits until then, over restarts.
Each API key has its own Idempotency-Keys; \`K\` and \`"K"\` are the same key.

The pipelines \`guchi\` and \`guchi-fast\` answer a complaint with \`reaction: "idol"\`, a picture and a voice. If one of these fails
for good, \`warnings\` says so. Other messages get \`cheer\`, messages that show danger get \`care\`: text only, the other stages are
\`skipped\`.`;

const Query = Type.Object(
  {
    history: Type.Optional(Type.Boolean({ description: "Add what happened so far." })),
    wait: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MAX_WAIT_SECONDS,
        description: "Seconds to wait for a change since the state in If-None-Match, or else since now.",
      }),
    ),
  },
  closed,
);

const START_SCHEMA = {
  operationId: "startJob",
  summary: "Start a job",
  description: START,
  tags: ["jobs"],
  ...SECURED,
  headers: IdempotencyKey,
  body: NewJob,
  response: { 202: jobAnswer("Accepted, and not finished yet"), ...apiProblems(400, 409, 410, 413, 415, 422) },
};

const GET_SCHEMA = {
  operationId: "getJob",
  summary: "A job's state and, when it is completed, its output",
  description: "Answers 304 when If-None-Match names the ETag of the state that would be sent.",
  tags: ["jobs"],
  ...SECURED,
  params: JobId,
  querystring: Query,
  headers: Type.Object({ "if-none-match": Type.Optional(Type.String()) }),
  response: {
    200: jobAnswer("Finished: completed, failed or canceled"),
    202: jobAnswer("Not finished yet"),
    304: Type.Null({ description: "As the client knows it" }),
    ...apiProblems(400, 404, 410),
  },
};

/** The async HTTP API: start a job, ask for it. */
export const jobRoutes: FastifyPluginCallbackTypebox<Options> = (app, options, done) => {
  const { client, pipelines, watch, redis, admission, owned, callbacks, urls, showDamaged } = options;
  app.post(JOBS_PATH, { schema: START_SCHEMA }, async (request, reply) => {
    const { pipeline: name, input: given, callbackUrl } = request.body;
    const startAt = startTime(request.body);
    refuseInternal(pipelines.get(name), given);
    const input = typeof given === "object" ? { ...given, ...request.added } : given;
    if (callbackUrl !== undefined) checkCallbackUrl(callbackUrl, callbacks);
    const cause = startCause(request);
    const started = await begin({ redis, admission, client }, { pipeline: name, input, cause, callbackUrl, startAt });
    const { id } = started;
    const { record, pipeline } = await findJob(client, pipelines, id, async () => started.record ?? client.find(id));
    await owned.note(ownerOf(request.apiKey), record);
    const look = lookOf(viewJob(pipeline, record, urls(request)));
    return send(reply.code(202).headers({ ...RETRY_AFTER, location: `/jobs/${id}`, etag: look.tag }), look);
  });

  const shared = new SharedLooks();
  app.get("/jobs/:id", { schema: GET_SCHEMA }, async (request, reply) => {
    const { id } = request.params;
    const { history = false, wait = 0 } = request.query;
    const known = request.headers["if-none-match"];
    const find = async (watching?: Watching) => {
      const read = () => client.find(id);
      const { record, pipeline } = await findJob(client, pipelines, id, async () => watching?.record(read) ?? read());
      const reach = urls(request);
      const view = () => viewJob(pipeline, record, reach);
      return history ? lookOf(view()) : shared.of(record, reach, view);
    };
    const look = async (watching?: Watching) => {
      const seen = await find(watching).catch(async (error: unknown) => lookOf(await showDamaged(request, id)(error)));
      return history ? lookOf({ ...seen.job, history: viewHistory(await client.history(id)) }) : seen;
    };
    const waited = async () => {
      const about = { watch, id, seconds: wait, reply };
      return waitForChange(about, look, known === undefined ? undefined : (tag: string) => matches(known, tag));
    };
    const answer = wait > 0 ? await waited() : await look();
    reply.headers({ "cache-control": "no-store", etag: answer.tag });
    const finished = isFinished(answer.status);
    if (!finished) reply.headers(RETRY_AFTER);
    // The schema's null would be sent as JSON.
    if (matches(known, answer.tag)) return reply.code(304).send(undefined as never);
    return send(reply.code(finished ? 200 : 202), answer);
  });
  done();
};

/** Sends the text of which the entity tag was made. */
function send(reply: FastifyReply, { job, text }: Look): FastifyReply {
  return reply
    .type("application/json; charset=utf-8")
    .serializer(() => text)
    .send(job);
}
