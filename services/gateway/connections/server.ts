import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import { Socket } from "node:net";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { inTurn } from "./in-turn.ts";

const MAX_CONNECTIONS = 10_000;
/** Open files that are kept for Redis, media, look-ups and callbacks. */
const RESERVED_FILES = 256;
/**
 * A client that takes nothing of its answer for this long is let go, in ms. Node looks at it a
 * second time before it says so, so that the longest wait is twice this: under 60 s. Longer than
 * the heartbeat of an event stream.
 */
const TAKES_NOTHING_MS = 28_000;
/** How often a failure to accept connections is logged, in ms. */
const LOG_EVERY_MS = 60_000;

/** A server whose connections are bounded, in number and in what each one may ask at a time. */
export function createBoundedServer(handle: RequestListener, options: ServerOptions, log: FastifyBaseLogger): Server {
  const server = createServer(options, inTurn(handle));
  server.maxConnections = maxConnections(openFiles());
  // What waits in the system for a client that takes nothing is given up, too. An idle connection
  // is closed as usual.
  server.on("timeout", (socket) => (socket.writableLength > 0 ? socket.resetAndDestroy() : socket.destroy()));
  let loggedAt = Number.NEGATIVE_INFINITY;
  // Such as EMFILE. Without a listener it would end the process; the connections that there are go
  // on.
  server.on("error", (error) => {
    if (!server.listening || performance.now() - loggedAt < LOG_EVERY_MS) return;
    loggedAt = performance.now();
    log.error({ code: "http.not_accepted", err: error }, "a connection could not be accepted");
  });
  return server;
}

/** How many connections there may be at a time where the process may open so many files. */
export function maxConnections(files: number): number {
  return Math.max(1, Math.min(MAX_CONNECTIONS, files - Math.min(RESERVED_FILES, Math.floor(files / 2))));
}

/** How many files this process may open: a connection is one of them. */
function openFiles(): number {
  // Without the part that looks up names of the network. Node's types do not know that setting yet.
  const report: NodeJS.ProcessReport & { excludeNetwork?: boolean } = process.report;
  report.excludeNetwork = true;
  const { userLimits } = report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } };
  };
  const soft = Number(userLimits?.open_files?.soft);
  // The limit may be "unlimited", or the system may have none.
  return Number.isInteger(soft) ? soft : Number.POSITIVE_INFINITY;
}

/** Lets go whoever does not take the answer that it asked for, on every route of `app`. */
export function letGoSlowReaders(app: FastifyInstance, takesNothingMs = TAKES_NOTHING_MS): void {
  app.addHook("onSend", (_request, reply, _payload, done) => {
    // From the answer's first byte on: a client that waits for a change is silent for longer.
    const { socket } = reply.raw;
    if (socket instanceof Socket) socket.setTimeout(takesNothingMs); // an injected request has none
    done();
  });
}
