/** What is heard right now. */
export interface Heard {
  /** Whose voice. */
  readonly key: string;
  /** From 0 to 1. */
  readonly fraction: number;
}

/** Plays one voice at a time. */
export class Player {
  readonly #audio: HTMLAudioElement;
  readonly #changed: () => void;
  #key: string | undefined;

  /** `failed` is told whose file could not be had. */
  constructor(audio: HTMLAudioElement, changed: () => void, failed: (key: string) => void) {
    this.#audio = audio;
    this.#changed = changed;
    for (const event of ["play", "pause", "ended", "timeupdate"]) audio.addEventListener(event, changed);
    audio.addEventListener("ended", () => (this.#key = undefined));
    audio.addEventListener("error", () => {
      const key = this.#key;
      this.stop();
      if (key !== undefined) failed(key);
    });
  }

  get heard(): Heard | undefined {
    const { paused, currentTime, duration } = this.#audio;
    if (this.#key === undefined || paused) return undefined;
    return { key: this.#key, fraction: duration > 0 ? Math.min(1, currentTime / duration) : 0 };
  }

  /** Plays it, from its begin or from where it was stopped; stops it when it plays. */
  toggle(key: string, url: string): void {
    if (this.heard?.key === key) return this.#audio.pause();
    if (this.#key !== key) {
      this.#key = key;
      this.#audio.src = url;
    }
    this.#audio.play().catch(() => undefined); // `error` tells of a file that could not be had
  }

  stop(): void {
    this.#audio.pause();
    this.#key = undefined;
    this.#changed();
  }
}
