import type { FastifyPluginCallbackTypebox } from "@fastify/type-provider-typebox";
import { AdminSession, SignIn } from "@guchi/contracts/admin.ts";
import type { AdminAccess } from "../access/access.ts";
import { hidden } from "./schema.ts";

interface Options {
  readonly access: AdminAccess;
}

/** Signing in, out, and who one is. */
export const sessionRoutes: FastifyPluginCallbackTypebox<Options> = (app, { access }, done) => {
  const path = "/admin/api/session";
  app.post(path, { schema: { ...hidden, body: SignIn, response: { 200: AdminSession } } }, async (request, reply) => {
    const { session, cookie } = access.signIn(request, request.body.password);
    reply.header("set-cookie", cookie);
    return { role: session.role, until: new Date(session.until).toISOString() };
  });
  app.register(async (guarded) => {
    guarded.addHook("onRequest", async (request) => {
      const problem = await access.admit(request);
      // Whoever may only look may leave, too.
      if (problem === undefined || request.adminRole !== undefined) return;
      // To learn that one is not signed in takes nothing; a password that is wrong is refused.
      if (problem.status !== 401 || request.headers.authorization !== undefined) throw problem;
    });
    guarded.get(
      path,
      { schema: { ...hidden, response: { 200: AdminSession } } },
      async ({ adminRole: role = "none", adminSession: session }) => {
        return { role, ...(session !== undefined && { until: new Date(session.until).toISOString() }) };
      },
    );
    guarded.delete(path, { schema: hidden }, async (request, reply) => {
      reply.header("set-cookie", await access.signOut(request));
      return reply.code(204).send();
    });
  });
  done();
};
