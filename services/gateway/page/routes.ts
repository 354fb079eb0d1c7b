import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import { readDocument, readPageFiles, type PageFile } from "./files.ts";

interface Options {
  /** The path that a proxy puts before each: empty, or one such as `/guchi`. */
  readonly basePath: string;
  /** Where the page is known under; undefined: nowhere in particular. */
  readonly publicBaseUrl: string | undefined;
}

/** The chat page at `/`, and under `/page/` the files that pages load. All are read once. */
export const pageRoutes: FastifyPluginAsync<Options> = async (app, { basePath, publicBaseUrl }) => {
  // Its links are relative, so that they work under any path that ends in a slash.
  app.addHook("onRequest", async ({ originalUrl }, reply) => {
    const [path, query] = originalUrl.split("?", 2);
    if (basePath !== "" && path === basePath) {
      return reply.redirect(`${basePath}/${query === undefined ? "" : `?${query}`}`, 308);
    }
    return undefined;
  });
  const files = await readPageFiles();
  for (const file of files) serve(app, file);
  const base = publicBaseUrl === undefined ? "" : `${publicBaseUrl}/`;
  const folders = ["page/chat/", "page/lit-html/", "page/@guchi/client/"];
  const chat = await readDocument(new URL("chat/index.html", import.meta.url), { files, folders, up: "./", base });
  app.get("/", { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .headers({ "cache-control": "no-cache", "content-security-policy": chat.policy })
      .send(chat.html),
  );
};

function serve(app: FastifyInstance, { path, type, etag, body, gzipped }: PageFile): void {
  app.get(`/${path}`, { schema: { hide: true } }, async ({ headers }, reply) => {
    reply.type(type).headers({ "cache-control": "no-cache", vary: "accept-encoding", etag });
    if (headers["if-none-match"] === etag) return reply.code(304).send();
    const isSmaller = gzipped !== undefined && /\bgzip\b/.test(headers["accept-encoding"] ?? "");
    return isSmaller ? reply.header("content-encoding", "gzip").send(gzipped) : reply.send(body);
  });
}
