import type { Overview } from "@guchi/contracts/admin.ts";

/** Pause before somebody looks why there is no stream, in ms. */
const LOOK_AGAIN_MS = 2_000;

interface Told {
  readonly overview: (overview: Overview) => void;
  /** Whether the stream is there. */
  readonly live: (isLive: boolean) => void;
  /** The session ended, or nobody is let in any more. */
  readonly signedOut: () => void;
}

/** The one stream of the operations pages. Comes back by itself; one is open at a time. */
export class Stream {
  readonly #url: string;
  readonly #told: Told;
  #source: EventSource | undefined;

  constructor(url: string, told: Told) {
    this.#url = url;
    this.#told = told;
  }

  open(): void {
    this.close();
    const source = new EventSource(this.#url);
    this.#source = source;
    source.addEventListener("open", () => this.#told.live(true));
    source.addEventListener("overview", ({ data }: MessageEvent<string>) => {
      const overview: Overview = JSON.parse(data);
      this.#told.overview(overview);
    });
    source.addEventListener("signed-out", () => {
      this.close();
      this.#told.signedOut();
    });
    source.addEventListener("error", () => {
      this.#told.live(false);
      // Closed for good: refused, or what answers is no stream.
      const isOver = () => source.readyState === EventSource.CLOSED && this.#source === source;
      if (isOver()) setTimeout(() => isOver() && this.#told.signedOut(), LOOK_AGAIN_MS);
    });
  }

  close(): void {
    this.#source?.close();
    this.#source = undefined;
  }
}
