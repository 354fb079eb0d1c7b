import { createConnection, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions as TlsOptions } from "node:tls";
import { AbstractConnector } from "ioredis";

/** What ioredis passes of its own options. */
interface Address {
  readonly path?: string;
  readonly host?: string;
  readonly port?: number;
  readonly tls?: TlsOptions;
  readonly disconnectTimeout: number;
}

/**
 * Opens ioredis' socket so that the commands of one turn of the event loop leave in one system call. ioredis writes each
 * command by itself, and with many jobs in one process that system call was the largest part of the chain's CPU time
 * (bench/chain; `enableAutoPipelining` is no way out, since it makes each script call dearer than it saves).
 *
 * Only the moment of writing changes, by less than a turn of the loop; order and content stay as they are.
 */
export class BatchingConnector extends AbstractConnector {
  readonly #address: Address;

  constructor(options: unknown) {
    const address = options as Address; // ioredis hands over the options that connect.ts made
    super(address.disconnectTimeout);
    this.#address = address;
  }

  override connect(): Promise<Socket> {
    this.connecting = true;
    const { path, host, port, tls } = this.#address;
    const where = path === undefined ? { host: host ?? "localhost", port: port ?? 6379 } : { path };
    const socket = tls === undefined ? createConnection(where) : connectTls({ ...where, ...tls });
    socket.once("error", (error) => {
      this.firstError = error; // ioredis tells it when the connection closes before it was ready
    });
    this.stream = socket;
    return Promise.resolve(batchWrites(socket));
  }
}

function batchWrites(socket: Socket): Socket {
  const write = socket.write.bind(socket);
  let corked = false;
  const uncork = () => {
    corked = false;
    socket.uncork();
  };
  const batched = (...args: Parameters<Socket["write"]>) => {
    if (!corked) {
      corked = true;
      socket.cork();
      setImmediate(uncork);
    }
    return write(...args);
  };
  socket.write = batched as Socket["write"];
  return socket;
}
