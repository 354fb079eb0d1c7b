import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * Most requests that may wait on one connection behind the one in work. Clients that send ahead at
 * all (pipelining, RFC 9112, 9.3.2) send fewer; each one that waits is about 4 KB.
 */
export const MAX_WAITING_REQUESTS = 32;

/**
 * Handles the requests of one connection one after the other: the next one begins when the answer
 * before it has left. Node would begin with all that it has read, and keep every answer in memory
 * until the client takes it. A connection with more requests than may wait is closed; its client
 * may send them again (RFC 9112, 9.3.1).
 */
export function inTurn(handle: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, (() => void)[]>();

  const begin = (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    socket.setTimeout(0); // the answer before may have set one
    response.once("close", () => {
      const next = waiting.get(socket)?.shift();
      if (next === undefined || socket.destroyed) waiting.delete(socket);
      else next();
    });
    handle(request, response);
  };

  return (request, response) => {
    const { socket } = request;
    const line = waiting.get(socket);
    if (line === undefined) {
      waiting.set(socket, []);
      begin(request, response);
    } else if (line.length < MAX_WAITING_REQUESTS) {
      line.push(() => begin(request, response));
    } else {
      socket.destroy();
    }
  };
}
