import { setTimeout as sleep } from "node:timers/promises";

/** Most characters of JSON of one telling. */
const MAX_CHARS = 1_000;
/** Pause between two tellings, in ms. */
const PAUSE_MS = 500;

/** What a stage tells of how far it has come. No user's words. */
export interface Progress {
  readonly done?: number;
  readonly total?: number;
  readonly [more: string]: unknown;
}

/**
 * Tells what a stage says of its progress: the latest, at most twice a second. Made for each run,
 * of which few tell anything: it costs nothing until then.
 */
export class ProgressTeller {
  readonly #write: (json: string) => Promise<void>;
  #latest: string | undefined;
  /** Ends the pause between two tellings; there from the first one on. */
  #pause: AbortController | undefined;
  #telling = false;
  #ended = false;

  /** `write` may fail: nothing depends on it. */
  constructor(write: (json: string) => Promise<void>) {
    this.#write = write;
  }

  /**
   * Throws TypeError for what is longer than 1,000 characters of JSON. Says nothing after `end`.
   */
  tell(progress: Progress): void {
    const json = JSON.stringify(progress);
    if (json.length > MAX_CHARS) throw new TypeError(`Progress must have ${MAX_CHARS} characters of JSON at most`);
    if (this.#ended) return;
    this.#latest = json;
    this.#pause ??= new AbortController();
    if (!this.#telling) void this.#tellOn(this.#pause.signal);
  }

  /** The run is over. */
  end(): void {
    this.#ended = true;
    this.#pause?.abort();
  }

  async #tellOn(ended: AbortSignal): Promise<void> {
    this.#telling = true;
    for (let json = this.#latest; json !== undefined && !ended.aborted; json = this.#latest) {
      this.#latest = undefined;
      await this.#write(json).catch(() => undefined);
      await sleep(PAUSE_MS, undefined, { signal: ended }).catch(() => undefined);
    }
    this.#telling = false;
  }
}
