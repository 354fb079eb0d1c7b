import type { FastifyReply } from "fastify";

/**
 * A signal that aborts when the answer's connection is closed, by its end or by the client; aborted
 * when it is already.
 */
export function abortedWith(reply: FastifyReply): { readonly signal: AbortSignal } {
  const controller = new AbortController();
  if (reply.raw.destroyed) controller.abort();
  else reply.raw.once("close", () => controller.abort());
  return { signal: controller.signal };
}
