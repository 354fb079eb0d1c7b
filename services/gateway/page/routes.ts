import { readFile } from "node:fs/promises";
import type { FastifyPluginAsync } from "fastify";

const FILES = [
  ["/", "index.html", "text/html; charset=utf-8"],
  ["/page.js", "page.js", "text/javascript; charset=utf-8"],
  ["/lines.js", "lines.js", "text/javascript; charset=utf-8"],
  ["/page.css", "page.css", "text/css; charset=utf-8"],
  ["/favicon.svg", "favicon.svg", "image/svg+xml"],
] as const;

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The page at `/`: a few files, read once at start. */
export const pageRoutes: FastifyPluginAsync<{ readonly basePath: string }> = async (app, { basePath }) => {
  // Its links are relative, so that they work under any path that ends in a slash.
  app.addHook("onRequest", async ({ originalUrl }, reply) => {
    const [path, query] = originalUrl.split("?", 2);
    if (basePath !== "" && path === basePath) {
      return reply.redirect(`${basePath}/${query === undefined ? "" : `?${query}`}`, 308);
    }
    return undefined;
  });
  for (const [path, file, contentType] of FILES) {
    const body = await readFile(new URL(file, import.meta.url));
    app.get(path, { schema: { hide: true } }, async (_request, reply) =>
      reply
        .type(contentType)
        .headers({
          "cache-control": "no-cache",
          "content-security-policy": CSP,
        })
        .send(body),
    );
  }
};
