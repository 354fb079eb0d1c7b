import { stageProblem, type StageState } from "@guchi/contracts/stages.ts";
import type { Logger } from "pino";

/**
 * Looks in a row that must find a stage ill before it is told: a restart or a start of all takes a
 * few seconds.
 */
const LOOKS = 3;

/**
 * Tells the operator of a stage without a live worker, or whose queue does not move: once when it
 * begins, once when it ends.
 */
export class StageWatch {
  readonly #log: Pick<Logger, "info" | "warn">;
  readonly #ill = new Map<string, number>();

  constructor(log: Pick<Logger, "info" | "warn">) {
    this.#log = log;
  }

  /** Takes note of how the stages stand. */
  look(states: readonly StageState[]): void {
    for (const state of states) {
      const { name, workers, waiting, oldestWaitingSeconds } = state;
      const looks = this.#ill.get(name) ?? 0;
      const problem = stageProblem(state);
      if (problem === undefined) {
        this.#ill.delete(name);
        if (looks >= LOOKS) this.#log.info({ stage: name }, `${name} is well again`);
      } else {
        this.#ill.set(name, looks + 1);
        if (looks + 1 === LOOKS) this.#log.warn({ stage: name, workers, waiting, oldestWaitingSeconds }, problem);
      }
    }
  }
}
