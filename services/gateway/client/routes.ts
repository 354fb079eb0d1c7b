import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import type { FastifyPluginAsync } from "fastify";

/** The client's modules that do something; its types are gone in a browser. */
const MODULES = ["client.ts", "errors.ts", "request.ts", "server-events.ts", "watch.ts"] as const;

/**
 * `@guchi/client` for the gateway's own pages, at `/client/client.ts` and the modules that it
 * imports: what Node runs, less its types. Read once at start.
 */
export const clientRoutes: FastifyPluginAsync = async (app) => {
  const client = import.meta.resolve("@guchi/client");
  for (const name of MODULES) {
    const source = await readFile(new URL(name, client), "utf8");
    const body = withoutTypes(source);
    app.get(`/client/${name}`, { schema: { hide: true } }, async (_request, reply) =>
      reply.type("text/javascript; charset=utf-8").header("cache-control", "no-cache").send(body),
    );
  }
};

/**
 * Node's own type stripper, with which it runs this very file, says at its first call that its name
 * may change. That is no news for whoever runs Guchi; the tests tell when it does.
 */
function withoutTypes(source: string): string {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
