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

/** Tells what a stage says of its progress: the latest, at most twice a second. */
export class ProgressTeller {
  readonly #write: (json: string) => Promise<void>;
  readonly #ended: AbortSignal;
  #latest: string | undefined;
  #telling = false;

  /** `write` may fail: nothing depends on it. */
  constructor(write: (json: string) => Promise<void>, ended: AbortSignal) {
    this.#write = write;
    this.#ended = ended;
  }

  /** Throws TypeError for what is longer than 1,000 characters of JSON. */
  tell(progress: Progress): void {
    const json = JSON.stringify(progress);
    if (json.length > MAX_CHARS) throw new TypeError(`Progress must have ${MAX_CHARS} characters of JSON at most`);
    this.#latest = json;
    if (!this.#telling) void this.#tellOn();
  }

  async #tellOn(): Promise<void> {
    this.#telling = true;
    for (let json = this.#latest; json !== undefined && !this.#ended.aborted; json = this.#latest) {
      this.#latest = undefined;
      await this.#write(json).catch(() => undefined);
      await sleep(PAUSE_MS, undefined, { signal: this.#ended }).catch(() => undefined);
    }
    this.#telling = false;
  }
}
