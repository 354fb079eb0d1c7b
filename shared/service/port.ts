import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config/config.ts";
import { StartError } from "./start-error.ts";

/** What a gateway that was just killed may need to let go of the port. */
const PATIENCE_MS = 2_000;

/** Throws StartError when the port cannot be opened: to say so at once, before anything is started. */
export async function assertPortIsFree({ PORT, HOST }: Pick<Config, "PORT" | "HOST">): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (await isTaken(PORT, HOST)) {
    if (Date.now() > deadline) throw new StartError(`PORT must be a free port, and ${PORT} is in use`);
    await sleep(100);
  }
}

function isTaken(port: number, host: string): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
    server.listen({ port, host }, () => server.close(() => resolve(false)));
  });
}
