import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/**
 * A key and, good for a hundred years: its certificate for 127.0.0.1, the intermediate's, the
 * root's.
 */
const PEM = join(import.meta.dirname, "unknown-root.pem");

/** How far the chain that the server shows goes: at most to a root that nobody knows. */
const CHAINS = { leaf: 1, "leaf and intermediate": 2, "up to the root": 3 } as const;

export interface UntrustedServer {
  readonly url: string;
  /** Requests that arrived. */
  readonly requests: () => number;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** An HTTPS server on loopback whose certificate no client can verify. */
export async function startUntrustedServer(
  chain: keyof typeof CHAINS = "leaf and intermediate",
): Promise<UntrustedServer> {
  const [key = "", ...certificates] = (await readFile(PEM, "utf8")).split(/(?<=-----END [A-Z ]+-----\n)/);
  let requests = 0;
  const server = createServer({ key, cert: certificates.slice(0, CHAINS[chain]).join("") }, (_, response) => {
    requests++;
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    requests: () => requests,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
