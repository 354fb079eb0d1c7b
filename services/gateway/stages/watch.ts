import { stageProblem, type StageState } from "@guchi/contracts/stages.ts";
import type { GatewayLog } from "../log-codes.ts";

/**
 * Pause between two looks, in ms. With TOLD_AFTER_MS, and 6 s until a worker counts as dead, it
 * limits how long a dead stage stays untold: 6 + 2 + 10 s, so that it is told within 20 s.
 */
export const LOOK_EVERY_MS = 2_000;
/**
 * A stage that is ill for shorter is not told, in ms: a restart, or a start of all, takes a few
 * seconds. The look after it tells.
 */
const TOLD_AFTER_MS = 9_000;

type Illness = "stage.no_worker" | "stage.behind" | "stage.paused";

interface Ill {
  readonly with: Illness;
  /** When it was found so first, in ms since the epoch. */
  readonly since: number;
  /** What was told of the stage, of this illness or the one before. */
  readonly told?: Illness | undefined;
}

/**
 * Tells the operator of a stage without a live worker, or whose queue does not move: once when it
 * begins or turns into another trouble, once when it ends.
 */
export class StageWatch {
  readonly #log: Pick<GatewayLog, "info" | "warn">;
  readonly #ill = new Map<string, Ill>();

  constructor(log: Pick<GatewayLog, "info" | "warn">) {
    this.#log = log;
  }

  /** Takes note of how the stages stand at `now` (ms since the epoch). */
  look(states: readonly StageState[], now = Date.now()): void {
    for (const state of states) {
      const problem = stageProblem(state);
      if (problem === undefined) this.#well(state);
      else this.#unwell(state, problem, now);
    }
  }

  #well({ name }: StageState): void {
    const told = this.#ill.get(name)?.told;
    this.#ill.delete(name);
    if (told !== undefined) this.#log.info({ code: "stage.recovered", stage: name }, `${name} is well again`);
  }

  #unwell({ name, workers, waiting, oldestWaitingSeconds, paused }: StageState, problem: string, now: number): void {
    const illness = workers === 0 ? "stage.no_worker" : paused ? "stage.paused" : "stage.behind";
    const known = this.#ill.get(name);
    const ill: Ill = known?.with === illness ? known : { with: illness, since: now, told: known?.told };
    const isNews = ill.told !== illness && now - ill.since >= TOLD_AFTER_MS;
    this.#ill.set(name, isNews ? { ...ill, told: illness } : ill);
    if (isNews) this.#log.warn({ code: illness, stage: name, workers, waiting, oldestWaitingSeconds }, problem);
  }
}
