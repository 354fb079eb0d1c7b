import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Below the ports that Linux gives to outgoing connections (32768 on): they cannot take it while
 * its server is restarted.
 */
const FIRST = 12_000;
const COUNT = 20_000;

/**
 * A port of this machine that nobody listens on, for a server that a test starts, and may start
 * again.
 */
export async function freePort(): Promise<number> {
  const port = FIRST + Math.floor(Math.random() * COUNT);
  const server = createServer().listen(port);
  try {
    await once(server, "listening");
  } catch {
    return freePort();
  }
  server.close();
  await once(server, "close");
  return port;
}
