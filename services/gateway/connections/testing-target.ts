import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { startTestGateway } from "../testing.ts";

/**
 * A server as a process of its own, so that its memory is its own: `testing-target.ts gateway`, or
 * `testing-target.ts bare BYTES`, which is `node:http` that answers everything with so many bytes.
 * Tells its origin, and its memory when asked.
 */
const [, , kind = "", bytes = ""] = process.argv;
const held: FileHandle[] = [];

process.on("message", (message) => {
  if (message === "memory") {
    const { maxRSS } = process.resourceUsage();
    process.send?.({ rssBytes: process.memoryUsage().rss, peakBytes: maxRSS * 1_024 });
  }
  if (message === "use up the files") void useUpTheFiles().then(() => process.send?.({ files: held.length }));
  if (message === "give them back") {
    void Promise.all(held.splice(0).map((file) => file.close())).then(() => process.send?.({ files: held.length }));
  }
});
process.send?.({ origin: kind === "bare" ? await startBare(Number(bytes)) : await startGateway() });

async function startGateway(): Promise<string> {
  const gateway = await startTestGateway();
  process.on("message", (message) => {
    if (message === "stop") void gateway.stop().then(() => process.exit());
  });
  return gateway.app.listeningOrigin;
}

async function startBare(length: number): Promise<string> {
  const body = "x".repeat(length);
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(request.url === "/healthz" ? "{}" : body);
  });
  process.on("message", (message) => {
    if (message === "stop") process.exit();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Opens files until the system allows no more. */
async function useUpTheFiles(): Promise<void> {
  for (;;) {
    try {
      held.push(await open("/dev/null"));
    } catch {
      return;
    }
  }
}
