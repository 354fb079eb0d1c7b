import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import type { Schedules } from "@guchi/chain/schedule/store.ts";
import { ScheduleName } from "@guchi/chain/schedule/schedule.ts";
import type { ScheduleView } from "@guchi/contracts/schedule.ts";
import Type from "typebox";
import { begin, type BeginDeps } from "../../jobs/begin.ts";
import { findSchedule, leftOut, missing } from "../../schedules/routes.ts";
import { viewSchedule } from "../../schedules/view.ts";
import { hidden } from "./schema.ts";

interface Options extends BeginDeps {
  readonly schedules: Schedules;
  readonly basePath: string;
}

const Name = Type.Object({ name: ScheduleName });
const Shown = Type.Array(Type.Unsafe<ScheduleView>({ $ref: "Schedule#" }));
const PATH = "/admin/api/schedules";

/** The schedules without what they say and whom they tell: to pause, to run now, to remove. */
export const scheduleActionRoutes: FastifyPluginCallbackTypebox<Options> = (app, options, done) => {
  const { schedules, basePath } = options;
  app.get(PATH, { schema: { ...hidden, response: { 200: Shown } } }, async () => {
    const found = await Promise.all((await schedules.names()).map((name) => schedules.find(name).catch(leftOut)));
    return found.flatMap((schedule) =>
      schedule === undefined ? [] : [withoutWords(viewSchedule(schedule, basePath))],
    );
  });
  for (const action of ["pause", "resume"] as const) {
    app.post(`${PATH}/:name/${action}`, { schema: { ...hidden, params: Name } }, async (request, reply) => {
      const { name, spec } = await findSchedule(schedules, request.params.name);
      await schedules.put(name, { ...spec, paused: action === "pause" });
      return reply.code(202).send({});
    });
  }
  app.post(`${PATH}/:name/run`, { schema: { ...hidden, params: Name } }, async (request, reply) => {
    const { name, spec } = await findSchedule(schedules, request.params.name);
    const { pipeline, input, callbackUrl } = spec;
    const { id } = await begin(options, { pipeline, input, cause: undefined, callbackUrl });
    await schedules.noteStart(name, { at: Date.now(), job: id });
    return reply.code(202).send({ id });
  });
  app.delete(`${PATH}/:name`, { schema: { ...hidden, params: Name } }, async (request, reply) => {
    if (!(await schedules.remove(request.params.name))) throw missing();
    return reply.code(204).send();
  });
  done();
};

/** Without the input, and the address of callbacks, which may hold a secret. */
function withoutWords(view: ScheduleView): ScheduleView {
  const { callbackUrl: _, ...schedule } = view;
  return { ...schedule, input: {} };
}
