import { fork, type ChildProcess } from "node:child_process";
import type { ServiceMessage } from "../../shared/platform/service/run-process.ts";
import { StartError } from "../../shared/platform/service/start-error.ts";

/**
 * Wait before a crashed service is started again: none at first, doubling while it does not stay
 * up.
 */
const FIRST_RESTART_MS = 100;
const MAX_RESTART_MS = 10_000;
/** A service that was up for this long starts over with the short wait. */
const STABLE_MS = 10_000;

export interface ServiceProcess {
  readonly name: string;
  /**
   * Resolves when it was ready for the first time; rejects with StartError when it refuses to
   * start.
   */
  readonly ready: Promise<void>;
  /** Asks it to end, waits, and ends it by force when it does not within `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
}

interface Options {
  readonly name: string;
  readonly file: string;
  readonly args?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly onCrash: (name: string, what: string) => void;
}

function endedAtOnce(file: string): StartError {
  return new StartError(
    `${file} exited without running a service: its last line must be \`await runProcess(service)\``,
  );
}

/**
 * Keeps one service running as a process of its own: starts it again when it crashes, not when it
 * refuses its first start.
 */
export function keepRunning({ name, file, args = [], env, onCrash }: Options): ServiceProcess {
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined); // whoever waits sees it; nobody may be waiting yet
  let child: ChildProcess | undefined;
  let ended = Promise.resolve();
  let stopping = false;
  let wasReady = false;
  let delayMs = FIRST_RESTART_MS;
  let timer: NodeJS.Timeout | undefined;

  const start = () => {
    const startedAt = Date.now();
    // A group of its own, so that Ctrl-C ends it by our order and not by the terminal's.
    const current = fork(file, args, { env, detached: true, stdio: ["ignore", "inherit", "inherit", "ipc"] });
    child = current;
    let refused = false;
    current.on("message", (message: ServiceMessage) => {
      if (message.type === "ready") {
        wasReady = true;
        ready.resolve();
      } else if (wasReady) onCrash(name, message.reason);
      else {
        refused = true;
        ready.reject(new StartError(message.reason));
      }
    });
    ended = new Promise((resolve) => {
      let told = false;
      const over = (what: string) => {
        resolve();
        if (told) return;
        told = true;
        if (stopping || refused) return;
        if (!wasReady && what === "exit code 0") return ready.reject(endedAtOnce(file));
        if (Date.now() - startedAt > STABLE_MS) delayMs = FIRST_RESTART_MS;
        onCrash(name, what);
        timer = setTimeout(start, delayMs);
        delayMs = Math.min(delayMs * 2, MAX_RESTART_MS);
      };
      current.once("exit", (code, signal) => over(signal ?? `exit code ${code}`));
      current.once("error", (error) => over(error.message)); // no process to be had
    });
  };
  start();

  return {
    name,
    ready: ready.promise,
    stop: async (timeoutMs) => {
      stopping = true;
      clearTimeout(timer);
      child?.kill("SIGTERM");
      const force = setTimeout(() => child?.kill("SIGKILL"), timeoutMs);
      await ended;
      clearTimeout(force);
    },
  };
}
