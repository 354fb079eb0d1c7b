import type { FastifyReply } from "fastify";

/**
 * Calls the listener when the answer's connection is closed, by its end or by the client; at once
 * when it is already.
 */
export function whenClosed({ raw }: FastifyReply, listener: () => void): void {
  if (raw.destroyed) listener();
  else raw.once("close", listener);
}

/** A signal that aborts then. */
export function abortedWith(reply: FastifyReply): { readonly signal: AbortSignal } {
  const controller = new AbortController();
  whenClosed(reply, () => controller.abort());
  return { signal: controller.signal };
}
