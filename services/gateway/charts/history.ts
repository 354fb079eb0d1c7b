import type { Pipeline } from "@guchi/chain/pipeline.ts";
import type { StageState } from "@guchi/contracts/stages.ts";
import { keys } from "@guchi/platform/redis/keys.ts";
import type { Redis } from "ioredis";
import { sampleOf, type Sample } from "./sample.ts";
import { Samples } from "./samples.ts";

interface Deps {
  readonly redis: Redis;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly states: () => Promise<readonly StageState[]>;
}

/** What was counted in the last hour and day, and up to now. */
export class CountHistory {
  readonly samples: Samples;
  readonly #deps: Deps;
  readonly #hidden: ReadonlySet<string>;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.samples = new Samples(deps.redis);
    const hidden = [...deps.pipelines.values()].filter((pipeline) => pipeline.hidden === true);
    this.#hidden = new Set(hidden.map(({ name }) => name));
  }

  /** Keeps what is due. Called every few seconds. */
  async keep(): Promise<void> {
    await this.samples.keep(() => this.now());
  }

  /** What is counted by now. `states`: how the stages stand, where that is known. */
  async now(states?: readonly StageState[]): Promise<Sample> {
    const [counted, known] = await Promise.all([this.#deps.redis.hgetall(keys.metrics), states ?? this.#deps.states()]);
    const waiting = known.reduce((sum, state) => sum + state.waiting, 0);
    return sampleOf(counted, { at: Date.now(), waiting, hidden: this.#hidden });
  }
}
