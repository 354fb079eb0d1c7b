import { Worker } from "node:worker_threads";
import { StageError } from "@guchi/chain/errors.ts";
import type { VoiceSettings } from "./voice.ts";

export interface SpeechTask {
  readonly compiled: WebAssembly.Module;
  readonly script: string;
  readonly voice: VoiceSettings;
}

/**
 * Speaks in a thread of its own and gives the mp3 file. espeak holds its thread for 0.3 s and more,
 * in which the queue could not renew its lock. A thread a call costs about 60 ms; in return an
 * abort is a plain end of the thread, and its 50 MB go with it. Rejects with the signal's reason
 * when aborted, else with a StageError.
 */
export function speakInThread(task: SpeechTask, signal: AbortSignal): Promise<Uint8Array> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const worker = new Worker(new URL("./thread.ts", import.meta.url), {
    workerData: task,
    // Neither the secrets of the environment nor the host's --import hooks have any business there.
    env: {},
    execArgv: [],
  });
  const stop = () => {
    reject(signal.reason);
    void worker.terminate();
  };
  signal.addEventListener("abort", stop, { once: true });
  worker.once("message", (mp3: Uint8Array) => {
    resolve(mp3);
  });
  worker.once("error", (cause) => {
    reject(failed("The local voice failed; the service's log has the cause.", cause));
  });
  worker.once("exit", (code) => {
    signal.removeEventListener("abort", stop);
    reject(failed(`The local voice's thread ended early with exit code ${code}.`));
  });
  return promise;
}

function failed(message: string, cause?: unknown): StageError {
  return new StageError(message, { code: "provider_unavailable", class: "transient", cause });
}
