import type { RateLimit } from "@guchi/chain/worker.ts";
import { integer, rateLimit } from "./variables.ts";

/** What holds of a stage where the environment says nothing. */
export interface StageDefaults {
  /** Jobs that one process runs at the same time, 1 to 1,000. */
  readonly concurrency: number;
  /**
   * Jobs that one process runs at the same time where they only wait for an engine elsewhere;
   * `concurrency` then bounds what the engines of this machine do. Unset: no such engine.
   */
  readonly remoteConcurrency?: number;
}

/** What the environment says of a stage. */
export interface StageSettings {
  readonly concurrency: number;
  /** Only of a stage that declares one. */
  readonly remoteConcurrency?: number;
  /** Over all processes together; undefined: none. */
  readonly rateLimit: RateLimit | undefined;
}

/** The variables that every stage has, with their names. */
export function stageVariables(stage: string, { concurrency, remoteConcurrency }: StageDefaults) {
  const prefix = stage.toUpperCase().replaceAll("-", "_");
  const atOnce = integer(1, 1_000);
  const isLocal = remoteConcurrency !== undefined;
  return {
    concurrency: {
      name: `${prefix}_CONCURRENCY`,
      variable: atOnce({
        about: `Jobs of the stage ${stage} at once in one process${isLocal ? ", on engines of this machine" : ""}`,
        japanese: `${stage} の 1 プロセスで同時に処理するジョブ数${isLocal ? "（このマシンのエンジン）" : ""}`,
        fallback: String(concurrency),
      }),
    },
    ...(isLocal && {
      remoteConcurrency: {
        name: `${prefix}_REMOTE_CONCURRENCY`,
        variable: atOnce({
          about: `Jobs of the stage ${stage} at once in one process, where another machine does the work`,
          japanese: `${stage} の 1 プロセスで同時に処理するジョブ数（クラウドなど外のエンジン）`,
          fallback: String(remoteConcurrency),
        }),
      },
    }),
    rateLimit: {
      name: `${prefix}_RATE_LIMIT`,
      variable: rateLimit({
        about: `Most jobs that the stage ${stage} starts, all processes together`,
        japanese: `${stage} が開始するジョブ数の上限（全プロセス合計）`,
      }),
    },
  };
}
