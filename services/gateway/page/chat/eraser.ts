import { startJob, type Api } from "./api.ts";
import { parsed, type Storage } from "../shared/storage.ts";
import { endAfter } from "./trouble.ts";
import type { Turn } from "./turn.ts";

/** After this what could not be erased is tried again, in ms. */
const AGAIN_MS = 15_000;
const NAME = "erase";

/** Erases jobs on the server, and remembers those that it could not reach. */
export class Eraser {
  readonly #storage: Storage;
  readonly #api: Api;
  readonly #changed: () => void;
  #isRunning = false;

  constructor(storage: Storage, api: Api, changed: () => void) {
    this.#storage = storage;
    this.#api = api;
    this.#changed = changed;
    void this.run();
    setInterval(() => void this.run(), AGAIN_MS);
  }

  get count(): number {
    return this.#left.length;
  }

  take(turns: readonly Turn[]): void {
    this.#keep([...this.#left, ...turns.map(wordless)]);
    void this.run();
  }

  /** Never rejects. */
  async run(): Promise<void> {
    if (this.#isRunning || this.count === 0) return;
    this.#isRunning = true;
    for (const turn of this.#left) {
      if (!(await this.#erase(turn))) break;
      this.#keep(this.#left.filter(({ key }) => key !== turn.key));
      this.#changed();
    }
    this.#isRunning = false;
  }

  async #erase(turn: Turn): Promise<boolean> {
    try {
      // Perhaps it arrived and its answer did not: sent once more, it tells its id.
      const job = await startJob(this.#api, turn, { patienceMs: 0 });
      await this.#api.purge(job, { patienceMs: 0 });
      return true;
    } catch (error) {
      const end = endAfter(error);
      return end === "gone" || end === "refused";
    }
  }

  get #left(): readonly Turn[] {
    const left = parsed(this.#storage.get(NAME));
    return Array.isArray(left) ? left : [];
  }

  #keep(left: readonly Turn[]): void {
    if (left.length === 0) this.#storage.remove(NAME);
    else this.#storage.set(NAME, JSON.stringify(left));
  }
}

/** The words stay only where they are needed to find the job. */
function wordless(turn: Turn): Turn {
  return { ...turn, shown: "", text: turn.job === undefined ? turn.text : "", answer: {} };
}
