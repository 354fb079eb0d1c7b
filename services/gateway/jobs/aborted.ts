import type { FastifyReply } from "fastify";

/** A signal that aborts when the answer's connection is closed, by its end or by the client. */
export function abortedWith(reply: FastifyReply): { readonly signal: AbortSignal } {
  const controller = new AbortController();
  reply.raw.once("close", () => controller.abort());
  return { signal: controller.signal };
}
