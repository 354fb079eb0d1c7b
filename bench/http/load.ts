import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { quantile } from "../rounds.ts";

export interface Pace {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** No more than the system's backlog takes. */
const OPENED_AT_ONCE = 100;

/** The bytes of a request to this machine. */
export function requestOf(method: string, path: string, headers: Readonly<Record<string, string>> = {}, body = "") {
  const all = { host: "127.0.0.1", ...headers, ...(body !== "" && { "content-length": Buffer.byteLength(body) }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
}

/**
 * Kept connections, one request at a time on each. It reads of an answer no more than its status
 * and its length: whoever measures has half of two cores, and must not be what is measured.
 */
export class Connections {
  readonly #all: readonly Connection[];

  private constructor(all: readonly Connection[]) {
    this.#all = all;
  }

  static async open(port: number, count: number): Promise<Connections> {
    const connections: Connection[] = [];
    while (connections.length < count) {
      const few = Math.min(OPENED_AT_ONCE, count - connections.length);
      const sockets = Array.from({ length: few }, () => connect({ port, host: "127.0.0.1", noDelay: true }));
      await Promise.all(sockets.map((socket) => once(socket, "connect")));
      connections.push(...sockets.map((socket) => new Connection(socket)));
    }
    return new Connections(connections);
  }

  /** Sends the request on each; resolves to when each answer had come, by `performance.now()`. */
  async all(request: Buffer): Promise<readonly number[]> {
    return Promise.all(
      this.#all.map(async (connection) => {
        await connection.ask(request);
        return performance.now();
      }),
    );
  }

  /** As many requests as there is time for: each connection sends one when it has an answer. */
  async saturate(next: () => Buffer, seconds: number): Promise<Pace> {
    const begun = performance.now();
    const end = begun + seconds * 1_000;
    const times: number[] = [];
    await Promise.all(
      this.#all.map(async (connection) => {
        for (let from = begun; from < end;) {
          from = performance.now();
          await connection.ask(next());
          times.push(performance.now() - from);
        }
      }),
    );
    return paceOf(times, performance.now() - begun);
  }

  /**
   * So many requests a second, whatever comes of them: a time counts from when the request was due,
   * also where no connection was free.
   */
  async pace(next: () => Buffer, perSecond: number, seconds: number): Promise<Pace> {
    const begun = performance.now();
    const times: number[] = [];
    let due = 0;
    await Promise.all(
      this.#all.map(async (connection) => {
        while (due < perSecond * seconds) {
          const at = begun + (due * 1_000) / perSecond;
          due += 1;
          const early = at - performance.now();
          if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
          // A timer may be a millisecond late, which is not the server's.
          const from = early > 0 ? performance.now() : at;
          await connection.ask(next());
          times.push(performance.now() - from);
        }
      }),
    );
    return paceOf(times, performance.now() - begun);
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }
}

function paceOf(times: readonly number[], tookMs: number): Pace {
  return {
    perSecond: (times.length * 1_000) / tookMs,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
  };
}

const HEAD_END = "\r\n\r\n";

/** Reads answers that tell their length, which both contenders' do. */
class Connection {
  readonly #socket: Socket;
  #text = "";
  #answered: PromiseWithResolvers<void> | undefined;

  constructor(socket: Socket) {
    this.#socket = socket.setEncoding("latin1");
    socket.on("data", (text) => this.#read(String(text)));
    socket.on("error", (error) => this.#answered?.reject(error));
    socket.on("close", () => this.#answered?.reject(new Error("The server closed the connection")));
  }

  /** Resolves when the answer is there; rejects for one that is not 2xx. */
  async ask(request: Buffer): Promise<void> {
    this.#answered = Promise.withResolvers();
    this.#socket.write(request);
    await this.#answered.promise;
  }

  close(): void {
    this.#answered = undefined;
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#text += text;
    const head = this.#text.indexOf(HEAD_END);
    if (head === -1) return;
    const [, length = "0"] = /\r\ncontent-length: (\d+)/i.exec(this.#text) ?? [];
    if (this.#text.length < head + HEAD_END.length + Number(length)) return;
    const answer = this.#text;
    this.#text = "";
    if (answer.startsWith("HTTP/1.1 2")) this.#answered?.resolve();
    else this.#answered?.reject(new Error(`An answer that is not 2xx: ${answer.slice(0, 500)}`));
  }
}
