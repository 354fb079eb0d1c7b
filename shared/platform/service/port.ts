import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { LISTEN_SETTINGS } from "../config/platform-settings.ts";
import type { Values } from "../config/settings.ts";
import { StartError } from "./start-error.ts";

/** What a process that was just killed may need to let go of the port, in ms. */
const PATIENCE_MS = 2_000;

/**
 * The port to listen on: PORT, or where that is 0, one that is free, so that it is known beforehand
 * and stays when the service is started again. Throws StartError when it cannot be opened: to say
 * so at once, before anything is started.
 */
export async function findPort({ PORT, HOST }: Pick<Values<typeof LISTEN_SETTINGS>, "PORT" | "HOST">): Promise<number> {
  if (PORT === 0) return freePort(HOST);
  const deadline = Date.now() + PATIENCE_MS;
  while (await isTaken(PORT, HOST)) {
    if (Date.now() > deadline) throw new StartError(`PORT must be a free port, and ${PORT} is in use`);
    await sleep(100);
  }
  return PORT;
}

/**
 * A port that nobody listens on right now. An address that is not this machine's is for the one
 * that listens to tell.
 */
function freePort(host: string): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(0));
    server.listen({ port: 0, host }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function isTaken(port: number, host: string): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
    server.listen({ port, host }, () => server.close(() => resolve(false)));
  });
}
