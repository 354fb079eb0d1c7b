import { rm, writeFile } from "node:fs/promises";

/** How often the file is written, in ms. Whoever looks at its age allows for a few of these. */
const WRITE_EVERY_MS = 2_000;

/**
 * Writes the file every 2 s, so that its age tells whether this process lives and its event loop
 * turns: for a container's health check, which then starts no Node of its own. The returned
 * function stops that and removes the file.
 */
export function keepAliveFile(path: string, onError: (error: unknown) => void): () => Promise<void> {
  let writing = Promise.resolve();
  const write = () => {
    writing = writeFile(path, `${process.pid}\n`).catch(onError);
  };
  write();
  const timer = setInterval(write, WRITE_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await writing;
    await rm(path, { force: true });
  };
}
