import type { RateLimit } from "@guchi/chain/worker.ts";
import { integer, rateLimit } from "./variables.ts";

/** What holds of a stage where the environment says nothing. */
export interface StageDefaults {
  /** Jobs that one process runs at the same time, 1 to 1,000. */
  readonly concurrency: number;
}

/** What the environment says of a stage. */
export interface StageSettings {
  readonly concurrency: number;
  /** Over all processes together; undefined: none. */
  readonly rateLimit: RateLimit | undefined;
}

/** The variables that every stage has, with their names. */
export function stageVariables(stage: string, { concurrency }: StageDefaults) {
  const prefix = stage.toUpperCase().replaceAll("-", "_");
  return {
    concurrency: {
      name: `${prefix}_CONCURRENCY`,
      variable: integer(
        1,
        1_000,
      )({
        about: `Jobs of the stage ${stage} at once in one process`,
        japanese: `${stage} の 1 プロセスで同時に処理するジョブ数`,
        fallback: String(concurrency),
      }),
    },
    rateLimit: {
      name: `${prefix}_RATE_LIMIT`,
      variable: rateLimit({
        about: `Most jobs that the stage ${stage} starts, all processes together`,
        japanese: `${stage} が開始するジョブ数の上限（全プロセス合計）`,
      }),
    },
  };
}
